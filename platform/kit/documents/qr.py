"""QR codes: a picture that carries an address or a reference."""

import io

import segno


def svg(text: str) -> str:
    """A plain SVG of `text`: for typst's `qr`, or for <img src="data:image/svg+xml,…"> through `data_uri`.

    Error correction M: still read when a fold or a stamp hides a seventh of it.
    """
    out = io.BytesIO()
    _code(text).save(out, kind="svg", border=2, dark="#000", light="#fff", xmldecl=False, omitsize=True)
    return out.getvalue().decode()


def data_uri(text: str) -> str:
    """The same picture, for the `src` of an image of a page."""
    return _code(text).svg_data_uri(border=2, dark="#000", light="#fff", omitsize=True)


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m", encoding="utf-8")

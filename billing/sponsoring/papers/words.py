"""Amounts in letters, as French cheques and receipts write them."""

_UNITS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
    " dix-sept dix-huit dix-neuf"
).split()
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
_MOST = 1_000_000_000_000  # not reached: no gift is


def amount_in_words(cents: int) -> str:
    """1500050 → "quinze mille euros et cinquante centimes"; ValueError below zero or beyond reason."""
    euros, left = divmod(cents, 100)
    said = [f"{number_in_words(euros)} {_euros(euros)}"] if euros or not left else []
    if left:
        said.append(f"{number_in_words(left)} centime{'s' if left > 1 else ''}")
    return " et ".join(said)


def number_in_words(number: int) -> str:
    """0 → "zéro", 71 → "soixante et onze", 80 → "quatre-vingts", 2_000_200 → "deux millions deux cents"."""
    if not 0 <= number < _MOST:
        raise ValueError(f"{number} is not written in letters")
    if number < 1000:
        return _below_a_thousand(number, last=True)
    said = []
    for size, name in ((1_000_000_000, "milliard"), (1_000_000, "million")):
        many, number = divmod(number, size)
        if many:
            said.append(f"{_below_a_thousand(many, last=True)} {name}{'s' if many > 1 else ''}")
    thousands, number = divmod(number, 1000)
    if thousands:
        # "mille" is an adjective: nothing before it takes an s, and one is not said.
        said.append("mille" if thousands == 1 else f"{_below_a_thousand(thousands, last=False)} mille")
    if number:
        said.append(_below_a_thousand(number, last=True))
    return " ".join(said)


def _euros(euros: int) -> str:
    # A round million is a noun: "un million d’euros".
    name = "euro" if euros < 2 else "euros"
    return f"d’{name}" if euros and euros % 1_000_000 == 0 else name


def _below_a_thousand(number: int, *, last: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_a_hundred(rest, last=last)
    said = "cent" if hundreds == 1 else f"{_UNITS[hundreds]} cent"
    if rest:
        return f"{said} {_below_a_hundred(rest, last=last)}"
    return f"{said}s" if hundreds > 1 and last else said


def _below_a_hundred(number: int, *, last: bool) -> str:
    if number < 20:
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    if tens in {7, 9}:
        tens, unit = tens - 1, unit + 10
    if unit == 0:
        return f"{_TENS[tens]}s" if tens == 8 and last else _TENS[tens]
    link = " et " if unit in {1, 11} and tens != 8 else "-"
    return f"{_TENS[tens]}{link}{_UNITS[unit]}"

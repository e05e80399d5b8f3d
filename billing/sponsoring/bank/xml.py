"""Reading an XML file that somebody sends: no DTD, no entity, bounded in size, depth and number of elements.

Nothing is fetched: expat is given no handler for what is outside, and a file that declares a document type
is refused before its first element.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from kit.refusals import Refused

MAX_BYTES = 10 * 1024 * 1024
_MAX_ELEMENTS = 500_000
_MAX_DEPTH = 40


class NotXml(Refused):
    """Ce fichier ne se lit pas : exportez à nouveau le relevé (CAMT.053) depuis le site de la banque."""


class ForbiddenXml(Refused):
    """Ce fichier contient des déclarations qu’un relevé ne contient jamais (DTD) : il est refusé."""


class TooLargeXml(Refused):
    """Ce fichier est trop gros pour un relevé. Demandez à la banque une période plus courte."""


@dataclass
class Element:
    """An element without its namespace: `tag` is the local name."""

    tag: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def all(self, path: str) -> list["Element"]:
        """The descendants at "A/B/C", in order."""
        found = [self]
        for tag in path.split("/"):
            found = [child for one in found for child in one.children if child.tag == tag]
        return found

    def first(self, *paths: str) -> str:
        """The text of the first path that has one, "" otherwise."""
        texts = (one.text.strip() for path in paths for one in self.all(path))
        return next((text for text in texts if text), "")


def read_xml(content: bytes) -> Element:
    """The root element."""
    if len(content) > MAX_BYTES:
        raise TooLargeXml
    tree = _Tree()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _forbidden
    parser.StartElementHandler, parser.EndElementHandler = tree.start, tree.end
    parser.CharacterDataHandler = tree.characters
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotXml from error
    if tree.root is None:
        raise NotXml
    return tree.root


def _forbidden(*_: object) -> None:
    raise ForbiddenXml


class _Tree:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MAX_ELEMENTS or len(self._open) >= _MAX_DEPTH:
            raise TooLargeXml
        element = Element(name.rpartition(" ")[2], attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, name: str) -> None:
        self._open.pop()

    def characters(self, text: str) -> None:
        self._open[-1].text += text

"""Elements of the small XML parts that tell what a workbook consists of."""

from collections.abc import Iterator, Mapping
from xml.parsers import expat

from plugins.declarations.logbooks.reading.problems import BookProblem

Element = tuple[str, Mapping[str, str]]


def elements(data: bytes) -> Iterator[Element]:
    """Names and attributes of all elements, without their prefixes.

    Raises BookProblem for what is no XML and for a document type: no program writes one into a
    workbook, and entities that grow or lead elsewhere need one.
    """
    found: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((_local(name), {_local(key): text for key, text in attributes.items()}))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise BookProblem("broken") from None
    return iter(found)


def _refuse(*_declaration: object) -> None:
    raise BookProblem("broken")


def _local(name: str) -> str:
    return name.rpartition(":")[2]

"""Paragraphs and sentences with their places."""

from dataclasses import dataclass

from speculoos.registry.importing.clean import sentences
from speculoos.registry.importing.source import Line, Place


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, read as one text."""

    text: str
    place: Place
    sentences: tuple[Sentence, ...]


def paragraph(lines: list[Line]) -> Paragraph:
    """The paragraph that consecutive lines make."""
    starts, text = [], ""
    for line in lines:
        starts.append((len(text), line))
        text += line.cell.text.replace("\n", " ") + " "
    text = text.rstrip()
    found = tuple(Sentence(part, _place(at, part, starts)) for at, part in sentences(text))
    return Paragraph(text, lines[0].cell.place, found or (Sentence(text, lines[0].cell.place),))


def _place(at: int, part: str, starts: list[tuple[int, Line]]) -> Place:
    """The place of a sentence; its column is looked up in the line as it stood, because cleaning moves words."""
    start, line = next((s, x) for s, x in reversed(starts) if s <= at)
    place = line.cell.place
    if at == start or place.element:
        return place
    word = part.split(" ", 1)[0].strip("\"'")
    found = line.cell.raw.find(word, max(0, at - start - 3))
    offset = found if found >= 0 else at - start
    return Place(place.line, place.column + offset - (found > 0 and part[:1] in "\"'"))

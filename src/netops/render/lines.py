"""Text that remembers where it came from: pieces while a template runs, then one `LineOrigin` for each line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from netops.dialects.syntax import SafeText
from netops.errors import Origin
from netops.source.trace import unique_origins


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """Something in a template that chose what is written: `kind` is the word for it (if, for, macro, file, expression).

    `template` is its line, `reads` are the places in YAML of all that it looked at.
    """

    kind: str
    template: Origin
    reads: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """Template lines, `template` to `last`, that could have written more: a branch not taken (`kind` if), more turns of a loop (for),
    or the templates of a service that the target has no data for (file).

    `reads` as above.
    """

    kind: str
    template: Origin
    last: int
    reads: tuple[Origin, ...]

    def holds(self, template: Origin) -> bool:
        """Whether a template line is one of these."""
        return template.file == self.template.file and self.template.line <= template.line <= self.last


@dataclass(frozen=True, slots=True)
class TextPart:
    """A run of text: the template line that wrote it, the values printed in it, and the conditions that it was written under."""

    text: str
    template: Origin | None = None
    values: tuple[Origin, ...] = ()
    conditions: tuple[Condition, ...] = ()


class TracedText(SafeText):
    """Text with its parts. `str()` of a piece is the piece itself, so that Jinja's own code hands it on unharmed."""

    parts: tuple[TextPart, ...] = ()

    def __str__(self) -> str:
        return self

    @classmethod
    def of_parts(cls, parts: Iterable[TextPart]) -> TracedText:
        parts = tuple(parts)
        piece = cls("".join(part.text for part in parts))
        piece.parts = parts
        return piece

    @property
    def origins(self) -> tuple[Origin, ...]:  # type: ignore[override]
        return unique_origins(origin for part in self.parts for origin in part.values)


@dataclass(frozen=True, slots=True)
class LineOrigin:
    """One line of a rendered text, the template line that wrote it, the places in YAML of the values printed in it, and its conditions."""

    text: str
    template: Origin
    values: tuple[Origin, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def reads(self) -> tuple[Origin, ...]:
        """The places of all that the conditions looked at."""
        return unique_origins(origin for condition in self.conditions for origin in condition.reads)

    @property
    def places(self) -> tuple[Origin, ...]:
        """Where to look for this line: its values, else what its innermost condition looked at."""
        return self.values or (self.conditions[-1].reads if self.conditions else ())


def join_pieces(pieces: Iterable[str]) -> TracedText:
    """Pieces one after the other; plain strings have no origin."""
    return TracedText.of_parts(part for piece in pieces for part in parts_of(piece))


def parts_of(text: str) -> tuple[TextPart, ...]:
    return text.parts if isinstance(text, TracedText) else (TextPart(text),)


def lines_of(piece: TracedText, start: Origin) -> tuple[LineOrigin, ...]:
    """The lines of a text; `start` is the template line for text that has none."""
    found: list[LineOrigin] = []
    open_line: list[TextPart] = []
    for part in piece.parts:
        first, *more = part.text.split("\n")
        open_line.append(replace(part, text=first))
        for offset, text in enumerate(more, start=1):
            found.append(_line(open_line, start))
            open_line = [_carried(part, text, offset)] if text or offset < len(more) else []  # after its last line end a part says nothing
    if any(part.text for part in open_line):
        found.append(_line(open_line, start))
    return tuple(found)


def _carried(part: TextPart, text: str, offset: int) -> TextPart:
    """What a part of several lines gives to a later one: a value's lines all have its origin, a template's text moves on line by line."""
    if part.values or part.template is None:
        return replace(part, text=text)
    return replace(part, text=text, template=replace(part.template, line=part.template.line + offset))


def _line(parts: list[TextPart], start: Origin) -> LineOrigin:
    """The line that the parts make: of the template line of its first text."""
    written = [part for part in parts if part.text] or parts
    template = next((part.template for part in written if part.template), start)
    values = unique_origins(origin for part in parts for origin in part.values)
    conditions = dict.fromkeys(condition for part in parts for condition in part.conditions)
    return LineOrigin("".join(part.text for part in parts), template, values, tuple(conditions))

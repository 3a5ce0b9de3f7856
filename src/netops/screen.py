"""What text is shown on: its width, whether it takes colours, and the two forms that depend on them, marked lines and tables.

On a pipe or in a file the form is fixed: nothing is coloured, wrapped or cut, so that programs and `diff` find what they found before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from netops.errors import printable_text

Style = Literal["", "bold", "dim", "green", "red", "yellow"]

_CODES = {"bold": 1, "dim": 2, "green": 32, "red": 31, "yellow": 33}
"""SGR parameters of ECMA-48; colours are those that a terminal's own palette defines."""
_SIGNS: dict[str, Style] = {"+": "green", "-": "red", ">": "yellow"}
NOTE_AT = 72
"""The column of a note beside a line, where there is room for it."""
GAP = 2
NARROWEST = 8
"""No column of a table is cut to less."""


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """A line before it is fitted to a screen. `note`: what stands beside it, a place in a file; it is never broken."""

    text: str = ""
    style: Style = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """Where text is shown. `width`: the columns of a terminal; None for a pipe or a file."""

    width: int | None = None
    colour: bool = False

    def paint(self, text: str, style: Style) -> str:
        """The text in a style, where the screen takes colours."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colour and style and text else text

    def cut(self, text: str) -> str:
        """The text on one row of a terminal; the whole text elsewhere."""
        return text if self.width is None else _cut(printable_text(text), self.width)

    def show(self, lines: Iterable[ScreenLine]) -> str:
        """Lines as they are printed, and a line feed at the end. Control characters of their texts are made visible."""
        lines = list(lines)
        room = self._room(max((terminal_width_of(printable_text(line.note)) for line in lines), default=0))
        shown = [row for line in lines for row in self._rows(line, room)]
        return "\n".join(shown).rstrip("\n") + "\n"

    def _room(self, longest: int) -> int:
        """The column of the notes: one for all, so that they are below each other, but never so far left that the lines have no room."""
        return NOTE_AT if self.width is None else max(self.width // 2, min(NOTE_AT, self.width - GAP - longest))

    def _rows(self, line: ScreenLine, room: int) -> Iterator[str]:
        text, note = printable_text(line.text), printable_text(line.note)
        if not note:
            yield from (self.paint(row, line.style) for row in self._wrapped(text))
            return
        if self.width is not None:
            room = max(terminal_width_of(text), min(room, self.width - GAP - terminal_width_of(note)))
        if self.width is None or room + GAP + terminal_width_of(note) <= self.width:
            yield f"{self.paint(text, line.style)}{' ' * max(0, room - terminal_width_of(text))}{' ' * GAP}{self.paint(note, 'dim')}"
            return
        yield from (self.paint(row, line.style) for row in self._wrapped(text))
        yield f"{' ' * max(0, self.width - terminal_width_of(note))}{self.paint(note, 'dim')}"

    def _wrapped(self, text: str) -> Iterator[str]:
        """The rows of a text: broken at blanks only, the later ones indented below the first."""
        if self.width is None or terminal_width_of(text) <= self.width:
            yield text
            return
        start = len(text) - len(text.lstrip(" +->"))
        row, indent = text[:start], " " * (start + GAP)
        first = True
        for word in text[start:].split(" "):
            added = f"{row}{word}" if first else f"{row} {word}"
            if not first and terminal_width_of(added) > self.width and row.strip():
                yield row
                row, first = indent, True
                added = f"{row}{word}"
            row, first = added, False
        yield row

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], *, cut: Collection[int] = (), styles: Sequence[Style] = ()
    ) -> list[ScreenLine]:
        """Rows below their heads; nothing for no rows. On a terminal the widest of the columns in `cut` are cut to its width.

        `styles`: of the rows, in their order.
        """
        if not rows:
            return []
        cleaned = [[" ".join(printable_text(cell).split()) for cell in row] for row in (heads, *rows)]
        widths = self._widths(cleaned, cut)
        lines = [_row([_cut(cell, width) for cell, width in zip(row, widths, strict=True)], widths) for row in cleaned]
        return [ScreenLine(text, style) for text, style in zip(lines, ("bold", *(styles or [""] * len(rows))), strict=True)]

    def _widths(self, rows: Sequence[Sequence[str]], cut: Collection[int]) -> list[int]:
        widths = [max(map(terminal_width_of, column)) for column in zip(*rows, strict=True)]
        while self.width is not None and sum(widths) + GAP * (len(widths) - 1) > self.width:
            wide = [at for at in cut if widths[at] > NARROWEST]
            if not wide:
                break
            widths[max(wide, key=lambda at: widths[at])] -= 1
        return widths


PIPED = Screen()
"""A pipe or a file."""


def diff_line(sign: str, depth: int, text: str, note: str = "") -> ScreenLine:
    """A line of a difference: its sign, its depth in the config, and the place that it comes from."""
    return ScreenLine(f"  {sign} {' ' * depth}{text}", _SIGNS.get(sign, ""), note)


def terminal_width_of(text: str) -> int:
    """How many columns of a terminal a text takes: letters of East Asian scripts take two (UAX 11), combining marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    return (" " * GAP).join(cell + " " * (width - terminal_width_of(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cut(text: str, width: int) -> str:
    if terminal_width_of(text) <= width:
        return text
    while terminal_width_of(text) > width - 1:
        text = text[:-1]
    return f"{text}…"

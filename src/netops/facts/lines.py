"""Which line of a config each fact is from: noted beside the fields while lines are read, when somebody wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

Fields = dict[Any, Any]
LINES: Final = "@lines"
"""Key of the notes of a thing: the line of each of its fields, and under '' the line that it begins with."""

_current: ContextVar[int | None] = ContextVar("line", default=None)
_ABSENT: Final = object()


@contextmanager
def at_line(number: int | None) -> Iterator[None]:
    """Effects that run inside are of this line."""
    token = _current.set(number)
    try:
        yield
    finally:
        _current.reset(token)


def current_line() -> int:
    """The number of the line that is being read, 0 when lines are not noted."""
    return _current.get() or 0


def with_line_noted(fields: Fields, effect: Callable[..., object], words: tuple[str, ...]) -> None:
    """Runs an effect on the fields of a thing, and notes the line of each field that it has changed."""
    if not _is_noted(fields):
        effect(fields, *words)
        return
    before = {key: (value, len(value) if isinstance(value, list) else 0) for key, value in fields.items()}
    effect(fields, *words)
    changed = [key for key, value in fields.items() if not _same(before.get(key, (_ABSENT, 0)), value)]
    note_line(fields, *changed)


def _same(before: tuple[Any, int], value: Any) -> bool:
    return before[0] is value and before[1] == (len(value) if isinstance(value, list) else 0)


def _is_noted(fields: Fields) -> bool:
    """Whether fields are those of one thing with a name, and lines are noted."""
    return "name" in fields and _current.get() is not None


def note_line(fields: Fields, *keys: str) -> None:
    """Notes the line that is being read for some fields; for '' only the first one counts."""
    line = _current.get()
    if line is None or not _is_noted(fields):
        return
    lines: dict[str, int] = fields.setdefault(LINES, {})
    for key in keys:
        if key == "":
            lines.setdefault(key, line)
        elif key != LINES:
            lines[key] = line


def noted_lines(fields: Mapping[Any, Any]) -> dict[str, int]:
    """The lines of the fields of a thing."""
    found: dict[str, int] = fields.get(LINES, {})
    return found

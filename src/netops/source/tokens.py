"""Where each value of a text stands, to the character: what edits of files need and `Document` does not keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, Event, MappingStartEvent, ScalarEvent, StreamEndEvent

from netops.source.reader import LOADER
from netops.source.texts import BLOCK

MERGE = "<<"


@dataclass(frozen=True, slots=True)
class Token:
    """A value as it is written: `text[start:end]`, with its anchor and tag, without the blanks and comments behind it.

    `keys` are those of a map, one for each of `values`; `name` is the text of a scalar, or the name behind an alias's star. `flow` means
    brackets.
    """

    start: int
    end: int
    name: str = ""
    anchor: str = ""
    is_alias: bool = False
    flow: bool = False
    keys: tuple[Token, ...] = ()
    values: tuple[Token, ...] = ()

    def child(self, step: str | int) -> int | None:
        """The position of a key's value, or of an entry; None when it does not stand here, as what an alias or `<<` brings."""
        if isinstance(step, int) and not self.keys:
            return step if step < len(self.values) else None
        return next((at for at, key in enumerate(self.keys) if key.name == str(step) != MERGE), None)

    def inside(self) -> Iterator[Token]:
        """The token and all tokens in it, keys too, in the order of the text."""
        yield self
        for at, value in enumerate(self.values):
            if self.keys:
                yield self.keys[at]
            yield from value.inside()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text that `read` takes, from the one that holds all."""

    text: str
    root: Token | None

    def along(self, path: Sequence[str | int]) -> list[Token]:
        """The tokens on the way to the value at `path`, which is the last; none when it is not written there."""
        way = [self.root] if self.root else []
        for step in path:
            at = way[-1].child(step) if way else None
            if at is None:
                return []
            way.append(way[-1].values[at])
        return way

    def is_free(self, path: Sequence[str | int]) -> bool:
        """Whether the value stands at `path` for itself: no alias means it, nor anything in it or around it."""
        way = self.along(path)
        inner = way[-1].inside() if way else ()
        return bool(way) and not any(token.anchor or token.is_alias for token in (*way, *inner))


def tokens(text: str) -> Tokens:
    """The tokens of a text without a byte-order mark. It must be one that `read` takes."""
    events = iter(yaml.parse(text, Loader=LOADER))
    next(events)
    if isinstance(next(events), StreamEndEvent):
        return Tokens(text, None)
    return Tokens(text, _token(next(events), events, text))


def _token(event: Event, events: Iterator[Event], text: str) -> Token:
    start, end = _span(event)
    if isinstance(event, AliasEvent):
        return Token(start, end, str(event.anchor), is_alias=True)
    if isinstance(event, ScalarEvent):
        kept = end if event.style not in BLOCK else start + len(text[start:end].rstrip())
        return Token(start, kept, event.value, event.anchor or "")
    assert isinstance(event, CollectionStartEvent)
    return _collection(event, events, text)


def _collection(event: CollectionStartEvent, events: Iterator[Event], text: str) -> Token:
    found: list[Token] = []
    while not isinstance(inner := next(events), CollectionEndEvent):
        found.append(_token(inner, events, text))
    is_map = isinstance(event, MappingStartEvent)
    keys, values = (found[::2], found[1::2]) if is_map else ([], found)
    start, end = _span(event)[0], _span(inner)[1] if event.flow_style else found[-1].end
    return Token(start, end, anchor=event.anchor or "", flow=bool(event.flow_style), keys=tuple(keys), values=tuple(values))


def _span(event: Event) -> tuple[int, int]:
    assert event.start_mark and event.end_mark
    return event.start_mark.index, event.end_mark.index

"""`read_document`: from the events of PyYAML's parser to values. Nothing is executed; problems are collected, then raised together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from netops.errors import DataError, Diagnostic, Origin, Related
from netops.source.document import Document, NodePosition
from netops.source.problems import FileProblems, line_and_column
from netops.source.syntax import syntax_diagnostic
from netops.source.tags import FinalTag, ReplaceTag
from netops.source.texts import TAGS, ScalarTexts, is_plain

LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)
MAX_DEPTH = 40
MAX_NODES = 100_000
"""Values and keys in one file, each use of an alias counted in full."""
MAX_KEY = 255
"""Characters of a key: as many as the name of a file may have."""

VALUES = (ScalarEvent, CollectionStartEvent)
NOT_KEYS: tuple[tuple[type[Event], str], ...] = (
    (MappingStartEvent, "{{ NAME }} is for templates: write the value itself, and in quotes text that begins with {"),
    (SequenceStartEvent, "write each key by itself"),
    (AliasEvent, "write the key itself"),
    (ScalarEvent, "write the key before the colon, without a tag"),
)
"""What stands where a key must, and what to do."""

UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no YAML may hold, not even in a comment."""


class Node(NamedTuple):
    """A value and where it is. `weight` counts it and all that it holds; only those with an anchor are asked for it."""

    value: Any
    line: int
    column: int
    inside: Any = None
    weight: int = 1


class Key(NamedTuple):
    text: str
    line: int
    column: int
    merge: bool


def read_document(text: str, file: str, *, own: bool = False, foreign: bool = False) -> Document:
    """The document in `text`. DataError with every problem found; after an error of syntax nothing more is found.

    `own` is for files of netops itself, such as schemas, whose texts may hold any character; `foreign` for those in a format of others, in
    which 7.30 is a number.
    """
    text = text.removeprefix("\ufeff")
    if bad := UNREADABLE.search(text):
        raise DataError([_unreadable(text, bad.start(), file)])
    reader = _Reader(file, own, foreign)
    try:
        node = reader.document(iter(yaml.parse(text, Loader=LOADER)))
    except yaml.MarkedYAMLError as error:
        reader.problems.found.append(syntax_diagnostic(error, file, text))
    if reader.problems.found:
        raise DataError(sorted(reader.problems.found, key=lambda p: p.origin or Origin("", 0)))
    return Document(file, node.value, NodePosition(node.line, node.column, 1, 1, node.inside), reader.texts.tagged)


def _unreadable(text: str, at: int, file: str) -> Diagnostic:
    lines = text[: at + 1].splitlines()
    origin, found = Origin(file, len(lines), len(lines[-1]) or 1), f"U+{ord(text[at]):04X}"
    return Diagnostic("YML007", "a character that cannot stand in YAML", origin=origin, found=found, hint="remove the character")


class _Reader:
    """Builds nodes from events, and collects what is wrong with them."""

    def __init__(self, file: str, own: bool, foreign: bool) -> None:
        self.file = file
        self.problems = FileProblems(file)
        self.texts = ScalarTexts(self.problems, own, foreign)
        self.anchors: dict[str, Node] = {}
        self.count = 0

    def document(self, events: Iterator[Event]) -> Node:
        """The one document of the stream; an empty stream is a null."""
        next(events)
        start = next(events)
        if isinstance(start, StreamEndEvent):
            return Node(None, 1, 1)
        node = self.node(next(events), events, 0)
        next(events)
        second = next(events)
        if isinstance(second, DocumentStartEvent):
            self.problems.add("YML010", "a second document in one file", second, hint="one file holds one document: remove the line ---")
        return node._replace(line=1, column=1)

    def node(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        if isinstance(event, AliasEvent):
            return self.alias(event)
        if depth > MAX_DEPTH:
            hint = "fewer brackets, or less indentation: nothing that netops reads is as deep"
            raise self.problems.fatal("YML009", "nested too deeply", event, expected=f"at most {MAX_DEPTH} levels", hint=hint)
        assert isinstance(event, VALUES)
        before = self.count
        self.count += 1
        if self.count > MAX_NODES:
            raise self.too_many(event)
        node = self.scalar(event) if isinstance(event, ScalarEvent) else self.collection(event, events, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = node._replace(weight=self.count - before)
        return node

    def too_many(self, event: Event) -> DataError:
        expected, hint = f"at most {MAX_NODES}, aliases counted in full", "split the file, or repeat less by aliases (*NAME)"
        return self.problems.fatal("YML009", "too many values in one file", event, expected=expected, hint=hint)

    def collection(self, event: CollectionStartEvent, events: Iterator[Event], depth: int) -> Node:
        read_one = self.mapping if isinstance(event, MappingStartEvent) else self.sequence
        return read_one(event, events, depth)

    def alias(self, event: AliasEvent) -> Node:
        anchored = self.anchors.get(str(event.anchor))
        if anchored is None:
            near = get_close_matches(str(event.anchor), self.anchors, 1)
            suggestion = f"did you mean *{near[0]}, of line {self.anchors[near[0]].line}?" if near else ""
            hint = suggestion or "the anchor stands before the alias, and not around it; for text write it in quotes"
            raise self.problems.fatal("YML008", f"no anchor &{event.anchor} before this alias", event, hint=hint)
        self.count += anchored.weight
        if self.count > MAX_NODES:
            raise self.too_many(event)
        return anchored._replace(line=line_and_column(event)[0], column=line_and_column(event)[1])

    def scalar(self, event: ScalarEvent) -> Node:
        return Node(self.texts.value(event), *line_and_column(event))

    def sequence(self, event: CollectionStartEvent, events: Iterator[Event], depth: int) -> Node:
        values, spots = [], []
        while not isinstance(inner := next(events), SequenceEndEvent):
            node = self.node(inner, events, depth + 1)
            values.append(node.value)
            spots.append(NodePosition(node.line, node.column, node.line, node.column, node.inside))
        return Node(self.container(event, values), *line_and_column(event), spots)

    def mapping(self, event: CollectionStartEvent, events: Iterator[Event], depth: int) -> Node:
        values: dict[str, Any] = {}
        spots: dict[str, NodePosition] = {}
        bases: list[Node] = []
        while not isinstance(inner := next(events), MappingEndEvent):
            key, node = self.key(inner, events, depth), self.node(next(events), events, depth + 1)
            if key is None:
                continue
            if key.merge:
                bases.append(node)
            elif key.text in spots:
                self.duplicate(key, spots[key.text])
            else:
                values[key.text] = node.value
                spots[key.text] = _spot(key, node)
        for base in bases:
            self.merge(base, values, spots)
        return Node(self.container(event, values), *line_and_column(event), spots)

    def key(self, event: Event, events: Iterator[Event], depth: int) -> Key | None:
        if not isinstance(event, ScalarEvent) or event.tag is not None or (event.value == "" and is_plain(event)):
            hint = next((hint for kind, hint in NOT_KEYS if isinstance(event, kind)), "")
            self.problems.add("YML004", "not a key", event, expected="a plain word or a quoted text", hint=hint)
            if not isinstance(event, ScalarEvent):
                self.node(event, events, depth + 1)
            return None
        self.count += 1
        if len(event.value) > MAX_KEY:
            expected, found = f"at most {MAX_KEY} characters", f"{len(event.value)} characters"
            self.problems.add("YML004", "a key that is too long", event, expected=expected, found=found)
            return None
        merge = event.value == "<<" and is_plain(event)
        return Key(self.texts.key(event), *line_and_column(event), merge)

    def duplicate(self, key: Key, first: NodePosition) -> None:
        origin = Origin(self.file, key.line, key.column)
        related = (Related("the first one", Origin(self.file, first.key_line, first.key_column)),)
        message = f"the key {key.text!r} stands twice in one map"
        self.problems.note(Diagnostic("YML003", message, origin=origin, hint="keep one of them", related=related))

    def merge(self, base: Node, values: dict[str, Any], spots: dict[str, NodePosition]) -> None:
        """Add what `<<` brings: a map, or a list of maps of which earlier ones win; keys of the map itself win over both."""
        parts = zip(base.value, base.inside, strict=True) if isinstance(base.value, list) else [(base.value, base)]
        for value, spot in parts:
            if not isinstance(value, dict):
                origin = Origin(self.file, spot.line, spot.column)
                message = "<< brings in something that is not a map"
                self.problems.note(Diagnostic("YML004", message, origin=origin, hint="<<: *anchor of a map"))
                continue
            for key, item in value.items():
                if key not in values:
                    values[key], spots[key] = item, spot.inside[key]

    def container(self, event: CollectionStartEvent, value: Any) -> Any:
        """The list or map inside the tag that stands before it."""
        if event.tag is None:
            return value
        self.texts.tagged = True
        if event.tag == "!replace":
            return ReplaceTag(value)
        if event.tag == "!final":
            return self.final(event, value)
        if event.tag in TAGS:
            expected = f"{event.tag} before a single value or nothing"
            self.problems.add("YML005", f"{event.tag} before a list or map", event, expected=expected)
        else:
            self.texts.unknown_tag(event)
        return value

    def final(self, event: CollectionStartEvent, value: Any) -> FinalTag:
        if not isinstance(value, dict) or "except" not in value:
            return FinalTag(value)
        names = value["except"]
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            expected = "except: [KEY, ...], keys of this map that may still be set"
            self.problems.add("YML005", "!final with a wrong `except`", event, expected=expected)
            return FinalTag(value)
        return FinalTag({k: v for k, v in value.items() if k != "except"}, tuple(names))


def _spot(key: Key, node: Node) -> NodePosition:
    """A value that begins below its key, or is empty, counts as being at its key: that is the line people look for."""
    line, column = (node.line, node.column) if node.line == key.line and node.value is not None else (key.line, key.column)
    return NodePosition(line, column, key.line, key.column, node.inside)

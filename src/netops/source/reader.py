"""`read`: from the events of PyYAML's parser to values. Nothing is executed; problems are collected, then raised together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
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
    StreamEndEvent,
)

from netops.errors import DataError, Diagnostic, Origin, Related
from netops.secrets import SecretRef
from netops.source.document import Document, Spot
from netops.source.scalars import Ambiguous, resolve
from netops.source.syntax import explained
from netops.source.tags import Final, Replace, Unset

LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)
MAX_DEPTH = 40
MAX_NODES = 500_000
"""Values in one file, each use of an alias counted in full."""

TAGS = ("!secret", "!replace", "!unset", "!final")
SECRET_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff⟦⟧]")
FORBIDDEN_IN_LINE = re.compile(FORBIDDEN.pattern[:-1] + r"\n\t]")
BLOCK = ("|", ">")


class Node(NamedTuple):
    """A value and where it is. `weight` counts it and all that it holds."""

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


def read(text: str, file: str, *, own: bool = False) -> Document:
    """The document in `text`. DataError with every problem found; after an error of syntax nothing more is found.

    `own` is for files of netops itself, such as schemas, whose texts may hold any character.
    """
    reader = _Reader(file, own)
    try:
        events = (event for event in yaml.parse(text.removeprefix("\ufeff"), Loader=LOADER))
        node = reader.document(events)
    except yaml.MarkedYAMLError as error:
        reader.problems.append(explained(error, file, text))
    except yaml.YAMLError as error:
        reader.problems.append(Diagnostic("YML002", f"not YAML: {error}".splitlines()[0], origin=Origin(file, 1)))
    if reader.problems:
        raise DataError(sorted(reader.problems, key=lambda p: p.origin or Origin("", 0)))
    return Document(file, node.value, Spot(node.line, node.column, 1, 1, node.inside), reader.tagged)


@dataclass
class _Reader:
    """Builds nodes from events, and collects what is wrong with them."""

    file: str
    own: bool
    problems: list[Diagnostic] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    tagged: bool = False

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
            self.problem("YML010", "a second document in one file", second, hint="one file holds one document: remove the line ---")
        return node._replace(line=1, column=1)

    def node(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        if isinstance(event, AliasEvent):
            return self.alias(event)
        if depth > MAX_DEPTH:
            raise self.fatal("YML009", "nested too deeply", event, expected=f"at most {MAX_DEPTH} levels")
        assert isinstance(event, ScalarEvent | CollectionStartEvent)
        node = self.scalar(event) if isinstance(event, ScalarEvent) else self.collection(event, events, depth)
        if node.weight > MAX_NODES:
            expected = f"at most {MAX_NODES}, aliases counted in full"
            raise self.fatal("YML009", "too many values in one file", event, expected=expected, hint="split the file")
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def collection(self, event: CollectionStartEvent, events: Iterator[Event], depth: int) -> Node:
        read_one = self.mapping if isinstance(event, MappingStartEvent) else self.sequence
        return read_one(event, events, depth)

    def alias(self, event: AliasEvent) -> Node:
        anchored = self.anchors.get(str(event.anchor))
        if anchored is None:
            hint = "the anchor stands before the alias, and not around it"
            raise self.fatal("YML008", f"no anchor &{event.anchor} before this alias", event, hint=hint)
        return anchored._replace(line=_line(event), column=_column(event))

    def scalar(self, event: ScalarEvent) -> Node:
        return Node(self.scalar_value(event), _line(event), _column(event))

    def scalar_value(self, event: ScalarEvent) -> Any:
        if event.tag is not None:
            return self.tagged_scalar(event)
        return self.untagged(event)

    def untagged(self, event: ScalarEvent) -> Any:
        return self.plain(event) if _is_plain(event) else self.checked(event)

    def plain(self, event: ScalarEvent) -> Any:
        try:
            value = resolve(event.value)
        except Ambiguous as error:
            hint = f'for text write "{event.value}"'
            self.problem("YML006", f"{event.value} can be read in two ways", event, found=str(error), hint=hint)
            return event.value
        return self.checked(event) if type(value) is str else value

    def checked(self, event: ScalarEvent) -> str:
        """The text, after a look at its characters: line breaks and tabs only in a block."""
        text: str = event.value
        bad = None if self.own else (FORBIDDEN if event.style in BLOCK else FORBIDDEN_IN_LINE).search(text)
        if bad:
            self.problem("YML007", "a character that cannot stand in data", event, found=f"U+{ord(bad[0]):04X}", hint=_cure(bad[0]))
        return text

    def tagged_scalar(self, event: ScalarEvent) -> Any:
        if event.tag == "!secret":
            return self.secret(event)
        if event.tag == "!unset":
            self.tagged = True
            return Unset(self.untagged(event))
        if event.tag == "!final":
            self.tagged = True
            return Final(self.untagged(event))
        if event.tag == "!replace":
            hint = "a single value replaces anyway"
            self.problem("YML005", "!replace before a single value", event, expected="a list or a map", hint=hint)
        else:
            self.unknown_tag(event)
        return event.value

    def secret(self, event: ScalarEvent) -> SecretRef | None:
        if not SECRET_NAME.fullmatch(event.value):
            hint = "NAME stands under secrets: in netops.yaml"
            self.problem("YML005", "not a name of a secret", event, expected="!secret NAME", hint=hint)
            return None
        return SecretRef(event.value)

    def unknown_tag(self, event: ScalarEvent | CollectionStartEvent) -> None:
        self.problem("YML005", f"unknown tag {_shown(str(event.tag))}", event, expected=" ".join(TAGS), hint="remove the tag")

    def sequence(self, event: CollectionStartEvent, events: Iterator[Event], depth: int) -> Node:
        values, spots, weight = [], [], 1
        while not isinstance(inner := next(events), SequenceEndEvent):
            node = self.node(inner, events, depth + 1)
            values.append(node.value)
            spots.append(Spot(node.line, node.column, node.line, node.column, node.inside))
            weight += node.weight
        return Node(self.container(event, values), _line(event), _column(event), spots, weight)

    def mapping(self, event: CollectionStartEvent, events: Iterator[Event], depth: int) -> Node:
        values: dict[str, Any] = {}
        spots: dict[str, Spot] = {}
        bases: list[Node] = []
        weight = 1
        while not isinstance(inner := next(events), MappingEndEvent):
            key, node = self.key(inner, events, depth), self.node(next(events), events, depth + 1)
            weight += node.weight
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
        return Node(self.container(event, values), _line(event), _column(event), spots, weight)

    def key(self, event: Event, events: Iterator[Event], depth: int) -> Key | None:
        if not isinstance(event, ScalarEvent) or event.tag is not None or (event.value == "" and _is_plain(event)):
            self.problem("YML004", "not a key", event, expected="a plain word or a quoted text")
            if not isinstance(event, ScalarEvent):
                self.node(event, events, depth + 1)
            return None
        merge = event.value == "<<" and _is_plain(event)
        return Key(self.checked(event), _line(event), _column(event), merge)

    def duplicate(self, key: Key, first: Spot) -> None:
        origin = Origin(self.file, key.line, key.column)
        related = (Related("the first one", Origin(self.file, first.key_line, first.key_column)),)
        message = f"the key {key.text!r} stands twice in one map"
        self.problems.append(Diagnostic("YML003", message, origin=origin, hint="keep one of them", related=related))

    def merge(self, base: Node, values: dict[str, Any], spots: dict[str, Spot]) -> None:
        """Add what `<<` brings: a map, or a list of maps of which earlier ones win; keys of the map itself win over both."""
        parts = zip(base.value, base.inside, strict=True) if isinstance(base.value, list) else [(base.value, base)]
        for value, place in parts:
            if not isinstance(value, dict):
                origin = Origin(self.file, place.line, place.column)
                message = "<< brings in something that is not a map"
                self.problems.append(Diagnostic("YML004", message, origin=origin, hint="<<: *anchor of a map"))
                continue
            for key, item in value.items():
                if key not in values:
                    values[key], spots[key] = item, place.inside[key]

    def container(self, event: CollectionStartEvent, value: Any) -> Any:
        """The list or map inside the tag that stands before it."""
        if event.tag is None:
            return value
        self.tagged = True
        if event.tag == "!replace":
            return Replace(value)
        if event.tag == "!final":
            return self.final(event, value)
        if event.tag in TAGS:
            expected = f"{event.tag} before a single value or nothing"
            self.problem("YML005", f"{event.tag} before a list or map", event, expected=expected)
        else:
            self.unknown_tag(event)
        return value

    def final(self, event: CollectionStartEvent, value: Any) -> Final:
        if not isinstance(value, dict) or "except" not in value:
            return Final(value)
        names = value["except"]
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            expected = "except: [KEY, ...], keys of this map that may still be set"
            self.problem("YML005", "!final with a wrong `except`", event, expected=expected)
            return Final(value)
        return Final({k: v for k, v in value.items() if k != "except"}, tuple(names))

    def problem(self, code: str, message: str, event: Event, *, expected: str = "", found: str = "", hint: str = "") -> None:
        origin = Origin(self.file, _line(event), _column(event))
        self.problems.append(Diagnostic(code, message, origin=origin, expected=expected, found=found, hint=hint))

    def fatal(self, code: str, message: str, event: Event, *, expected: str = "", hint: str = "") -> DataError:
        """The error that ends reading at once, with what was found before."""
        self.problem(code, message, event, expected=expected, hint=hint)
        return DataError(self.problems)


def _line(event: Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1


def _column(event: Event) -> int:
    mark = event.start_mark
    return mark.column + 1 if mark else 1


def _is_plain(event: ScalarEvent) -> bool:
    """True for a scalar without quotes that is no block."""
    return event.style in ("", None)


def _spot(key: Key, node: Node) -> Spot:
    """A value that begins below its key, or is empty, counts as being at its key: that is the line people look for."""
    line, column = (node.line, node.column) if node.line == key.line and node.value is not None else (key.line, key.column)
    return Spot(line, column, key.line, key.column, node.inside)


def _shown(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _cure(character: str) -> str:
    if character in "\n\t":
        return "one line of text has no line breaks and tabs; for several lines write a block: |"
    return "netops writes these brackets around secrets; write !secret NAME" if character in "⟦⟧" else "remove the character"

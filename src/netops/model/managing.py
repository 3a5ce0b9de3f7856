"""What of a device netops owns, as its file says: entries of `managed`, and the file after more of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from netops.errors import UsageError
from netops.source.changes import AppendItems, Change, PutEntry, ReplaceValue, apply_changes
from netops.source.layout import parse_layout

KEY: Final = "managed"
Managed = str | Sequence[str | Mapping[str, str]]

FINER: Final = re.compile(r"(interface|section|lines) *[:=] *(\S.*)")
PLAIN: Final = re.compile(r"[A-Za-z][\w./*-]*( [\w./*-]+)*")
"""A text that means itself in YAML, also in brackets."""
WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


def finer_entry(part: str) -> Mapping[str, str] | None:
    """The entry of a part that is finer than a feature; None for a feature.

    >>> finer_entry("interface:Vlan100"), finer_entry("lines: snmp-server *"), finer_entry("ntp")
    ({'interface': 'Vlan100'}, {'lines': 'snmp-server *'}, None)
    """
    found = FINER.fullmatch(part.strip())
    return {found[1]: found[2].strip()} if found else None


def add_managed(held: Managed | None, wanted: Sequence[str | Mapping[str, str]]) -> Managed:
    """What is owned when more is: `all` is everything."""
    before: list[str | Mapping[str, str]] = [] if held is None or isinstance(held, str) else list(held)
    return "all" if "all" in wanted else [*before, *(part for at, part in enumerate(wanted) if part not in [*before, *wanted[:at]])]


def managed_as_yaml(value: Managed) -> str:
    """A value of `managed` in one line of YAML.

    >>> managed_as_yaml(["ntp", {"lines": "snmp-server *"}, {"lines": "~"}])
    '[ntp, {lines: snmp-server *}, {lines: "~"}]'
    """
    return value if isinstance(value, str) else f"[{', '.join(map(_item, value))}]"


def _item(part: str | Mapping[str, str]) -> str:
    return _text(part) if isinstance(part, str) else f"{{{', '.join(f'{kind}: {_text(pattern)}' for kind, pattern in part.items())}}}"


def _text(text: str) -> str:
    return text if PLAIN.fullmatch(text) and text.lower() not in WORDS else json.dumps(text, ensure_ascii=False)


def with_managed(text: str, file: str, path: Sequence[str | int], value: Managed) -> str:
    """The text of a file in which the object at `path` owns `value`. UsageError where a comment, an anchor or an alias is in the way."""
    place = (*path, KEY)
    for change in _ways(text, file, place, value):
        if change.edits(parse_layout(text)):
            return apply_changes(text, [change], file)
    raise UsageError(
        f"{file}: `{KEY}` cannot be changed without a change elsewhere", hint=f"write it by hand: {KEY}: {managed_as_yaml(value)}"
    )


def _ways(text: str, file: str, place: tuple[str | int, ...], value: Managed) -> list[Change]:
    """The changes that lead there, the smallest first."""
    held = _at(text, file, place)
    if isinstance(held, list) and isinstance(value, list) and value[: len(held)] == held and len(value) > len(held):
        return [AppendItems(place, tuple(map(_item, value[len(held) :]))), ReplaceValue(place, managed_as_yaml(value))]
    return [PutEntry(place, managed_as_yaml(value)) if held is None else ReplaceValue(place, managed_as_yaml(value))]


def _at(text: str, file: str, place: Sequence[str | int]) -> Any:
    from netops.source.reader import read_document
    from netops.source.tags import without_tag

    value = read_document(text, file).value
    for step in place:
        value = without_tag(value)
        value = value.get(step) if isinstance(value, dict) else None
    return without_tag(value)

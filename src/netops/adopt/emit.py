"""Values as YAML that people like to read: blocks for what is large, one line for what is small."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from netops.secrets import SecretRef
from netops.source.tags import ReplaceTag, UnsetTag

WIDTH = 120
PLAIN = re.compile(r"[A-Za-z0-9/._][A-Za-z0-9/._ ()+=@~<>$^%!;|\\-]*")
RESERVED = re.compile(
    r"(?:true|false|yes|no|on|off|null|y|n|~|\.(?:inf|nan)|[-+.]?\d[\d_]*(?:[.:]\d[\d_.:]*)?(?:e[-+]?\d+)?|0[xob][0-9a-f_]+"
    r"|\d{4}-\d\d?-\d\d?.*|<<|=)",
    re.IGNORECASE,
)
BLOCKS = frozenset({"raw_config", "without"})
"""Keys whose lines are written one below the other."""


def yaml_document(value: Mapping[str, Any], comments: Mapping[str, str] | None = None) -> str:
    """A file. `comments`: a text before a top-level key."""
    parts = []
    for key, item in value.items():
        if comments and key in comments:
            parts.append("".join(f"# {line}\n" for line in comments[key].split("\n")))
        parts.append("".join(f"{line}\n" for line in _entry(key, item, 0)))
    return "".join(parts) or "{}\n"


def _entry(key: Any, value: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    head = f"{pad}{yaml_scalar(key)}:"
    if isinstance(value, str) and "\n" in value and not isinstance(value, SecretRef):
        yield from _literal(head, value, depth)
        return
    line = f"{head} {yaml_flow(value)}"
    if not isinstance(value, dict | list) or not value or (len(line) <= WIDTH and key not in BLOCKS and depth and _is_small(value)):
        yield line
    elif isinstance(value, dict):
        yield head
        for inner, item in value.items():
            yield from _entry(inner, item, depth + 1)
    elif len(line) <= WIDTH and key not in BLOCKS and all(not isinstance(item, dict | list) for item in value):
        yield line
    else:
        yield head
        for item in value:
            yield from _item(item, depth + 1)


def _item(value: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    line = f"{pad}- {yaml_flow(value)}"
    if not isinstance(value, dict) or not value or (len(line) <= WIDTH and not any(map(_is_block, value.values()))):
        yield line
        return
    lines = [line for key, item in value.items() for line in _entry(key, item, depth + 1)]
    yield f"{pad}- {lines[0].strip()}"
    yield from lines[1:]


def yaml_block(value: str) -> str:
    """A text of several lines as a block, as it is written behind its key; without a line end behind the last line."""
    return "\n".join(_literal("", value, 0)).removeprefix(" ")


def yaml_list_item(value: Mapping[str, Any]) -> str:
    """A map as an item of a list, as it is written behind the dash; without a line end behind the last line."""
    return "\n".join(line for key, inner in value.items() for line in _entry(key, inner, 0))


def _literal(head: str, value: str, depth: int) -> Iterator[str]:
    """A text of several lines as a block: with the depth of its lines where the first begins with blanks or a tab, or is empty (YAML 1.2,
    8.1.1.1), and with what is at its end (8.1.1.2)."""
    lines = value.split("\n")
    given = "2" if lines[0][:1] in ("", " ", "\t") else ""
    end = "-" if not value.endswith("\n") else "+" if value.endswith("\n\n") or value == "\n" else ""
    yield f"{head} |{given}{end}"
    yield from (f"{'  ' * (depth + 1)}{line}" if line else "" for line in (lines if end == "-" else lines[:-1]))


def _is_small(value: Any) -> bool:
    """Whether a map holds nothing but values, or maps and lists of values."""
    inner = value.values() if isinstance(value, dict) else value
    return all(not _is_block(item) and (not isinstance(item, dict | list) or _is_flat(item)) for item in inner)


def _is_flat(value: Any) -> bool:
    return all(not isinstance(item, dict | list) and not _is_block(item) for item in (value.values() if isinstance(value, dict) else value))


def _is_block(value: Any) -> bool:
    """Whether a value is a text of several lines, which has no place in a line."""
    return isinstance(value, str) and "\n" in value


def yaml_flow(value: Any) -> str:
    """A value in one line."""
    match value:
        case SecretRef():
            return f"!secret {value.name}"
        case UnsetTag():
            return "!unset"
        case ReplaceTag():
            return f"!replace {yaml_flow(value.value)}"
        case dict():
            return "{" + ", ".join(f"{yaml_scalar(key)}: {yaml_flow(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(yaml_flow, value)) + "]"
    return yaml_scalar(value)


def yaml_scalar(value: Any) -> str:
    """A value that holds no others, in quotes where YAML would read something else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    if PLAIN.fullmatch(text) and text == text.strip() and not RESERVED.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)

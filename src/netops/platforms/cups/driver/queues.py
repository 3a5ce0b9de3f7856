"""The text of a print server, one sorted line per queue and value (`queue floor1 location "Floor 1"`), and CUPS' names for the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyipp.enums import IppTag

from netops.errors import ConfigError

Queue = Mapping[str, str]
"""The values of a queue by the words of the text, without quotes: `{"location": "Floor 1", "shared": "true"}`."""
Queues = Mapping[str, Queue]

EVERYWHERE, RAW = "everywhere", "raw"
_MADE_EVERYWHERE, _MADE_RAW = " - IPP Everywhere", "Local Raw Printer"


@dataclass(frozen=True, slots=True)
class QueueOption:
    """A word of the text: the IPP attribute behind it and its kind. `flag`: true or false, without quotes."""

    attribute: str
    tag: IppTag
    flag: bool = False


WORDS: Mapping[str, QueueOption] = {
    "accepting": QueueOption("printer-is-accepting-jobs", IppTag.BOOLEAN, flag=True),
    "info": QueueOption("printer-info", IppTag.TEXT),
    "location": QueueOption("printer-location", IppTag.TEXT),
    "media": QueueOption("media-default", IppTag.KEYWORD),
    "model": QueueOption("printer-make-and-model", IppTag.TEXT),
    "shared": QueueOption("printer-is-shared", IppTag.BOOLEAN, flag=True),
    "sides": QueueOption("sides-default", IppTag.KEYWORD),
    "uri": QueueOption("device-uri", IppTag.URI),
}

ASKED = ("printer-name", *(word.attribute for word in WORDS.values()))
"""The attributes to ask CUPS for."""

_LINE = re.compile(r"""(?P<no>no )?queue (?P<name>[^\s/#"']+)(?: (?P<word>\S+)(?: (?P<value>.+))?)?""")


def from_ipp(printer: Mapping[str, Any]) -> Queue:
    """A queue as CUPS describes it. What is empty is absent."""
    found = {key: _shown(key, printer.get(word.attribute)) for key, word in WORDS.items()}
    return {key: value for key, value in found.items() if value}


def queues_as_text(queues: Queues) -> str:
    """The running text: the same bytes for the same queues."""
    lines = (f"queue {name} {key} {_quoted(key, value)}\n" for name in sorted(queues) for key, value in sorted(queues[name].items()))
    return "".join(lines)


def parse_queues(config: str, base: Queues | None = None) -> Queues:
    """The queues of a text, or what `base` becomes by its lines: `queue NAME WORD VALUE` sets, `no queue NAME [WORD]` takes away.

    ConfigError for anything else, with the line.
    """
    queues = {name: dict(queue) for name, queue in (base or {}).items()}
    for number, line in enumerate(config.split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            _apply(queues, line.strip(), number)
    return queues


def _apply(queues: dict[str, dict[str, str]], line: str, number: int) -> None:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ConfigError(f"line {number}: expected 'queue NAME WORD VALUE' or 'no queue NAME [WORD]', found {line!r}")
    name, word = match["name"], match["word"]
    if word is not None and word not in WORDS:
        raise ConfigError(f"line {number}: queue {name}: no value {word!r}", hint=f"there are {', '.join(WORDS)}")
    if match["no"]:
        _take_away(queues, name, word)
    elif word is None or match["value"] is None:
        queues.setdefault(name, {})
    else:
        queues.setdefault(name, {})[word] = _value(word, match["value"], number)


def _take_away(queues: dict[str, dict[str, str]], name: str, word: str | None) -> None:
    if word is None:
        queues.pop(name, None)
    elif name in queues:
        queues[name].pop(word, None)


def _value(word: str, value: str, number: int) -> str:
    if WORDS[word].flag:
        if value not in ("true", "false"):
            raise ConfigError(f"line {number}: {word}: expected true or false, found {value!r}")
        return value
    if not re.fullmatch(r'"(?:[^"\\]|\\.)*"', value):
        raise ConfigError(f"line {number}: {word}: expected a text in double quotes, found {value!r}")
    return re.sub(r"\\(.)", r"\1", value[1:-1])


def _quoted(word: str, value: str) -> str:
    return value if WORDS[word].flag else '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def _shown(word: str, value: Any) -> str:
    if value is None:
        return ""
    if WORDS[word].flag:
        return "true" if value else "false"
    return _model(str(value)) if word == "model" else str(value)


def _model(made: str) -> str:
    """CUPS keeps no record of how a queue was made, but names it after it."""
    if made.endswith(_MADE_EVERYWHERE):
        return EVERYWHERE
    return RAW if made == _MADE_RAW else made


def differing_options(old: Queue, new: Queue) -> Iterable[str]:
    """The words that differ."""
    return (word for word in WORDS if old.get(word, "") != new.get(word, ""))

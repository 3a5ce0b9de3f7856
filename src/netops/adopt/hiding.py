"""Secrets out of configs: each gets a name, and its placeholder stands in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from netops.adopt.names import free_name
from netops.config import ParsedConfig
from netops.dialects.secret_spans import FORM
from netops.dialects.written import Path
from netops.errors import ConfigError
from netops.platforms import Platform, grammar_of
from netops.secrets import REDACTED, REDACTION, SecretRef
from netops.source.leaks import LeakedSecret, find_leaks

LONGEST_NAME = 40
_NO_NAME = re.compile(r"[^a-z0-9]+")
_FORM = re.compile(rf"((?:(?:{FORM.pattern}) )*)(\S.*)", re.IGNORECASE | re.DOTALL)
_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:\\n|\s)*(.+?)(?:\\n|\s)*-----END [A-Z ]*PRIVATE KEY-----")
"""A private key with what is around it (RFC 7468): only what is between the two lines is secret."""
_TAKEN_OUT = re.compile(r"\*+")
"""What devices and people leave where a secret was."""
_FILLER = frozenset({"set", "no", "privilege", "15", "level", "local", "ascii-text", "hexadecimal", "0", "5", "7", "8", "9"})

_PLACES = frozenset({"interface", "interfaces", "server", "host", "neighbor", "group", "unit"})
"""Words with a name behind them that makes no other secret: the ports, servers and neighbours of a network have one in common."""
_NUMBER = re.compile(r"[\d./-]+|[0-9a-f]*:[0-9a-f:.]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundSecret:
    """A secret of a config: where it is (line from 1, first and last column from 0), its value, the words before it but no secrets.

    `kind`: what it is a secret of, whatever port, number or address it is at.
    """

    line: int
    start: int
    end: int
    value: str
    words: str
    kind: str = ""


def find_secrets(platform: Platform, text: str) -> list[FoundSecret]:
    """The secrets of a config, in its order. ConfigError when one cannot be separated from what is around it."""
    redacted = ParsedConfig(platform, text).redacted().split("\n")
    lines = text.split("\n")
    if len(lines) != len(redacted):
        raise ConfigError("its secrets cannot be found line by line")
    found = [one for number, (line, hidden) in enumerate(zip(lines, redacted, strict=True), 1) for one in _of_line(number, line, hidden)]
    every = sorted([*found, *_unknown(text, found)], key=lambda one: (one.line, one.start))
    above = _sections(platform, text) if every else {}
    return [replace(one, kind=_kind(above.get(one.line, ()), one.words)) for one in every]


def _sections(platform: Platform, text: str) -> dict[int, Path]:
    """The lines that each line is below, by the number of its first line."""
    grammar = grammar_of(platform)
    return {line.first: line.path[:-1] for line in grammar.dialect.written(grammar, text)}


def _kind(above: Path, words: str) -> str:
    """What a secret is one of: the words before it and above it, without numbers, addresses, and the names of ports and servers."""
    found: list[str] = []
    for line in (*above, words):
        before = ""
        for word in line.split():
            if before not in _PLACES and not _NUMBER.fullmatch(word):
                found.append(word)
            before = word.lower()
    return " ".join(found)


def _unknown(text: str, found: list[FoundSecret]) -> Iterator[FoundSecret]:
    """What looks like a secret wherever it is, and that the platform knows nothing of: it could not be in a file of a company."""
    lines = hide_secrets(text, found, dict.fromkeys(found, "x")).split("\n")
    own = {one.line for one in found}
    leaks = [leak for leak in find_leaks("\n".join(lines)) if leak.line not in own]
    for leak in leaks:
        line, start = lines[leak.line - 1], leak.column - 1
        before = [one for one in leaks if one.line == leak.line and one.column < leak.column]
        yield FoundSecret(leak.line, start, start + leak.length, line[start : start + leak.length], _words(line, before, start))


def _words(line: str, leaks: list[LeakedSecret], end: int) -> str:
    """What is in front of a place of a line, without what leaks there: names are made of it."""
    return "".join(char for at, char in enumerate(line[:end], 1) if not any(one.column <= at < one.column + one.length for one in leaks))


def _of_line(number: int, line: str, hidden: str) -> Iterator[FoundSecret]:
    if line == hidden:
        return
    parts = REDACTION.sub(REDACTED, hidden).split(REDACTED)
    match = re.fullmatch("(.+?)".join(map(re.escape, parts)), line)
    if match is None:
        raise ConfigError("a secret cannot be found in the line", line=number)
    for group in range(1, len(match.groups()) + 1):
        start, end = match.span(group)
        form = _FORM.fullmatch(match[group])
        if form is not None and form[1]:
            start += len(form[1])
        if line[start:end].startswith('"') and line[start:end].endswith('"') and end - start > 2:
            start, end = start + 1, end - 1
        if key := _KEY.search(line, start, end):
            start, end = key.span(1)
        if not _TAKEN_OUT.fullmatch(line, start, end):
            yield FoundSecret(number, start, end, line[start:end], "".join(parts[:group]))


def name_secrets(found: Mapping[str, list[FoundSecret]], held: Mapping[str, str] | None = None) -> dict[tuple[str, FoundSecret], str]:
    """The name of each secret of each device. What is of one kind and has one value is one secret, on however many devices.

    Two kinds have two names, also when their values are equal today: each can be changed without the other. A name is made of the words
    before the secret, and of the device where no other has it. `held`: the values of names that are there already; one of them is taken
    for one kind, the likest.
    """
    users: dict[tuple[str, str], set[str]] = {}
    for device, secrets in found.items():
        for one in secrets:
            users.setdefault((one.kind, one.value), set()).add(device)
    names: dict[tuple[str, str], str] = {}
    taken = set(held or ())
    free_names = dict(held or {})
    for device in sorted(found):
        for one in found[device]:
            key = (one.kind, one.value)
            if key in names:
                continue
            if earlier := _likest(_slug(one.words), [name for name, value in free_names.items() if value == one.value]):
                names[key] = earlier
                del free_names[earlier]
            else:
                names[key] = free_name(_name(one, device, len(users[key])), taken, longest=2 * LONGEST_NAME, joint="_")
                taken.add(names[key])
    return {(device, one): names[one.kind, one.value] for device, secrets in found.items() for one in secrets}


def _name(one: FoundSecret, device: str, count: int) -> str:
    own = _slug(one.words) if count > 1 else f"{_slug(device)}_{_slug(one.words)}"
    wanted = own[:LONGEST_NAME].strip("_") or "secret"
    return wanted if wanted[:1].isalpha() else f"s_{wanted}"


def _likest(slug: str, names: list[str]) -> str:
    """The one of several names that shares most words with another, '' when there is none."""
    words = set(slug.split("_"))
    return max(sorted(names), key=lambda name: len(words & set(name.lower().split("_"))), default="")


def hide_secrets(text: str, found: list[FoundSecret], names: Mapping[FoundSecret, str]) -> str:
    """The text with the placeholder of each secret in its place."""
    lines = text.split("\n")
    for one in reversed(found):
        line = lines[one.line - 1]
        lines[one.line - 1] = f"{line[: one.start]}{SecretRef(names[one])}{line[one.end :]}"
    return "\n".join(lines)


def _slug(words: str) -> str:
    found = [word for word in words.lower().split() if word not in _FILLER]
    return _NO_NAME.sub("_", "_".join(found[-3:])).strip("_")

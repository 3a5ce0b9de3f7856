"""A syntax check for NFS-Ganesha's configuration, which has no checker of its own.

Ganesha 4.3 withdraws *every* export when it reads a file with a syntax error again, so the file is checked before it is sent.
Grammar: ganesha-config(8). Blocks `NAME { key = value, value; BLOCK { ... } }`, comments from `#`, strings in quotes, `%include FILE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""(?P<space>\s+) | (?P<comment>\#[^\n]*) | (?P<directive>%(?:include|url)\s+[^\n]+)
      | (?P<string>"(?:[^"\\\n]|\\.)*"|'[^'\n]*') | (?P<mark>[{}=;,]) | (?P<word>[^\s{}=;,"'\#]+) | (?P<bad>.)""",
    re.VERBOSE,
)
_NEEDED = ("export_id", "path")


class MalformedConfig(Exception):
    """What is wrong, with the line."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


@dataclass(slots=True)
class _Block:
    name: str
    line: int
    keys: dict[str, str] = field(default_factory=dict)


def ganesha_problems(text: str) -> list[str]:
    """What is wrong with a configuration, each with its line; empty when ganesha will take it. A syntax error ends the search."""
    found: list[str] = []
    try:
        exports = [block for block in _Parser(text).blocks() if block.name.lower() == "export"]
    except MalformedConfig as error:
        return [str(error)]
    seen: dict[str, int] = {}
    for block in exports:
        found += [f"line {block.line}: EXPORT without {key.title()}" for key in _NEEDED if key not in block.keys]
        number = block.keys.get("export_id", "")
        if number in seen:
            found.append(f"line {block.line}: Export_Id {number} is used before, in line {seen[number]}")
        elif number:
            seen[number] = block.line
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = [*_tokens(text), _Token("end", "end of file", text.count("\n") + 1)]
        self._at = 0

    def blocks(self) -> list[_Block]:
        """The top blocks with their own keys."""
        found = []
        while self._peek().kind != "end":
            name = self._take("word", "the name of a block")
            self._mark("{", f"after the block name {name.text!r}")
            found.append(self._body(_Block(name.text, name.line)))
        return found

    def _body(self, block: _Block) -> _Block:
        while self._peek().text != "}":
            name = self._take("word", f"a key, a block, or '}}' that closes {block.name!r} of line {block.line}")
            if self._peek().text == "{":
                self._at += 1
                self._body(_Block(name.text, name.line))
            else:
                self._mark("=", f"or '{{' after {name.text!r}")
                block.keys[name.text.lower()] = self._values()
        self._at += 1
        return block

    def _values(self) -> str:
        values = [self._value()]
        while self._peek().text == ",":
            self._at += 1
            values.append(self._value())
        self._mark(";", f"after the value {values[-1]!r}")
        return ", ".join(values)

    def _value(self) -> str:
        token = self._peek()
        if token.kind not in ("word", "string"):
            raise self._expected("a value")
        self._at += 1
        return token.text

    def _take(self, kind: str, what: str) -> _Token:
        if self._peek().kind != kind:
            raise self._expected(what)
        self._at += 1
        return self._tokens[self._at - 1]

    def _mark(self, mark: str, why: str) -> None:
        if self._peek().text != mark:
            raise self._expected(f"{mark!r} {why}")
        self._at += 1

    def _peek(self) -> _Token:
        return self._tokens[self._at]

    def _expected(self, what: str) -> MalformedConfig:
        token = self._peek()
        return MalformedConfig(f"line {token.line}: expected {what}, found {token.text!r}")


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "bad":
            raise MalformedConfig(f"line {line}: a quote that is not closed")
        if kind in ("string", "mark", "word"):
            yield _Token(kind, match[0], line)
        line += match[0].count("\n")

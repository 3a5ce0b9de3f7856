"""The files of nftables as tables, chains, rules and sets (nft(8)); rules stay words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from netops.graph.rulesets import DENY, PERMIT, UNKNOWN

TOKEN: Final = re.compile(r'"[^"]*"|\([^)]*\)|[{};,\n]|!=|!|==|<=|>=|[<>]|[^\s{};,"!=<>]+')


@dataclass(slots=True)
class Chain:
    """A chain: its rules as words with their lines, its hook and priority, and what happens at its end."""

    rules: list[tuple[int, list[str]]] = field(default_factory=list)
    hook: str = ""
    priority: int = 0
    policy: str = PERMIT
    line: int = 1


@dataclass(slots=True)
class Table:
    """A table. `port`: the interface by which packets come in, empty where it is not known."""

    family: str
    chains: dict[str, Chain] = field(default_factory=dict)
    sets: dict[str, list[str]] = field(default_factory=dict)
    port: str = ""


PRIORITIES: Final = {"raw": -300, "mangle": -150, "dstnat": -100, "filter": 0, "security": 50, "srcnat": 100}


def tables_of(text: str) -> dict[str, Table]:
    """The tables of a file by family and name."""
    tokens = Tokens(text)
    tables: dict[str, Table] = {}
    defined: dict[str, list[str]] = {}
    while (word := tokens.take()) is not None:
        if word == "table":
            family = tokens.need()
            name = tokens.need()
            if name == "{":
                family, name = "ip", family
            else:
                tokens.skip("{")
            if name == "{":
                continue
            table = tables.setdefault(f"{family} {name}", Table(family))
            _table(tokens, table, defined)
        elif word == "define":
            name = tokens.need()
            tokens.skip("=")
            defined[f"${name}"] = _values(tokens)
        elif word in ("flush", "delete", "destroy", "include", "#!"):
            tokens.line()
    return tables


def _table(tokens: Tokens, table: Table, defined: Mapping[str, list[str]]) -> None:
    table.sets.update(defined)
    while (word := tokens.take()) not in (None, "}"):
        if word == "chain":
            name = tokens.need()
            tokens.skip("{")
            _chain(tokens, table.chains.setdefault(name, Chain()))
        elif word in ("set", "map"):
            name = tokens.need()
            tokens.skip("{")
            table.sets[f"@{name}"] = _set(tokens)
        elif word == "define":
            name = tokens.need()
            tokens.skip("=")
            table.sets[f"${name}"] = _values(tokens)
        elif word == "{":
            tokens.block()


def _set(tokens: Tokens) -> list[str]:
    """The elements of a set; of one without elements in the file, an unreadable one."""
    found: list[str] = []
    while (word := tokens.take()) not in (None, "}"):
        if word == "elements":
            tokens.skip("=")
            found = _values(tokens)
        elif word == "flags" and "dynamic" in tokens.line():
            found = ["dynamic"]
    return found


def _values(tokens: Tokens) -> list[str]:
    """Words of `{ a, b, c }` or one word."""
    first = tokens.need()
    if first != "{":
        return [first]
    return [word for word in tokens.block() if word != ","]


def _chain(tokens: Tokens, chain: Chain) -> None:
    depth, words, line = 0, list[str](), 0
    while True:
        word = tokens.take(newlines=True)
        if word is None or (word == "}" and not depth):
            _add(chain, line, words)
            return
        if word in ("\n", ";") and not depth:
            _add(chain, line, words)
            words = []
            continue
        if word == "\n":
            continue
        depth += (word == "{") - (word == "}")
        line = tokens.number if not words else line
        words.append(word)


def _add(chain: Chain, line: int, words: list[str]) -> None:
    match words:
        case []:
            return
        case ["type", _, "hook", hook, *rest]:
            chain.hook, chain.line = hook, line
            chain.priority = _priority(rest[rest.index("priority") + 1 :]) if "priority" in rest else 0
        case ["policy", policy]:
            chain.policy = {"drop": DENY, "accept": PERMIT}.get(policy, UNKNOWN)
        case ["comment", *_]:
            return
        case _:
            chain.rules.append((line, words))


def _priority(words: list[str]) -> int:
    """`0`, `-10`, `filter`, `filter + 10`, `filter - 5`."""
    base = PRIORITIES.get(words[0]) if words else 0
    if base is None:
        return int(words[0]) if words[0].lstrip("-").isdecimal() else 0
    if len(words) == 3 and words[2].isdecimal():
        return base + int(words[2]) * (-1 if words[1] == "-" else 1)
    return base


class Tokens:
    """The words of a file, without comments, with the number of the line of the last one."""

    def __init__(self, text: str) -> None:
        joined = re.sub(r"\\\n", " ", text)
        self._words = [(word, at) for at, line in enumerate(joined.split("\n"), 1) for word in (*TOKEN.findall(_bare(line)), "\n")]
        self._at = 0
        self.number = 0

    def take(self, *, newlines: bool = False) -> str | None:
        """The next word, None at the end."""
        while self._at < len(self._words):
            word: str = self._words[self._at][0]
            self.number = self._words[self._at][1]
            self._at += 1
            if newlines or word not in ("\n", ";"):
                return word
        return None

    def need(self) -> str:
        return self.take() or ""

    def skip(self, word: str) -> None:
        if self._at < len(self._words) and self._peek() == word:
            self.take()

    def _peek(self) -> str:
        at = self._at
        while at < len(self._words) and self._words[at][0] in ("\n", ";"):
            at += 1
        self._at = at
        return self._words[at][0] if at < len(self._words) else ""

    def line(self) -> list[str]:
        """The words up to the end of the line."""
        found: list[str] = []
        while (word := self.take(newlines=True)) not in (None, "\n", ";", "}"):
            found.append(str(word))
        if word == "}":
            self._at -= 1
        return found

    def block(self) -> list[str]:
        """The words up to the brace that closes the one that was taken."""
        found, depth = list[str](), 1
        while (word := self.take()) is not None:
            depth += (word == "{") - (word == "}")
            if not depth:
                break
            found.append(word)
        return found


def _bare(line: str) -> str:
    """A line without its comment; a `#` inside quotes is none."""
    quoted = False
    for at, letter in enumerate(line):
        quoted ^= letter == '"'
        if letter == "#" and not quoted:
            return line[:at]
    return line

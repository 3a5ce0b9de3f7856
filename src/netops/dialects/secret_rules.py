"""What is known of lines that speak of secrets: which of them hold none, which words beside a secret are harmless, and where one comes
that no word of the line announces.

The rules of a platform are text, one pattern of docs/patterns.md a line:

* `service password-encryption` is a whole line that holds no secret; `description ~` ends in whatever comes;
* `... auth-port #` are words that are harmless wherever they are in a line;
* `... auth md5|sha =` are followed by a secret, and by whatever else is not known; with `= ~` what comes after one word is harmless;
* a rule that is indented holds below a line that the rule above it matches, at any depth.

What follows a word that announces a secret (`ANNOUNCES`) and is in no rule is a secret. At each word the longest rule counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from netops.dialects.patterns import OPEN, first_words, is_literal, is_optional, pattern_regex

ANYWHERE: Final = "..."
FOLLOWS: Final = "="

_ANNOUNCES = (
    r"pass(?:word|wd|phrase|code)|(?<![a-z])pwd(?![a-z])|secret|communit|credential|authtok|bearer|certificate|(?<![a-z])psk|psk(?![a-z])|(?<![a-z])tokens?(?![a-z])"
    r"|(?<![a-z])keys?(?![a-z])|key-?(?:string|ring|chain)|[a-z](?<!re)key(?![a-z])"
)
ANNOUNCES: Final = re.compile(_ANNOUNCES, re.IGNORECASE)
"""What in a word speaks of a secret."""
_ANNOUNCES_NAME: Final = re.compile(rf"[\w.+-]*?(?:{_ANNOUNCES})(?=[\w.+-]*$)", re.IGNORECASE)
"""What a word of a directive has in the files of servers."""
ANNOUNCES_KEYWORD: Final = re.compile(
    rf"(?=[a-z0-9_+-]*:?$)[a-z0-9_+-]*?(?:{_ANNOUNCES})|(?:Pass(?:word|phrase)|Secret|Key|Token|Community)[:=]"
)
"""What a keyword of a command line has: keywords are lower case. A word in capitals is a name that somebody chose."""

_HINTS: Final = (
    "pass",
    "pwd",
    "secret",
    "communit",
    "credential",
    "authtok",
    "bearer",
    "certificate",
    "psk",
    "token",
    "key",
    "⟦",
    "$",
    "://",
    "-----BEGIN",
    "Pass",
    "Secret",
    "Key",
    "Token",
    "Community",
    "Authorization",
)
"""What is on every line that announces a secret, or holds what is one by its shape (`SHAPES`)."""


@dataclass(frozen=True)
class SecretRule:
    """One rule: `words` without the `=` and `~` at its end. `anywhere`: not only from the first word of a line; `secret`: what follows is
    one; `open`: what follows (a secret, only its next word) is harmless. `within`: the rule that matches a line above it.
    """

    words: tuple[str, ...]
    anywhere: bool
    secret: bool
    open: bool
    within: SecretRule | None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches its words. Compiled when it is first needed: a text has lines of a few of the rules."""
        return re.compile(pattern_regex(self.words, star=r"\S*") + r"(?= |$)", re.IGNORECASE)

    @property
    def whole(self) -> bool:
        """Whether the rule is about a line from its first word to its last."""
        return not self.anywhere and not self.secret

    def reaches(self, end: int, text: str) -> bool:
        """Whether what a rule matched up to `end` is all that it has to match."""
        return not self.whole or self.open or end == len(text)

    def holds(self, above: Iterable[str]) -> bool:
        return self.within is None or any(map(self.within.pattern.match, above))


@dataclass(frozen=True, slots=True)
class SecretRules:
    """Rules by the first word of what they match. `hint` finds every line that a rule with a secret or `ANNOUNCES` could concern;
    `announces` matches a word after which a secret comes."""

    by_word: Mapping[str, tuple[SecretRule, ...]] = field(default_factory=dict)
    any_word: tuple[SecretRule, ...] = ()
    hint: re.Pattern[str] = re.compile("⟦")
    announces: re.Pattern[str] = ANNOUNCES_KEYWORD

    def at(self, text: str, start: int, above: tuple[str, ...], *, first: bool) -> tuple[SecretRule, int] | None:
        """The longest rule for the words from `start` on, with where they end. `first`: whether no word of the line is before them."""
        end = text.find(" ", start)
        word = text[start : end if end >= 0 else None].lower()
        best: tuple[SecretRule, int] | None = None
        for rule in self.by_word.get(word, self.any_word):
            match = rule.pattern.match(text, start) if first or rule.anywhere else None
            if match and rule.reaches(match.end(), text) and (best is None or match.end() > best[1]) and rule.holds(above):
                best = rule, match.end()
        return best if best is None or best[0].secret or not best[0].open else (best[0], len(text))


def secret_rules(*texts: str, any_case: bool = False) -> SecretRules:
    """The rules of some texts. `any_case`: for lines that are not of a command line, whose keywords are lower case."""
    found = [rule for text in texts for rule in _rules(text)]
    found.sort(key=lambda one: not one.secret)
    starts = [(first_words(rule.words), rule) for rule in found]
    by_word: dict[str, tuple[SecretRule, ...]] = {}
    for word in {first for own, _ in starts for first in own}:
        by_word[word.lower()] = tuple(rule for own, rule in starts if not own or word in own)
    hints = {
        _on_every(rule.words)
        for rule in found
        if rule.secret and not any(is_literal(word) and ANNOUNCES.search(word) for word in rule.words)
    }
    hint = re.compile("|".join([*map(re.escape, _HINTS), *sorted(hints)]), re.IGNORECASE if any_case else 0)
    any_word = tuple(rule for own, rule in starts if not own)
    return SecretRules(by_word, any_word, hint, _ANNOUNCES_NAME if any_case else ANNOUNCES_KEYWORD)


def _rules(text: str) -> Iterator[SecretRule]:
    above: list[tuple[int, SecretRule]] = []
    for raw in text.splitlines():
        line, depth = raw.partition(" #!")[0].strip(), len(raw) - len(raw.lstrip())
        if not line:
            continue
        while above and above[-1][0] >= depth:
            above.pop()
        words = line.split()
        anywhere, is_open = words[0] == ANYWHERE, words[-1] == "~"
        secret = FOLLOWS in words[-2:]
        words = words[anywhere : len(words) - secret - is_open]
        rule = SecretRule(tuple(words), anywhere, secret, is_open, above[-1][1] if above else None)
        yield rule
        above.append((depth, rule))


def _on_every(words: tuple[str, ...]) -> str:
    """A regular expression for what is on every line of a pattern: its longest word, or one of a choice. It finds such lines fast."""
    certain = [word.replace("*", "").split("|") for word in words if word not in OPEN and not is_optional(word)]
    return "|".join(map(re.escape, max(certain, key=lambda choice: min(map(len, choice)), default=[""])))

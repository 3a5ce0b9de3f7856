"""The one language for lines of a command line, in rulebooks, facts and rules of capability.

A pattern is words with one blank between them:

* a literal word; a choice (`permit|deny`); a word with `*` for any letters in it (`Gig*`);
* `*` one word, `#` a number, `~` the rest of the line, `=` a value of one word;
* `[word]` a word that may be missing.

What `*`, `#`, `~`, choices and words with `*` match is caught, in order; words in brackets and `=` are not. docs/patterns.md has examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

OPEN: Final = {"*": r"(\S+)", "#": r"(\d+)", "~": r"(.+)", "=": r"\S+"}
"""Words that stand for others, and what they match."""
BEGINNING: Final = r"(?=[ \n]|$)"
"""At the end of a pattern that covers the first words of a line."""


@cache
def compile_regex(text: str) -> re.Pattern[str]:
    """A regular expression, compiled when it is first used. `re` itself remembers 512 of them, and a platform has more."""
    return re.compile(text)


def pattern_regex(words: Iterable[str], *, star: str = r"[^\s.]*", number: str = OPEN["#"]) -> str:
    """The regular expression of a pattern. `star`: what `*` inside a word matches; `number`: what `#` does."""
    out, glue = "", ""
    for word in words:
        if is_optional(word):
            inner = _word(word[1:-1], star, number).replace("(", "(?:")
            out += f"(?:{glue}{inner})?" if glue else f"(?:{inner} )?"
        else:
            out += glue + (number if word == "#" else _word(word, star, number))
            glue = " "
    return out


def _word(word: str, star: str, number: str) -> str:
    if word in OPEN:
        return number if word == "#" else OPEN[word]
    alternatives = "|".join(re.escape(part).replace(r"\*", star) for part in word.split("|"))
    return alternatives if is_literal(word) else f"({alternatives})"


_GROUP: Final = re.compile(r"(\\.|\[\^?\]?(?:\\.|[^\]\\])*\])|\(\?P<\w+>|\((?!\?)", re.DOTALL)
"""A group that catches something; or, as group 1, what only looks like one."""
_BACKWARD: Final = re.compile(r"\\\d|\(\?P=|\(\?\(")
_ANYTHING: Final = re.compile(".*", re.DOTALL)


def any_of(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """A pattern that matches where one of several does, so that most lines are tried once only; it catches nothing."""
    found = list(patterns)
    flags = {pattern.flags for pattern in found}
    if len(flags) > 1 or any(_BACKWARD.search(pattern.pattern) for pattern in found):
        return _ANYTHING
    inner = "|".join(f"(?:{_GROUP.sub(lambda match: match[1] or '(?:', pattern.pattern)})" for pattern in found)
    return re.compile(inner if found else "(?!)", flags.pop() if flags else 0)


def is_optional(word: str) -> bool:
    return word.startswith("[")


def is_literal(word: str) -> bool:
    """Whether a word stands for itself only."""
    return word not in OPEN and "|" not in word and "*" not in word


def first_words(words: Iterable[str]) -> frozenset[str]:
    """The words that a line of a pattern can start with; empty when they cannot be listed."""
    found: set[str] = set()
    for word in words:
        if word in OPEN or "*" in word:
            return frozenset()
        found |= set(word.strip("[]").split("|"))
        if not is_optional(word):
            break
    return frozenset(found)

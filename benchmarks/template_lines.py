"""Which lines some line of a platform's templates can write, whatever the data: an upper bound of what an import could model today.

A line of a template becomes a pattern: what it prints is anything, what is between an inline `if` and its end may be missing. Sections
do not count, so the bound is generous.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from netops.project import bundled_folder

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
WORD = re.compile(r"[A-Za-z][\w-]+")
LEAST_TAIL, MOST_TAIL = 2, 3
"""Words of a `set` line that a statement in braces writes: its name and values; the others are sections."""


def is_template_line(platform: str, line: str) -> bool:
    """Whether a template of a platform has a line that could be this one."""
    return any(pattern.fullmatch(text) for text in _statements(line) for pattern in _patterns(platform))


def _statements(line: str) -> Iterator[str]:
    if not line.startswith(("set ", "deactivate ")):
        yield line
        return
    words = line.split()
    yield from (" ".join(words[-count:]) + ";" for count in range(LEAST_TAIL, MOST_TAIL + 1))


@cache
def _patterns(platform: str) -> tuple[re.Pattern[str], ...]:
    found = dict.fromkeys(
        pattern
        for path in sorted((bundled_folder() / "templates" / platform).rglob("*.j2"))
        for line in _lines(path.read_text(encoding="utf-8"))
        if (pattern := _pattern(line))
    )
    return tuple(map(re.compile, found))


def _lines(text: str) -> list[str]:
    """The lines of a template, with tags of several lines on one."""
    return TAG.sub(lambda match: match[0].replace("\n", " "), COMMENT.sub("", text)).split("\n")


def _pattern(line: str) -> str:
    """The regular expression of a template's line; '' for one without a word that is always there, beside `no`."""
    out, depth, always = "", 0, ""
    for part in TAG.split(line.strip()):
        if part.startswith("{%"):
            more, depth = _control(part.strip("{}%-+ ").split()[0], depth)
            out += more
        elif part.startswith("{{"):
            out += ".*"
        else:
            out += re.escape(part).replace("\\ ", " ")
            always += "" if depth else part
    return out + ")?" * depth if WORD.search(always.removeprefix("no ")) else ""


def _control(word: str, depth: int) -> tuple[str, int]:
    if word in ("if", "for"):
        return "(?:", depth + 1
    if word in ("endif", "endfor") and depth:
        return ")?", depth - 1
    return ("|" if word in ("else", "elif") and depth else ""), depth

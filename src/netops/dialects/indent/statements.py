"""The lines of a text by indentation that mean something, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netops.dialects import blocks, words
from netops.dialects.grammar import Grammar

Above = tuple[str, ...]
"""The lines that a line is below, the outermost first."""


ALIAS = "\t"
"""In a setting: between the name of a section, and another name of it in the same text."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A line that means something: its indentation, its words, its first and last line in the text (from 1).

    `key`: what is compared of it, where that is something else. `typed`, `lifted`, `untyped`: see `Node`. `at_top`: it is no line of the
    section that it was typed in. `is_section`: the lines after it, which stand for the same typed line, are below it.
    """

    indent: int
    text: str
    first: int
    last: int
    key: str = ""
    typed: str = ""
    lifted: bool = False
    untyped: bool = False
    at_top: bool = False
    is_section: bool = False


def statements(grammar: Grammar, text: str) -> Iterator[Statement]:
    """The lines of a text that mean something. ConfigError when a value of several lines does not end."""
    lines = text.split("\n")
    comments, noise, closers, hidden = grammar.comments, grammar.noise, grammar.closers, grammar.hidden
    notes, index = grammar.notes, -1
    while (index := index + 1) < len(lines):
        raw = lines[index]
        line = raw.strip()
        if not line or (line.startswith(comments) and not (notes and line.startswith(notes))):
            continue
        indent = len(raw) - len(raw.lstrip())
        if (noise and not indent and noise.match(line)) or (closers and closers.fullmatch(line)) or (hidden and hidden.match(line)):
            continue
        statement = _block(grammar, lines, index, indent) or Statement(indent, line, index + 1, index + 1)
        index = statement.last - 1
        yield statement


def _block(grammar: Grammar, lines: list[str], first: int, indent: int) -> Statement | None:
    """The value of several lines that starts in a line."""
    if grammar.notes and lines[first].strip().startswith(grammar.notes):
        last = next((i for i in range(first, len(lines)) if not lines[i].strip().startswith(grammar.notes)), len(lines))
        return Statement(indent, "\n".join(line.strip() for line in lines[first:last]), first + 1, last)
    line = lines[first].strip()
    if grammar.blocks and not indent and (whole := words.expand_abbreviations(grammar.book.words, line)) != line:
        lines = [*lines[:first], whole, *lines[first + 1 :]]
    found = blocks.find_block(grammar.blocks, lines, first) if grammar.starts.match(lines[first].strip()) else None
    if found is None:
        return None
    text = blocks.block_value(found, lines, first)
    last = first + 1 if found.last is None else found.last + 1
    key = blocks.block_for_comparison(found, text)
    if grammar.notes and text.startswith("comment\n"):
        key = "\n".join(f"{grammar.notes}{line.strip()}" for line in text.split("\n")[1:-1] if line.strip())
    return Statement(indent, text, first + 1, last, key)


def lines_as_shown(grammar: Grammar, text: str) -> str:
    """A line as the device shows it."""
    line = grammar.positive(text)
    for synonym in grammar.synonyms if grammar.renames.match(line) else ():
        if match := synonym.pattern.match(line):
            return text[: len(text) - len(line)] + synonym.text + line[match.end() :]
    return text

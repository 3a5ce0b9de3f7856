"""What is wrong with lines that are appended to a rendered text by indentation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netops.dialects import words
from netops.dialects.grammar import Grammar, RawProblem
from netops.dialects.indent.ranges import names_of
from netops.dialects.indent.statements import Statement, lines_as_shown, statements
from netops.dialects.rules import EMPTY, Rulebook
from netops.errors import ConfigError


def raw_problems(grammar: Grammar, lines: Sequence[str]) -> Iterator[RawProblem]:
    """Values of several lines without an end, ranges that cannot be read, and words that are short for several."""
    stack: list[tuple[int, Rulebook]] = [(-1, grammar.book)]
    try:
        for statement in statements(grammar, "\n".join(lines)):
            while stack[-1][0] >= statement.indent:
                stack.pop()
            yield from _ambiguous(grammar, stack[-1][1], statement)
            yield from _range(grammar, statement)
            stack.append((statement.indent, _below(grammar, stack[-1][1], statement.text)))
    except ConfigError as error:
        yield RawProblem(error.line - 1 if error.line else None, error.reason, "its end", _at(lines, error.line), error.hint)


def _at(lines: Sequence[str], number: int) -> str:
    return lines[number - 1].strip() if 0 < number <= len(lines) else "none"


def _below(grammar: Grammar, book: Rulebook, line: str) -> Rulebook:
    """The rules for the lines below a line."""
    text = words.expand_abbreviations(book.words, grammar.positive(line))
    rule = book.find(text) or book.find(lines_as_shown(grammar, text))
    return rule.book if rule else EMPTY


def _ambiguous(grammar: Grammar, book: Rulebook, statement: Statement) -> Iterator[RawProblem]:
    short = words.ambiguous_word(book.words, grammar.positive(statement.text))
    if short:
        expected, hint = " or ".join(short.meant), "write the word in full: the device may show another line than the one that is wanted"
        yield RawProblem(statement.first - 1, f"{short.text!r} is short for several words", expected, statement.text, hint)


def _range(grammar: Grammar, statement: Statement) -> Iterator[RawProblem]:
    try:
        names_of(grammar, statement.text)
    except ConfigError as error:
        yield RawProblem(statement.first - 1, error.message, "interfaces by their names", statement.text, error.hint)

"""The field's words: some words say nothing to somebody new, and are refused in names, messages, help and pages (docs/glossary.md)."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORDS = r"told|tells?|teller|telling|hangs? on|mends?|mended|mending|unheard|judged|judges?|nobody's|by nature"
BANNED = re.compile(rf"\b(?:{WORDS})\b", re.IGNORECASE)
NAME = re.compile(r"(?:^|_)(?:told|tells?|teller|mends?|mended|unheard|judged?|judges)(?:_|$)", re.IGNORECASE)
PAGES = sorted([*ROOT.glob("docs/*.md"), *ROOT.glob("*.md")])
SOURCES = sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("tasks/*.py"), *ROOT.glob("demo/*.py")])


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """The texts in a file: messages, help and docstrings, each with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def names(path: Path) -> Iterator[tuple[int, str]]:
    with tokenize.open(path) as file:
        for token in tokenize.generate_tokens(file.readline):
            if token.type == tokenize.NAME:
                yield token.start[0], token.string


def comments(path: Path) -> Iterator[tuple[int, str]]:
    with tokenize.open(path) as file:
        for token in tokenize.generate_tokens(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def banned(path: Path) -> list[str]:
    """Every banned word in a module, with its place."""
    found = [(line, word) for line, text in (*strings(path), *comments(path)) for word in BANNED.findall(text)]
    found += [(line, name) for line, name in names(path) if NAME.search(name)]
    return [f"{path.relative_to(ROOT)}:{line}: {word}" for line, word in sorted(set(found))]


def test_the_source_uses_the_words_of_the_field() -> None:
    assert [problem for path in SOURCES for problem in banned(path)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_uses_the_words_of_the_field(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [f"{number}: {word}" for number, line in enumerate(text.splitlines(), 1) for word in BANNED.findall(line)] == []


def test_the_help_of_the_command_line_uses_the_words_of_the_field() -> None:
    from netops.cli import COMMANDS

    assert [text for section in COMMANDS.values() for text in section.values() if BANNED.search(text)] == []

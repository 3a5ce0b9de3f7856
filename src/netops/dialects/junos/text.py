"""The text in braces that a Junos device shows: its words, its statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from netops.dialects.tree import check_depth
from netops.errors import ConfigError

MODIFIERS: Final = {"inactive:": "deactivate", "protect:": "protect"}
PROMPT: Final = re.compile(r"\{[a-z]+(?::[a-z0-9]+)*\}(?:\[[^\]]*\])?")
"""The line with which a device of a chassis or a cluster starts its prompt: `{master:0}`."""

_TOKEN = re.compile(r'((?:\s+|#[^\n]*)+)|(/(?=\*)(?:.*?\*/)?)|"(?:[^"\\]|\\.)*"|[{};\[\]]|[^\s{};\[\]"]+', re.DOTALL)
"""What comes between words, a comment, or a word."""
_QUOTE = re.compile(r"\\.", re.DOTALL)
_PLAIN_IN_LINE = re.compile(r'(?<= )"([\w.:/+@,*%=$⟦⟧|-]+)"(?= |$)')
_PLAIN = re.compile(r'"([\w.:/+@,*%=$⟦⟧|-]+)"')


class Token(NamedTuple):
    text: str
    line: int


def tokenize(text: str) -> Iterator[Token]:
    """The words, braces and comments (`/* ... */`) of a text. ConfigError for a comment or a text in quotes that does not end."""
    position, line = 0, 1
    for found in _TOKEN.finditer(text):
        if found.start() != position:
            break
        part, position = found[0], found.end()
        if part == "/" and found.lastindex:
            raise ConfigError("a comment never ends: expected '*/'", line=line)
        if found.lastindex != 1:
            yield Token(part, line)
        if "\n" in part:
            line += part.count("\n")
    if position != len(text):
        raise ConfigError("a text in quotes never ends", hint="is the text complete?", line=line)


_COMMENTS = re.compile(r'"(?:[^"\\]|\\.)*"|^[^\S\n]*#[^\n]*|(?<!\S)/\*.*?\*/', re.DOTALL | re.MULTILINE)


def without_comments(text: str) -> str:
    """A text without its comments (`/* ... */` and lines from `#` on); every line keeps its number."""
    return _COMMENTS.sub(lambda match: match[0] if match[0][0] == '"' else "\n" * match[0].count("\n"), text)


def command_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text of commands with their numbers from 1. One whose quotes are open goes on in the next."""
    held, first = "", 0
    for number, raw in enumerate(text.split("\n"), start=1):
        held, first = (f"{held}\n{raw}", first) if held else (raw.strip(), number)
        if _QUOTE.sub("", held).count('"') % 2 == 0:
            if held:
                yield first, held
            held = ""
    if held:
        raise ConfigError("a text in quotes never ends", hint="is the text complete?", line=first)


def without_needless_quotes(line: str) -> str:
    """A line of words without quotes that they do not need."""
    return _PLAIN_IN_LINE.sub(r"\1", line)


def unquote_word(word: str) -> str:
    """A word without quotes that it does not need."""
    match = _PLAIN.fullmatch(word) if word[:1] == '"' else None
    return match[1] if match else word


@dataclass(slots=True)
class Statement:
    """A statement in braces: its words, its modifiers (`inactive:`), what stands below it; a leaf has no block.

    `line`: where it starts, from 1; `opens`: where its brace is; `last`: where it ends. `comment`: its annotation; `first`: where that is.
    """

    words: tuple[str, ...]
    modifiers: tuple[str, ...]
    line: int
    opens: int
    last: int
    leaf: bool
    children: list[Statement] = field(default_factory=list)
    comment: str = ""
    first: int = 0


def parse_statements(text: str) -> list[Statement]:
    """The statements of a text in braces. ConfigError where braces do not match or a statement does not end."""
    top = Statement((), (), 0, 0, 0, leaf=False)
    stack, words, comments = [top], list[Token](), list[Token]()
    stream = tokenize("\n".join("" if PROMPT.fullmatch(line.strip()) else line for line in text.split("\n")))
    for token in stream:
        if token.text[:2] == "/*":
            comments.append(token)
        elif token.text == "{":
            check_depth(len(stack), token.line)
            stack.append(_annotated(_opened(stack[-1], words, token), comments))
            words, comments = [], []
        elif token.text == "}":
            _closed(stack, words, token)
            comments = []
        elif token.text == ";":
            leaves = _leaves(words, token)
            stack[-1].children += [_annotated(leaf, comments if not at else []) for at, leaf in enumerate(leaves)]
            words, comments = [], []
        else:
            words.append(token)
    if words:
        _split(words, words[-1])
    if len(stack) > 1 or words:
        what = " ".join(stack[-1].words) if len(stack) > 1 else words[0].text
        raise ConfigError(f"{what!r} never ends", hint="is the text complete?", line=(words[0] if words else stack[-1]).line)
    return top.children


def _annotated(statement: Statement, comments: list[Token]) -> Statement:
    """A statement with the comments before it, as its one annotation (CLI User Guide, Including Comments in a Junos OS Configuration)."""
    lines = (line.strip() for token in comments for line in token.text[2:-2].strip().split("\n"))
    statement.comment = "\n".join(filter(None, lines))
    statement.first = min(comments[0].line if comments else statement.line, statement.line)
    return statement


def _split(words: list[Token], end: Token) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Modifiers and words of a statement."""
    texts = [word.text for word in words]
    modifiers = []
    if texts and texts[0] in ("set", "delete", "edit", "wildcard"):
        hint = "write it in braces as the lines around it, or all of the text as set lines"
        raise ConfigError(f"expected a statement in braces, found {' '.join(texts[:3])!r}", hint=hint, line=words[0].line)
    while texts and texts[0] in (*MODIFIERS, "replace:", "active:"):
        modifiers.append(texts.pop(0))
    if not texts or texts[0] == "delete:":
        raise ConfigError(f"expected a statement before {end.text!r}, found {texts[0] if texts else 'nothing'!r}", line=end.line)
    return tuple(m for m in modifiers if m in MODIFIERS), tuple(texts)


def _opened(above: Statement, words: list[Token], brace: Token) -> Statement:
    modifiers, texts = _split(words, brace)
    made = Statement(texts, modifiers, words[0].line, brace.line, brace.line, leaf=False)
    above.children.append(made)
    return made


def _closed(stack: list[Statement], words: list[Token], brace: Token) -> None:
    if words:
        raise ConfigError(f"expected ';' after {words[-1].text!r}, found '}}'", line=words[0].line)
    if len(stack) == 1:
        raise ConfigError("a '}' too much", line=brace.line)
    stack.pop().last = brace.line


def _leaves(words: list[Token], end: Token) -> list[Statement]:
    """One leaf, or one per value of a list in brackets."""
    if not words:
        return []
    modifiers, texts = _split(words, end)
    first = words[0].line
    if "[" not in texts:
        return [Statement(texts, modifiers, first, first, end.line, leaf=True)]
    at = texts.index("[")
    if texts[-1] != "]" or "[" in texts[at + 1 :]:
        raise ConfigError(f"a list in brackets does not end: {' '.join(texts)}", line=first)
    return [Statement((*texts[:at], value), modifiers, first, first, end.line, leaf=True) for value in texts[at + 1 : -1]]

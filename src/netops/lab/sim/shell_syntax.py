"""The words and commands of a POSIX shell script, as far as scripts of drivers go: lists, pipes, groups, `for`, redirections, `$(...)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPERATOR = re.compile(r"&&|\|\||2>&1|[012]?>>|[012]?>|<|[;&|\n]")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=")
_BARE = re.compile(r"[^\s;&|<>'\"$\\]+")
_VARIABLE = re.compile(r"\$(\w+|[@$?#*!])")


class BadSyntax(Exception):
    """A script uses what this shell does not support."""


@dataclass(frozen=True, slots=True)
class WordPart:
    """A piece of a word: `text` as it is, the name of a variable, or a script whose output it is."""

    kind: str
    text: str
    quoted: bool = True


Word = tuple[WordPart, ...]


@dataclass(frozen=True, slots=True)
class Redirect:
    operator: str
    target: Word = ()


@dataclass(frozen=True, slots=True)
class SimpleCommand:
    """One command: assignments before it, its words, where its input and output go."""

    assignments: tuple[tuple[str, Word], ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class CommandGroup:
    """`{ ...; }`, or with a name `for NAME in WORDS; do ...; done`."""

    body: Script
    redirects: tuple[Redirect, ...]
    name: str = ""
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands joined by `|`; `join` is how the pipeline before leads to it (`;`, `&&`, `||`)."""

    join: str
    commands: tuple[SimpleCommand | CommandGroup, ...]
    background: bool = False


Script = tuple[Pipeline, ...]


def parse_script(text: str) -> Script:
    """The script of a text. BadSyntax for what it does not support."""
    parser = _Parser(list(_tokens(text)))
    script = parser.script(())
    if parser.left:
        raise BadSyntax(f"unexpected {parser.left[0]!r}")
    return script


Token = str | Word
"""An operator, or a word."""


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    while position < len(text):
        if found := re.compile(r"[ \t]+|\\\n|#[^\n]*").match(text, position):
            position = found.end()
        elif found := _OPERATOR.match(text, position):
            position = found.end()
            yield found[0]
        else:
            parts: list[WordPart] = []
            while position < len(text) and not re.compile(r"[\s;&|<>]").match(text, position):
                position = _part(text, position, parts)
            yield tuple(parts)


def _part(text: str, at: int, parts: list[WordPart], *, quoted: bool = False) -> int:
    """Reads one piece of a word; where it ends."""
    if text[at] == "'" and not quoted:
        end = _find(text, "'", at + 1)
        parts.append(WordPart("text", text[at + 1 : end]))
        return end + 1
    if text[at] == '"' and not quoted:
        return _double(text, at + 1, parts)
    if text[at] == "\\":
        parts.append(WordPart("text", text[at + 1 : at + 2]))
        return at + 2
    if text.startswith("$(", at):
        end = _closing(text, at + 2)
        parts.append(WordPart("script", text[at + 2 : end], quoted))
        return end + 1
    if found := _VARIABLE.match(text, at):
        parts.append(WordPart("variable", found[1], quoted))
        return found.end()
    if not quoted and (found := _BARE.match(text, at)):
        parts.append(WordPart("text", found[0], quoted=False))
        return found.end()
    parts.append(WordPart("text", text[at]))
    return at + 1


def _double(text: str, at: int, parts: list[WordPart]) -> int:
    parts.append(WordPart("text", ""))
    while at < len(text) and text[at] != '"':
        at = _part(text, at, parts, quoted=True)
    if at == len(text):
        raise BadSyntax('no closing "')
    return at + 1


def _find(text: str, mark: str, at: int) -> int:
    end = text.find(mark, at)
    if end < 0:
        raise BadSyntax(f"no closing {mark}")
    return end


def _closing(text: str, at: int) -> int:
    """Where the `)` is that closes a `$(` before `at`."""
    depth = 1
    for position in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if not depth:
            return position
    raise BadSyntax("no closing )")


class _Parser:
    """Reads tokens from the left."""

    def __init__(self, tokens: list[Token]) -> None:
        self.left = tokens

    def script(self, ends: tuple[str, ...]) -> Script:
        """Pipelines up to one of the closing words, which is used up."""
        found: list[Pipeline] = []
        join = ";"
        while self._skip() and _bare(self.left[0]) not in ends:
            commands = [self._command()]
            while self.left and self.left[0] == "|":
                self.left.pop(0)
                commands.append(self._command())
            follows = self.left.pop(0) if self.left and self.left[0] in ("&&", "||", ";", "\n", "&") else ";"
            found.append(Pipeline(join, tuple(commands), follows == "&"))
            join = str(follows) if follows in ("&&", "||") else ";"
        if ends and not self.left:
            raise BadSyntax(f"expected {' or '.join(ends)}")
        if ends:
            self.left.pop(0)
        return tuple(found)

    def _skip(self) -> bool:
        while self.left and self.left[0] in ("\n", ";"):
            self.left.pop(0)
        return bool(self.left)

    def _command(self) -> SimpleCommand | CommandGroup:
        self._skip()
        first = _bare(self.left[0]) if self.left else ""
        if first == "{":
            self.left.pop(0)
            return CommandGroup(self.script(("}",)), self._redirects())
        return self._for() if first == "for" else self._simple()

    def _for(self) -> CommandGroup:
        _, name, _ = (self.left.pop(0) for _ in range(3))  # for NAME in
        words = self._simple().words
        self._skip()
        if not self.left or _bare(self.left.pop(0)) != "do":
            raise BadSyntax("for without do")
        return CommandGroup(self.script(("done",)), self._redirects(), _bare(name), words)

    def _simple(self) -> SimpleCommand:
        assignments: list[tuple[str, Word]] = []
        words: list[Word] = []
        redirects = list(self._redirects())
        while self.left and not isinstance(self.left[0], str):
            word = self.left.pop(0)
            assert not isinstance(word, str)
            found = _ASSIGNMENT.match(word[0].text) if word and not words and word[0].kind == "text" and not word[0].quoted else None
            if found:
                assignments.append((found[1], (WordPart("text", word[0].text[found.end() :]), *word[1:])))
            else:
                words.append(word)
            redirects += self._redirects()
        if not (assignments or words or redirects):
            raise BadSyntax(f"a command is missing before {self.left[0] if self.left else 'the end'!r}")
        return SimpleCommand(tuple(assignments), tuple(words), tuple(redirects))

    def _redirects(self) -> tuple[Redirect, ...]:
        found = []
        while self.left and isinstance(self.left[0], str) and self.left[0][-1] in "<>1" and self.left[0] != "|":
            operator = self.left.pop(0)
            target = () if operator == "2>&1" else self.left.pop(0)
            if isinstance(target, str):
                raise BadSyntax(f"nothing to redirect to after {operator}")
            found.append(Redirect(str(operator), target))
        return tuple(found)


def _bare(token: Token) -> str:
    """The text of a word without quotes: what may be a keyword."""
    return token[0].text if not isinstance(token, str) and len(token) == 1 and not token[0].quoted else ""

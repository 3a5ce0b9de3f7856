"""Secrets in texts: found by the patterns of the platform, and by the place where the other side holds a placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from netops.dialects import blocks
from netops.dialects import secret_settings as settings
from netops.dialects.grammar import Grammar
from netops.dialects.secret_spans import Span, announced, commented, marked_secret, secrets_by_form
from netops.secrets import CLOSE, OPEN, PLACEHOLDER, REDACTED

_MARK = f"{OPEN}secret"
_PEM = re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----")
_PEM_END = re.compile(r"-----END [A-Z ]{0,40}PRIVATE KEY-----")
_PEM_BODY = re.compile(r"\s*(?:[A-Za-z0-9+/=]*|[A-Z][A-Za-z-]+: [ -~]*)\s*")
_ANY_MARK = re.compile(rf"{OPEN}secret(?::[A-Za-z0-9_.|-]+)?{CLOSE}")


Shapes = tuple[re.Pattern[str], ...]
"""Patterns of lines that hold a placeholder in another text of the same target."""


@dataclass(frozen=True, slots=True)
class Mask:
    """Takes the secrets out of lines. `shapes` are lines that hold a placeholder in another text of the same target."""

    grammar: Grammar
    shapes: Shapes = ()
    _hinted: dict[tuple[str, ...], bool] = field(default_factory=dict, repr=False, compare=False)
    """The lines above others: whether one of them could announce a secret."""

    def __call__(self, line: str, above: tuple[str, ...] = ()) -> str:
        """The line (without indentation) with every secret replaced. `above`: the lines that it is below, the outermost first."""
        grammar = self.grammar
        hint = grammar.secrets.hint
        if hint.search(line) or (above and grammar.dialect.PATHS and self._is_hinted(above)):
            line = _replaced(line, self.spans(line, above))
        for shape in self.shapes:
            if match := shape.fullmatch(line):
                line = _replaced(line, match.regs[1:])
        return PLACEHOLDER.sub(REDACTED, line) if OPEN in line else line

    def _is_hinted(self, above: tuple[str, ...]) -> bool:
        if above not in self._hinted:
            self._hinted[above] = any(map(self.grammar.secrets.hint.search, above))
        return self._hinted[above]

    def block(self, text: str, above: tuple[str, ...] = ()) -> str:
        """A value of several lines with every secret replaced."""
        first, *rest = text.split("\n")
        prose = any(block.prose and block.start.match(first) for block in self.grammar.blocks)
        return "\n".join([self(first, above), *(self.prose(line) if prose else self(line, (*above, first)) for line in rest)])

    def prose(self, line: str) -> str:
        """A line of text for people with every secret replaced: it may be a line of a config that somebody has put there."""
        if self.grammar.secrets.hint.search(line):
            line = _replaced(line, self._without_overlap(commented(self.grammar.secrets, line, paths=self.grammar.dialect.PATHS), line))
        return PLACEHOLDER.sub(REDACTED, line) if OPEN in line else line

    def spans(self, line: str, above: tuple[str, ...] = ()) -> Iterator[Span]:
        """Where the secrets of a line are, from left to right, without overlap."""
        return self._without_overlap(self._announced(line, above), line)

    def _without_overlap(self, announced: Iterable[Span], line: str) -> Iterator[Span]:
        data = marked_secret(line)
        reached = 0
        for start, end in sorted([*announced, *secrets_by_form(line), *([data] if data else [])], key=lambda span: (span[0], -span[1])):
            if start >= reached:
                yield start, end
            reached = max(reached, end)

    def _announced(self, line: str, above: tuple[str, ...]) -> Iterable[Span]:
        grammar, paths = self.grammar, self.grammar.dialect.PATHS
        if grammar.settings:
            return settings.spans(grammar.secrets, line, above)
        if line.startswith(grammar.comments):
            return commented(grammar.secrets, line, paths=paths)
        return announced(grammar.secrets, line, above, paths=paths)


def _replaced(line: str, spans: Iterable[tuple[int, int]]) -> str:
    parts, reached = list[str](), 0
    for start, end in spans:
        parts += line[reached:start], REDACTED
        reached = end
    return "".join([*parts, line[reached:]])


def reshaped(shapes: Shapes, shown: str) -> str:
    """A line as it is shown, without the secrets that shapes find in it too."""
    return "\n".join(_reshaped(shapes, line) for line in shown.split("\n")) if "\n" in shown else _reshaped(shapes, shown)


def _reshaped(shapes: Shapes, shown: str) -> str:
    line = shown.strip()
    start, text = shown.find(line), line
    for shape in shapes:
        if match := shape.fullmatch(text):
            text = _replaced(text, match.regs[1:])
    return shown if text is line else shown[:start] + text + shown[start + len(line) :]


def shapes(lines: Iterable[str]) -> Shapes:
    """Patterns that find, in another text, the lines that hold a placeholder in these. A line without a word of its own finds nothing."""
    found = dict.fromkeys(line.strip() for line in lines if _MARK in line)
    return tuple(_shape(line) for line in found if re.search(r"\w", _ANY_MARK.split(line)[0]))


def _shape(line: str) -> re.Pattern[str]:
    return re.compile("(.+)".join(map(re.escape, _ANY_MARK.split(line))))


def has_placeholder(text: str) -> bool:
    """Whether a text holds a placeholder, or a secret that is taken out."""
    return _MARK in text


def key_blocks(lines: list[str]) -> dict[int, int]:
    """The private keys in lines: index of the first line to that of the last. One without an end reaches as far as it looks like a key."""
    blocks: dict[int, int] = {}
    index = 0
    while index < len(lines):
        if "-----BEGIN" in lines[index] and (start := _PEM.search(lines[index])) and not _PEM_END.search(lines[index], start.end()):
            blocks[index] = index = _key_end(lines, index)
        index += 1
    return blocks


def _key_end(lines: list[str], first: int) -> int:
    for index in range(first + 1, len(lines)):
        if _PEM_END.search(lines[index]):
            return index
        if not _PEM_BODY.fullmatch(lines[index]):
            return index - 1
    return len(lines) - 1


def without_key(text: str) -> str:
    """A text that holds a private key with the key replaced."""
    start, end = _PEM.search(text), _PEM_END.search(text)
    if start is None:
        return text
    return text[: start.start()] + REDACTED + (text[end.end() :] if end else "")


def redact(mask: Mask, text: str) -> str:
    """The text without its secrets. Nothing else changes, but that a private key becomes one line."""
    lines = text.split("\n")
    keys = key_blocks(lines)
    above = _Above(mask.grammar)
    out: list[str] = []
    index, prose = 0, -1
    while index < len(lines):
        raw, last = lines[index], keys.get(index, index)
        line = raw.strip()
        start = raw.find(line)
        block = blocks.find(mask.grammar.blocks, lines, index) if index > prose and mask.grammar.starts.match(line) else None
        if block and block.block.prose and block.last:
            prose = block.last
            out.append(raw[:start] + mask(line, above.of(start, line)) + raw[start + len(line) :])
        elif last > index:
            out.append(without_key("\n".join(lines[index : last + 1])))
        elif index <= prose:
            out.append(mask.prose(raw))
        else:
            out.append(raw[:start] + mask(line, above.of(start, line)) + raw[start + len(line) :])
        index = last + 1
    return "\n".join(out)


@dataclass(slots=True)
class _Above:
    """The lines that a line is below, while a text is read: by indentation, by the braces of Junos, by the heads of files."""

    grammar: Grammar
    stack: list[tuple[int, str]] = field(default_factory=list)

    def of(self, indent: int, line: str) -> tuple[str, ...]:
        """The lines above a line."""
        if not line or (line.startswith(("!", "#")) and not line.startswith("###")):
            return tuple(text for _, text in self.stack)
        if self.grammar.dialect.PATHS:
            return self._braces(line)
        if line.startswith("### "):
            self.stack = []
        while self.stack and self.stack[-1][0] >= indent and not self.stack[-1][1].startswith("### "):
            self.stack.pop()
        found = tuple(text for _, text in self.stack)
        self.stack.append((indent, line))
        return found

    def _braces(self, line: str) -> tuple[str, ...]:
        if line.startswith("}") and self.stack:
            self.stack.pop()
        found = tuple(text for _, text in self.stack)
        if line.endswith("{"):
            self.stack.append((0, line[:-1].strip()))
        return found

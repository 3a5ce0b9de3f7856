"""Secrets in texts: found by the patterns of the platform, and by the place where the other side holds a placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import NamedTuple

from netops.dialects import blocks
from netops.dialects import secret_settings as settings
from netops.dialects.grammar import Grammar
from netops.dialects.secret_spans import BEFORE_PATHS, Span, marked_secret, secrets_by_form, spans_after_keywords, spans_in_comment
from netops.secrets import CLOSE, OPEN, REDACTED, redaction

_MARK = f"{OPEN}secret"
_PEM = re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----")
_PEM_END = re.compile(r"-----END [A-Z ]{0,40}PRIVATE KEY-----")
_PEM_BODY = re.compile(r"\s*(?:[A-Za-z0-9+/=]*|[A-Z][A-Za-z-]+: [ -~]*)\s*")
_ANY_MARK = re.compile(rf"{OPEN}secret(?::[A-Za-z0-9_.|-]+|-\d+)?{CLOSE}")


Shapes = tuple[re.Pattern[str], ...]
"""Patterns of lines that hold a placeholder in another text of the same target."""


MOST_NUMBERED = 16
"""A line with more secrets is none of a config; to compare them by what is before each would take quadratic time."""


class Secret(NamedTuple):
    """A secret of a line: what comes before it, and its value as it is written: a placeholder or a redaction is one too."""

    place: str
    value: str


Numbers = Mapping[Secret, int]
"""Of places with several secrets the number of each, from 1: equal secrets have equal numbers."""


@dataclass(frozen=True, slots=True)
class SecretFinder:
    """Takes the secrets out of lines. `shapes` are lines that hold a placeholder in another text of the same target."""

    grammar: Grammar
    shapes: Shapes = ()
    _hinted: dict[tuple[str, ...], bool] = field(default_factory=dict, repr=False, compare=False)
    """The lines above others: whether one of them could announce a secret."""

    def __call__(self, line: str, above: tuple[str, ...] = ()) -> str:
        """The line (without indentation) with every secret replaced. `above`: the lines that it is below, the outermost first."""
        return _replaced(line, found) if (found := self.find(line, above)) else line

    def find(self, line: str, above: tuple[str, ...] = ()) -> list[Span]:
        """Where the secrets, placeholders and redactions of a line are, from left to right."""
        grammar = self.grammar
        hint = grammar.secrets.hint
        is_hinted = hint.search(line) or (above and grammar.dialect.PATHS and self._is_hinted(above))
        return self.shaped(line, list(self.spans(line, above)) if is_hinted else [])

    def replaced(self, line: str, found: Sequence[Span]) -> str:
        """The line with a redaction in place of each secret found."""
        return _replaced(line, found)

    def shaped(self, line: str, found: Sequence[Span] = ()) -> list[Span]:
        """Those found, the secrets of the shapes, and the placeholders and redactions of a line."""
        start = len(line) - len(self.grammar.positive(line))
        shaped = [span for shape in self.shapes if (match := shape.fullmatch(line, start)) for span in match.regs[1:]]
        marks = [mark.span() for mark in _ANY_MARK.finditer(line)] if OPEN in line else []
        return _united([*found, *shaped, *marks]) if shaped or marks else list(found)

    def secrets(self, line: str, found: Sequence[Span], above: tuple[str, ...] = ()) -> tuple[Secret, ...]:
        """The secrets of a line that are distinguished by their values; none where the place of a line is its position in the text."""
        if self.grammar.dialect.POSITIONS or len(found) > MOST_NUMBERED:
            return ()
        lead = [self(text, above[:depth]) for depth, text in enumerate(above)]
        parts = [line[end:start] for (_, end), (start, _) in pairwise([(0, 0), *found])]
        before = accumulate(parts, lambda one, other: f"{one}{REDACTED}{other}")
        return tuple(Secret(self._place([*lead, start]), line[slice(*span)]) for start, span in zip(before, found, strict=True))

    def _place(self, lines: Sequence[str]) -> str:
        """The words before a secret as all forms of its line have them."""
        if self.grammar.dialect.PATHS:
            return " ".join(word for word in " ".join(lines).split() if word not in BEFORE_PATHS)
        own = self.grammar.positive(lines[-1])
        return " ".join([*lines[:-1], own.removeprefix(self.grammar.default)])

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
            line = _replaced(
                line, list(self._without_overlap(spans_in_comment(self.grammar.secrets, line, paths=self.grammar.dialect.PATHS), line))
            )
        return _ANY_MARK.sub(REDACTED, line) if OPEN in line else line

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
            return settings.secret_spans(grammar.secrets, line, above)
        if line.startswith(grammar.comments):
            return spans_in_comment(grammar.secrets, line, paths=paths)
        return spans_after_keywords(grammar.secrets, line, above, paths=paths)


def _united(found: list[Span]) -> list[Span]:
    """Spans from left to right; those that overlap are one."""
    out: list[Span] = []
    for start, end in sorted(found):
        if out and start < out[-1][1]:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return out


def _replaced(line: str, spans: Sequence[Span]) -> str:
    parts, reached = list[str](), 0
    for start, end in spans:
        parts += line[reached:start], REDACTED
        reached = end
    return "".join([*parts, line[reached:]])


def number_secrets(shown: str, secrets: Sequence[Secret], numbers: Numbers) -> str:
    """A line without its secrets that distinguishes those of one place."""
    first, *rest = shown.split(REDACTED)
    marks = (redaction(numbers.get(secret, 1)) for secret in secrets)
    return first + "".join(mark + part for mark, part in zip(marks, rest, strict=True)) if numbers and secrets else shown


def mask_by_shapes(mask: SecretFinder, shown: str, secrets: tuple[Secret, ...], above: tuple[str, ...]) -> tuple[str, tuple[Secret, ...]]:
    """A line as it is shown and its secrets, with those that the shapes of a mask find in it too."""
    if "\n" in shown:
        return "\n".join(_replaced(line, mask.shaped(line)) for line in shown.split("\n")), secrets
    line = shown.strip()
    found = mask.shaped(line)
    if len(found) == shown.count(REDACTED) and all(line[start:end] == REDACTED for start, end in found):
        return shown, secrets
    values = iter(secrets)
    own = [Secret(place, _ANY_MARK.sub(lambda _: next(values).value, text)) for place, text in mask.secrets(line, found, above)]
    start = shown.find(line)
    return shown[:start] + _replaced(line, found) + shown[start + len(line) :], tuple(own)


def placeholder_patterns(lines: Iterable[str]) -> Shapes:
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


@dataclass(frozen=True, slots=True)
class RedactedText:
    """A text without its secrets: nothing else changes, but that a private key becomes one line. `lines`: each with the secrets that are
    distinguished by their values."""

    lines: tuple[tuple[str, tuple[Secret, ...]], ...]

    @classmethod
    def of(cls, mask: SecretFinder, text: str) -> RedactedText:
        return cls(tuple(_redacted(mask, text)))

    def text(self, numbers: Numbers | None = None) -> str:
        """The text; `numbers`: of the secrets of one place, in place of those by their order."""
        numbers = self.numbers() if numbers is None else numbers
        return "\n".join(number_secrets(line, secrets, numbers) for line, secrets in self.lines)

    def numbers(self) -> Numbers:
        """The number of each secret: the secrets of one place are counted in their order."""
        by_place: dict[str, dict[Secret, int]] = {}
        for secret in (secret for _, secrets in self.lines for secret in secrets):
            own = by_place.setdefault(secret.place, {})
            own.setdefault(secret, len(own) + 1)
        return {secret: number for own in by_place.values() for secret, number in own.items()}


def redact(mask: SecretFinder, text: str) -> str:
    """The text without its secrets."""
    return RedactedText.of(mask, text).text()


def _redacted(mask: SecretFinder, text: str) -> Iterator[tuple[str, tuple[Secret, ...]]]:
    """The lines of a text without their secrets, and those secrets that are distinguished."""
    lines = text.split("\n")
    keys = key_blocks(lines)
    above = _Above(mask.grammar)
    index, prose = 0, -1

    def line_of(raw: str) -> tuple[str, tuple[Secret, ...]]:
        line = raw.strip()
        start = raw.find(line)
        found = mask.find(line, own := above.of(start, line))
        return (raw[:start] + _replaced(line, found) + raw[start + len(line) :], mask.secrets(line, found, own)) if found else (raw, ())

    while index < len(lines):
        raw, last = lines[index], keys.get(index, index)
        block = blocks.find_block(mask.grammar.blocks, lines, index) if index > prose and mask.grammar.starts.match(raw.strip()) else None
        if block and block.block.prose and block.last:
            prose = block.last
            yield line_of(raw)
        elif last > index:
            yield without_key("\n".join(lines[index : last + 1])), ()
        elif index <= prose:
            yield mask.prose(raw), ()
        else:
            yield line_of(raw)
        index = last + 1


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

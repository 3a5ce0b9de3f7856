"""Secrets in plain text: whatever in a file looks like a password, a hash, a community, a key or a token.

Three nets, each finer and slower than the one before: words and shapes that no secret lacks, over the whole text; our patterns for what
devices hold, on the lines that are left; the detectors of detect-secrets, on lines with a long odd word. The secret itself is in no result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from typing import Any, NamedTuple

from netops.source.leak_patterns import ALONE, BELOW, COMMANDS, DETECTORS, EXACT, HINTS, ODD, PAIR, PLAIN, PUBLIC, SHAPES
from netops.source.problems import MAX_REPORTED


class LeakedSecret(NamedTuple):
    """Something that looks like a secret: where it begins, what it is, and how many characters it has."""

    line: int
    column: int
    what: str
    length: int


PATTERNS = tuple((what, re.compile(text, 0 if what in EXACT else re.IGNORECASE)) for what, text in (*SHAPES, *COMMANDS))
"""What a secret is, and how it is found."""

KEY_AND_VALUE, KEY_ALONE, VALUE_BELOW = (re.compile(text, re.IGNORECASE) for text in (PAIR, ALONE, BELOW))
LONG_WORD, NO_TOKEN, NO_SECRET = map(re.compile, (ODD, PLAIN, PUBLIC))
NAMED = "the value of a key that names a secret"
LONG = 24
"""Characters of the shortest token."""

LONGEST = 100_000
"""Characters of a line that the detectors are shown."""

MARKS = ":,;'\"[](){}"
ENTROPY = 4.5
"""Bits a character of what nobody would type."""

REST = re.compile(r"[A-Za-z0-9_+/=.~-]+")
"""A token, from where it begins."""

REFERENCE = re.compile(r"[\s\"']+(?:\S+ ){0,3}[\"']?!secret ")
"""A reference behind a word: the word says how the secret is written."""

Found = tuple[int, str, int]
"""Where a secret begins in a line, what it is, and its length."""


class _Detectors(ExitStack):
    """detect-secrets with the detectors that we take, made ready when the first line is shown to it."""

    ready = False

    def found(self, line: str) -> Iterator[Any]:
        from detect_secrets.core.scan import scan_line
        from detect_secrets.settings import transient_settings

        if not self.ready:
            self.enter_context(transient_settings({"plugins_used": [{"name": name} for name in DETECTORS]}))
            self.ready = True
        yield from scan_line(line[:LONGEST])


def find_leaks(text: str) -> list[LeakedSecret]:
    """What looks like a secret in a text, by place; at most one for each line, and no more than a person would read."""
    lower = text.lower()
    hints = [hint for hint in HINTS if hint in lower]
    if not hints and not _has_odd_word(text):
        return []
    with _Detectors() as detectors:
        return list(islice(_by_line(text, hints, detectors), MAX_REPORTED))


def _has_odd_word(text: str) -> bool:
    return any(len(word) >= LONG and not NO_TOKEN.fullmatch(word.strip(MARKS)) for word in text.split())


def _by_line(text: str, hints: list[str], detectors: _Detectors) -> Iterator[LeakedSecret]:
    in_certificate, above = False, None
    for number, line in enumerate(text.splitlines(), start=1):
        in_certificate = "BEGIN CERTIFICATE" in line or (in_certificate and "END CERTIFICATE" not in line)
        lower = line.lower()
        is_hinted = any(hint in lower for hint in hints)
        found = None if in_certificate else _of_line(line, above, is_hinted, detectors)
        if found is not None:
            start, what, length = found
            yield LeakedSecret(number, start + 1, what, length)
        if line.strip():
            above = KEY_ALONE.match(line) if is_hinted else None


def _of_line(line: str, above: re.Match[str] | None, is_hinted: bool, detectors: _Detectors) -> Found | None:
    return _below(line, above) or (_named(line, detectors) if is_hinted else None) or _token(line, detectors)


def _below(line: str, above: re.Match[str] | None) -> Found | None:
    """The value of a key that stands alone on the line above."""
    match = VALUE_BELOW.match(line) if above else None
    if above is None or match is None or len(line) - len(line.lstrip()) <= len(above["indent"]):
        return None
    return match.start(1), NAMED, len(match[1])


def _named(line: str, detectors: _Detectors) -> Found | None:
    """A secret by its shape, by the command that it stands in, or by its key."""
    line = line[:LONGEST]
    for what, pattern in PATTERNS:
        if (match := pattern.search(line)) and not REFERENCE.match(line, match.end(1)):
            return match.start(1), what, len(match[1])
    if not line.lstrip().startswith("#") and (match := KEY_AND_VALUE.search(line)):
        return match.start(1), NAMED, len(match[1])
    return _detected(line, detectors) if "://" in line else None


def _token(line: str, detectors: _Detectors) -> Found | None:
    """A long word of a kind that nobody types."""
    words = [word for word in LONG_WORD.finditer(line) if not NO_TOKEN.fullmatch(word[0]) and _is_mixed(word[0])]
    if not words or NO_SECRET.search(line):
        return None
    return _detected(line, detectors) or next((_entropy(word) for word in words if _entropy(word)), None)


def _is_mixed(word: str) -> bool:
    """Whether a word has upper case, lower case and digits: what people type rarely has."""
    return any(c.isupper() for c in word) and any(c.islower() for c in word) and any(c.isdigit() for c in word)


def _detected(line: str, detectors: _Detectors) -> Found | None:
    """What a detector of detect-secrets finds in a line."""
    for found in detectors.found(line):
        secret = str(found.secret_value)
        if secret in line:
            start = line.index(secret)
            word = REST.match(line, start)  # some detectors give only the beginning
            return start, found.type, word.end() - start if word else len(secret)
    return None


def _entropy(word: re.Match[str]) -> Found | None:
    from detect_secrets.plugins.high_entropy_strings import Base64HighEntropyString

    detector: Any = Base64HighEntropyString(limit=ENTROPY)
    if detector.calculate_shannon_entropy(word[0]) <= ENTROPY:
        return None
    return word.start(), "a word that nobody types (high entropy)", len(word[0])

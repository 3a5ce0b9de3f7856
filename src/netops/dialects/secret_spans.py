"""Where the secrets of a line are: everything after a word that announces one, but for what is known to be harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from netops.dialects.secret_rules import ANNOUNCES, SecretRules
from netops.secrets import OPEN

Span = tuple[int, int]

_STRING = r'"(?:[^"\\]|\\.)*"'
_STORED = r"%\^%#.*?%\^%#|%\$%\$.*?%\$%\$|%@%@.*?%@%@|%#%#.*?%#%#"
"""A secret as VRP stores it, between marks that change with the release."""
_WORD: Final = re.compile(rf"{_STORED}|[\w.-]*=?{_STRING}(?=[\s,;)\]}}]|$)|\S+")
_PATH_WORD: Final = re.compile(rf"##.*|[{{}};\[\]]|{_STRING}|[^\s{{}};\[\]]+")
_MARKS: Final = frozenset(("{", "}", "[", "]", ";", "=", ":", ":="))

FORM: Final = re.compile(
    r"\d{1,2}|encrypted|encrypt|clear(?:-?text)?|ascii(?:-text)?|hex(?:adecimal)?|hexstring|text|plain-?text"
    r"|sha512|md5|enc|hidden|unencrypted|string|base64|encoded",
    re.IGNORECASE,
)
"""How the next word is written, as part of the secret: two devices may store one secret in two forms."""
_STORED_AS: Final = re.compile("encrypted|clear")
_ANNOUNCED_BY: Final = frozenset({"cipher", "irreversible-cipher", "simple", "plain"})
_BEFORE: Final = frozenset({"no", "default", "undo", "config"})
_MODIFIERS: Final = frozenset({"inactive:", "protect:", "replace:"})
"""Words of Junos before any statement of a path."""
BEFORE_PATHS: Final = frozenset({"set", "deactivate", "activate", "delete", "protect", "unprotect", *_MODIFIERS})
"""Words before what a line is about."""
_ADDRESS: Final = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?,?|(?=[\da-fA-F]*:[\da-fA-F]*:)[\da-fA-F:.]{2,39}(?:/\d{1,3})?,?")
_ROUTES: Final = re.compile(r"(?:target:|origin:|large:|ext:)?\d+:[\d*]+(?::[\d*]+)?[,;]?")

SHAPES: Final = re.compile(
    r"(\"?\$(?:1|2[aby]|5|6|7|8|9|14|y|nt|apr1|sha1|sha512|sha256|1c|[ch](?=\$\d\$)|PBKDF2\w*|argon2\w*|scrypt)\$[^\s\"';:]+\"?)"
    r"|\w://[^\s:@/\"]*:([^\s@/\"]+)@"
    r"|(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]*-----END [A-Z ]{0,40}PRIVATE KEY-----)"
    r"|<[\w.-]*(?:[Pp]ass(?:word|wd|phrase)|[Ss]ecret|psk|community|[Kk]ey|token)[\w.-]*>([^<\s][^<]{0,4000})</"
    r"|\b(?:ingest|cv)auth=key,([^\s,]+)"
    r"|\bAuthorization: ?(?:Basic|Bearer|Token) ([^\s\"']+)"
)
"""What is a secret wherever it is: hashes, keys, and the passwords of addresses."""

_ON_SHAPES: Final = ("$", "://", "-----BEGIN", "</", "auth=key,", "Authorization")


def secrets_by_form(line: str) -> list[Span]:
    """The secrets of a line that are one wherever they are."""
    if not any(mark in line for mark in _ON_SHAPES):
        return []
    return [match.span(group) for match in SHAPES.finditer(line) for group in range(1, len(match.groups()) + 1) if match[group]]


_PAIR: Final = re.compile(r"([\w.-]+)=(?=\S)")
"""A name with its value in one word."""


def marked_secret(line: str) -> Span | None:
    """The value before the mark with which Junos shows a secret."""
    end = line.find("; ## SECRET-DATA")
    if end < 0:
        return None
    start = line.rfind('"', 0, end - 1) if line[:end].endswith('"') else max(line.rfind(" ", 0, end), line.rfind("\t", 0, end)) + 1
    return max(start, 0), end


@dataclass(frozen=True, slots=True)
class LineWords:
    """The words of a line: where each starts and ends, and all with single blanks between them, for the rules."""

    spans: tuple[Span, ...]
    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, line: str, pattern: re.Pattern[str]) -> LineWords:
        is_path = pattern is _PATH_WORD
        found = [match for match in pattern.finditer(line) if not (is_path and (match[0] in _MODIFIERS or match[0].startswith("##")))]
        texts = [match[0].replace(" ", "_") if " " in match[0] else match[0] for match in found]
        places, reached = [], 0
        for text in texts:
            places.append(reached)
            reached += len(text) + 1
        return cls(tuple(match.span() for match in found), " ".join(texts), tuple(places))

    def word(self, index: int) -> str:
        end = self.places[index + 1] - 1 if index + 1 < len(self.places) else len(self.text)
        return self.text[self.places[index] : end]


def spans_after_keywords(rules: SecretRules, line: str, above: tuple[str, ...], *, paths: bool) -> Iterator[Span]:
    """The secrets of a line below others. `paths`: those are the first words of what it says."""
    lead = " ".join(above) + " " if paths and above else ""
    words = LineWords.of(lead + line, _PATH_WORD if paths else _WORD)
    for start, end in join_adjacent_spans(hidden_words(rules, words, _begin(words, paths), above), words):
        if end > len(lead):
            yield max(start - len(lead), 0), end - len(lead)


def spans_in_comment(rules: SecretRules, line: str, *, paths: bool) -> Iterator[Span]:
    """The secrets of a comment: it is prose, unless it is a line of a config that somebody has put aside."""
    body = line.lstrip("!#/* ")
    start = len(line) - len(body)
    words = LineWords.of(body, _PATH_WORD if paths else _WORD)
    begin = _begin(words, paths)
    found = rules.at(words.text, words.places[begin], (), first=True) if words.places else None
    if found and found[0].secret:
        yield from ((start + first, start + last) for first, last in join_adjacent_spans(hidden_words(rules, words, begin, ()), words))


def _is_community(word: str) -> bool:
    return "communit" in word


def _begin(words: LineWords, paths: bool) -> int:
    before = BEFORE_PATHS if paths else _BEFORE
    return next((i for i in range(len(words.spans)) if words.word(i) not in before), 0)


def join_adjacent_spans(found: Iterable[Span], words: LineWords) -> list[Span]:
    """Secrets with nothing but blanks between them as one."""
    out: list[Span] = []
    follows = {end: start for (_, end), (start, _) in pairwise(words.spans)}
    for start, end in found:
        if out and follows.get(out[-1][1]) == start:
            start = out.pop()[0]
        out.append((start, end))
    return out


def hidden_words(rules: SecretRules, words: LineWords, begin: int, above: tuple[str, ...]) -> Iterator[Span]:
    """The words of a line that are secret. Right after a word that announces a secret no rule is tried: `password role` has one."""
    numbers = {place: index for index, place in enumerate(words.places)}
    numbers[len(words.text) + 1] = len(words.places)
    index, armed, fresh, single = begin, False, False, False
    while index < len(words.places):
        word, (start, end) = words.word(index), words.spans[index]
        index += 1
        if OPEN in word and not fresh:
            continue
        if word in _MARKS:
            armed, fresh = (False, False) if word == ";" else (armed, fresh)
        elif fresh and word in _ANNOUNCED_BY and index < len(words.places):
            continue
        elif fresh:
            yield start, end
            fresh = FORM.fullmatch(word) is not None
            if single and not fresh:
                return
        elif found := rules.at(words.text, words.places[index - 1], above, first=index - 1 == begin):
            rule, reached = found
            index = numbers[reached + 1]
            armed, fresh, single = (True, True, rule.open) if rule.secret else (armed, False, False)
            if rule.secret and _STORED_AS.fullmatch(words.word(index - 1)):
                yield words.spans[index - 1]
        elif pair := _PAIR.match(word):
            if armed or ANNOUNCES.search(pair[1]):
                yield start + pair.end(), end
        elif rules.announces.match(word):
            if armed:
                yield start, end
            armed = fresh = not (_is_community(word) and index < len(words.places) and _ROUTES.fullmatch(words.word(index)))
        elif armed and not (_ADDRESS.fullmatch(word) or _ROUTES.fullmatch(word)):
            yield start, end

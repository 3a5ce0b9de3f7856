"""Where the secrets of a line of a server's file are: in the value of a name, or after the words of a directive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from netops.dialects.secret_rules import ANNOUNCES, SecretRule, SecretRules
from netops.dialects.secret_spans import LineWords, Span, hidden_words, join_adjacent_spans

_STRING: Final = r'"(?:[^"\\]|\\.)*"|\'[^\']*\''
_WORD: Final = re.compile(rf"{_STRING}|[;,{{}}\[\]]|[^\s;,{{}}\[\]\"']+|[\"']")
_COMMENT: Final = re.compile(r"(?:#|;|//|\*)\s*")
_SETTING: Final = re.compile(
    r"(?:(?:export|set|Environment=|-|~) *)?\"?([A-Za-z_$][\w .:*@/+$-]{0,80}?)\"?\s*(?::=|==|\+=|=|:(?=\s|$))\s*(.*)"
)
_PAIR: Final = re.compile(rf"([\w.-]+)[\"']?\s*(?::=|=|:)\s*({_STRING}|[^\s,;\"'}}\]]+)")
_HARMLESS: Final = re.compile(
    r"(?:yes|no|on|off|true|false|none|null|~|enabled?|disabled?|\"\"|''|\$\{?[\w.:-]+\}?|\"\$\{?[\w.:-]+\}?\"|\{\{.*|!\w+ .*|[\[{(]+"
    r"|[\"']?(?:[a-z]+:)?/(?:etc|usr|var|srv|run|opt|home|root|dev|lib|tmp|mnt|data|bin|sbin)/[\w./+@*-]*[\"']?)",
    re.IGNORECASE,
)
"""Values that are no secrets: switches, references and paths."""


def secret_spans(rules: SecretRules, line: str, above: tuple[str, ...]) -> Iterator[Span]:
    """The secrets of a line of a file."""
    if comment := _COMMENT.match(line):
        yield from _pairs(rules, line, comment.end())
    elif setting := _SETTING.fullmatch(line):
        yield from _of_setting(rules, line, setting, above)
    elif '":' in line or '" :' in line:
        yield from _pairs(rules, line, 0)
    else:
        yield from _of_words(rules, line, 0, above)


def _of_setting(rules: SecretRules, line: str, setting: re.Match[str], above: tuple[str, ...]) -> Iterator[Span]:
    name, start = setting[1], setting.start(2)
    rule = _rule(rules, f"{name} {setting[2]}", above)
    if not (ANNOUNCES.search(name) or (rule and rule.secret)):
        yield from _pairs(rules, line, start) if _PAIR.search(line, start) else _of_words(rules, line, start, above)
    elif rule is None or not rule.whole:
        value = setting[2].rstrip(",; ")
        string = re.match(_STRING, value)
        if value and not _HARMLESS.fullmatch(string[0] if string else value):
            yield start, start + len(string[0] if string else value)
            yield from _pairs(rules, line, start + len(string[0])) if string else ()


def _rule(rules: SecretRules, line: str, above: tuple[str, ...]) -> SecretRule | None:
    """The rule for a line, from its first word on."""
    words = LineWords.of(line, _WORD)
    found = rules.at(words.text, 0, above, first=True)
    return found[0] if found and not found[0].anywhere else None


def _pairs(rules: SecretRules, line: str, start: int) -> Iterator[Span]:
    """The values of names that announce a secret."""
    for pair in _PAIR.finditer(line, start):
        if ANNOUNCES.search(pair[1]) and not _HARMLESS.fullmatch(pair[2]) and not _rule(rules, f"{pair[1]} {pair[2]}", ()):
            yield pair.span(2)


def _of_words(rules: SecretRules, line: str, start: int, above: tuple[str, ...]) -> Iterator[Span]:
    words = LineWords.of(line[start:], _WORD)
    for first, last in join_adjacent_spans(hidden_words(rules, words, 0, above), words):
        if not _HARMLESS.fullmatch(line[start + first : start + last]):
            yield start + first, start + last

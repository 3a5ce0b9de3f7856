"""From scalars as written to values: plain ones are resolved, texts are looked at for characters that cannot be, tags are obeyed."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from netops.secrets import SecretRef
from netops.source.problems import FileProblems
from netops.source.scalars import LONG, AmbiguousScalar, resolve_scalar
from netops.source.tags import FinalTag, UnsetTag

if TYPE_CHECKING:
    from yaml.events import CollectionStartEvent, ScalarEvent

TAGS = ("!secret", "!replace", "!unset", "!final")
SECRET_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_FORBIDDEN = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff⟦⟧"
FORBIDDEN = re.compile(f"[{_FORBIDDEN}]")
"""Control characters, line ends that are not, marks that turn text around, halves of characters, the brackets of secrets."""
FORBIDDEN_IN_LINE = re.compile(rf"[{_FORBIDDEN}\n\t]")
BLOCK = ("|", ">")
UNUSUAL: Any = object()
KNOWN_AS = {"\n": "a line break", "\t": "a tab", "\r": "a carriage return", "\x1b": "an escape", "⟦": "the bracket ⟦", "⟧": "the bracket ⟧"}


class ScalarTexts:
    """Values of scalars. `tagged`: whether a tag of the merge was met; `own` and `foreign` are those of `read`."""

    def __init__(self, problems: FileProblems, own: bool, foreign: bool) -> None:
        self.problems = problems
        self.own = own
        self.foreign = foreign
        self.tagged = False

    def value(self, event: ScalarEvent) -> Any:
        if event.tag is not None:
            return self._obeyed(event)
        usual = _usual(event.value, self.foreign) if is_plain(event) else UNUSUAL
        return self._untagged(event) if usual is UNUSUAL else usual

    def key(self, event: ScalarEvent) -> str:
        """The text of a key."""
        text: str = event.value
        return text if type(_usual(text, False)) is str else self.checked(event)

    def checked(self, event: ScalarEvent) -> str:
        """The text, after a look at its characters: line breaks and tabs only in a block."""
        text: str = event.value
        bad = None if self.own else (FORBIDDEN if event.style in BLOCK else FORBIDDEN_IN_LINE).search(text)
        if bad:
            message = "a character that cannot stand in data"
            self.problems.add("YML007", message, event, found=_shown(bad[0]), hint=_cure(bad[0]))
        return text

    def unknown_tag(self, event: ScalarEvent | CollectionStartEvent) -> None:
        tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
        near = get_close_matches(tag, TAGS, 1)
        hint = f"did you mean {near[0]}?" if near else "remove the tag"
        self.problems.add("YML005", f"unknown tag {tag}", event, expected=" ".join(TAGS), hint=hint)

    def _untagged(self, event: ScalarEvent) -> Any:
        return self._plain(event) if is_plain(event) else self.checked(event)

    def _plain(self, event: ScalarEvent) -> Any:
        try:
            value = resolve_scalar(event.value, self.foreign)
        except AmbiguousScalar as error:
            self.problems.add("YML006", str(error), event, found=shortened(event.value), hint=_quoted(event.value, error.number))
            return event.value
        return self.checked(event) if type(value) is str else value

    def _obeyed(self, event: ScalarEvent) -> Any:
        """The value of a scalar with a tag."""
        if event.tag == "!secret":
            return self._secret(event)
        if event.tag in ("!unset", "!final"):
            self.tagged = True
            return (UnsetTag if event.tag == "!unset" else FinalTag)(self._untagged(event))
        if event.tag == "!replace":
            hint = "a single value replaces anyway"
            self.problems.add("YML005", "!replace before a single value", event, expected="a list or a map", hint=hint)
        else:
            self.unknown_tag(event)
        return event.value

    def _secret(self, event: ScalarEvent) -> SecretRef | None:
        if SECRET_NAME.fullmatch(event.value):
            return SecretRef(event.value)
        hint = "NAME stands under secrets: in netops.yaml"
        self.problems.add("YML005", "not a name of a secret", event, expected="!secret NAME", hint=hint)
        return None


@lru_cache(maxsize=20_000)
def _usual(text: str, foreign: bool) -> Any:
    """The value of a plain scalar with which nothing can be wrong; most of a company's are written again and again."""
    if FORBIDDEN_IN_LINE.search(text):
        return UNUSUAL
    try:
        return resolve_scalar(text, foreign)
    except AmbiguousScalar:
        return UNUSUAL


def is_plain(event: ScalarEvent) -> bool:
    """True for a scalar without quotes that is no block."""
    return event.style in ("", None)


def shortened(text: str) -> str:
    """The text, or the beginning of a long one."""
    return text if len(text) <= LONG else f"{text[:LONG]}..."


def _quoted(text: str, number: str) -> str:
    hint = f'for text write "{text}"' if len(text) <= LONG else "for text write it in quotes"
    return f"{hint}; for a number {number}" if number else hint


def _shown(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"{KNOWN_AS[character]} ({code})" if character in KNOWN_AS else code


def _cure(character: str) -> str:
    if character in "\n\t":
        return "one line of text has no line breaks and tabs; for several lines write a block: |"
    return "netops writes these brackets around secrets; write !secret NAME" if character in "⟦⟧" else "remove the character"

"""What may stand where in a text, per syntax: bare words, free text to the end of a line, quoted strings.

Every value that a template prints passes here, so a value can end neither its line nor its statement. A value printed bare must be one
*word* of the syntax; the filters `text` and `quote` make other strings fit, or refuse them. Nothing is dropped in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from netops.errors import Origin
from netops.secrets import CLOSE, OPEN, SecretRef, with_placeholders


class Unprintable(ValueError):
    """A value that must not be printed in this place. The text says why and what to do; `value` is what was refused, None when it is not
    one value alone."""

    def __init__(self, reason: str, value: object = None) -> None:
        super().__init__(reason)
        self.value = value


class SafeText(str):
    """Text that has been made fit to print as it is. `origins` are the places in YAML that it came from, when traced."""

    origins: tuple[Origin, ...] = ()

    @classmethod
    def of(cls, text: str, origins: tuple[Origin, ...] = ()) -> SafeText:
        safe = cls(text)
        safe.origins = origins
        return safe


FORBIDDEN = re.compile(rf"[\x00-\x1f\x7f-\x9f\u2028\u2029{OPEN}{CLOSE}]")
"""What no line of data may hold: control characters, line breaks, and the brackets of secrets."""

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "–": "-", "’": "'"})


def ascii_only(text: str) -> str:
    """The text in ASCII: umlauts spelled out, other accents dropped (`Zoë Müller` -> `Zoe Mueller`). What has no such form is refused."""
    folded = unicodedata.normalize("NFKD", text.translate(_SPELLED))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    if not plain.isascii():
        bad = "".join(c for c in plain if not c.isascii())
        raise Unprintable(f"{text!r} holds {bad!r}, which this platform does not store; write it in ASCII")
    return plain


def unquoted_text(text: str) -> str:
    return text


def _backslashed(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _junos_string(text: str) -> str:
    """As Junos prints a string: bare when it is a plain word, else in quotes with escapes."""
    if re.fullmatch(r"[A-Za-z0-9_./:@+-]+", text):
        return text
    return _backslashed(text).replace("\n", "\\n")


def in_quotes(text: str) -> str:
    return f'"{text}"'


@dataclass(frozen=True, slots=True)
class PrintSyntax:
    """The rules of one syntax.

    `word` matches a bare value in full; `refused` finds what free text must not hold, `never` what a quoted string must not.
    """

    name: str
    word: re.Pattern[str] = re.compile(r"[A-Za-z0-9._:/@+,*=$~-]+")
    refused: re.Pattern[str] = re.compile(r"(?!)")
    never: re.Pattern[str] = re.compile(r"(?!)")
    fold: Callable[[str], str] = unquoted_text
    quoted: Callable[[str], str] = _backslashed

    def bare(self, value: object) -> SafeText:
        """A value as one word. Unprintable for what is no word here: none, true or false, lists, blanks, control characters, delimiters."""
        if isinstance(value, SafeText):
            return value
        if isinstance(value, SecretRef):
            return SafeText(str(value))
        if value is None or isinstance(value, bool | dict | list | tuple):
            raise Unprintable(f"{value!r} cannot stand in a config; test it with {{% if %}} or use a filter", value)
        text = str(value)
        if not self.word.fullmatch(text):
            reason = f"{text!r} is not a plain word for {self.name}; print free text with the filter `text` or `quote`"
            raise Unprintable(reason, value)
        return SafeText(text)

    def text(self, value: object) -> SafeText:
        """A value as free text up to the end of the line, with runs of blanks made one, as devices store it."""
        if isinstance(value, SecretRef):
            return SafeText(str(value))
        text = self.fold(_one_line(value))
        if not text:
            raise Unprintable("the text is empty", value)
        self._refuse(self.refused, text, value)
        return SafeText(text)

    def quote(self, value: object) -> SafeText:
        """A value as a string of this syntax, in its quotes where it needs them."""
        if isinstance(value, SecretRef):
            return SafeText(self.quoted(str(value)))
        text = self.fold(_one_line(value, squeeze=False))
        self._refuse(self.never, text, value)
        return SafeText(self.quoted(text))

    def words(self, values: Iterable[object], separator: str = " ", prefix: str = "") -> SafeText:
        """A list as bare words with a separator between them, and a prefix before each."""
        return SafeText(separator.join(prefix + self.bare(v) for v in values))

    def bracketed(self, values: Iterable[object]) -> SafeText:
        """Words as Junos prints them: one as it is, several in brackets."""
        found = [self.bare(v) for v in values]
        return found[0] if len(found) == 1 else SafeText(f"[ {' '.join(found)} ]")

    def raw(self, line: object) -> SafeText:
        """A line of `raw_config`, as typed but for blanks at its end, with the placeholders of the secrets that it names."""
        text = str(line).rstrip()
        if FORBIDDEN.search(text):
            raise Unprintable(f"{text!r} holds control characters or the brackets of a secret", line)
        return SafeText(with_placeholders(text))

    def _refuse(self, pattern: re.Pattern[str], text: str, value: object) -> None:
        if found := pattern.search(text):
            raise Unprintable(f"{text!r} holds {found[0]!r}, which means something else to {self.name}", value)


def _one_line(value: object, squeeze: bool = True) -> str:
    if value is None or isinstance(value, bool | dict | list | tuple):
        raise Unprintable(f"{value!r} is not text", value)
    text = str(value)
    if FORBIDDEN.search(text):
        reason = f"{text!r} holds a line break, another control character or a bracket of secrets; one line of text cannot"
        raise Unprintable(reason, value)
    return " ".join(text.split()) if squeeze else text


def refuse_characters(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(characters)}]")


CLI = PrintSyntax("cli", fold=ascii_only)
"""A command line: free text in ASCII up to the end of the line."""

JUNOS = PrintSyntax(
    "junos", word=re.compile(r"[A-Za-z0-9._:/@+,*=<>-]+"), refused=refuse_characters('";{}#'), fold=ascii_only, quoted=_junos_string
)

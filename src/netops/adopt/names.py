"""Names of other programs made fit for netops; two of one name get numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST_LABEL, LONGEST_NAME, LONGEST_LINE, LONGEST_PORT = 63, 64, 240, 40
_NO_LABEL = re.compile(r"[^a-z0-9]+")
_NO_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_NO_PORT = re.compile(r"[^A-Za-z0-9/._:-]+")
_NO_SLUG = re.compile(r"[^a-z0-9.+-]+")
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNASSIGNED = re.compile(r"[\ud800-\udfff]")


def ascii_text(text: object) -> str:
    """A text without accents, in ASCII where Unicode has a form of it."""
    found = unicodedata.normalize("NFKD", str(text).replace("ß", "ss"))
    return "".join(char for char in found if not unicodedata.combining(char))


def dns_label(text: object) -> str:
    """A DNS label, '' when nothing of the text can be in one."""
    return _NO_LABEL.sub("-", ascii_text(text).lower()).strip("-")[:LONGEST_LABEL].strip("-")


def name_without_blanks(text: object) -> str:
    """A name without blanks, '' when nothing of the text can be in one."""
    return _NO_NAME.sub("-", ascii_text(text)).strip("-._")[:LONGEST_NAME].rstrip("-._")


def slug(text: object) -> str:
    """A name of a device type or its manufacturer."""
    return _NO_SLUG.sub("-", ascii_text(text).lower()).strip("-")


def port_name(text: object) -> str:
    """The name of an interface, '' when nothing of the text can be in one."""
    found = _NO_PORT.sub("-", ascii_text(text)).strip("-")[:LONGEST_PORT]
    return found if found[:1].isalpha() or not found else f"port-{found}"[:LONGEST_PORT]


def single_line(text: object) -> str:
    """One line of at most 240 characters."""
    return _BLANKS.sub(" ", _UNASSIGNED.sub("", str(text))).strip()[:LONGEST_LINE].strip()


def free_name(wanted: str, taken: Iterable[str], *, longest: int = LONGEST_LABEL, joint: str = "-") -> str:
    """The name, with a number behind it when it is taken."""
    names = set(taken)
    if wanted not in names:
        return wanted
    candidates = (f"{wanted[: longest - len(str(number)) - 1]}{joint}{number}" for number in range(2, len(names) + 3))
    return next(one for one in candidates if one not in names)


_NUMBERED = re.compile(r"(.*?\D)(0|[1-9]\d*)$")


def trailing_number(text: str) -> int:
    """The number at the end of the name of a port, -1 without one."""
    found = _NUMBERED.fullmatch(text)
    return int(found[2]) if found else -1


def is_next_port(first: str, second: str) -> bool:
    """Whether a port is the next one after another: `Ethernet2` after `Ethernet1`."""
    one, other = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(second)
    return bool(one and other and one[1] == other[1] and int(other[2]) == int(one[2]) + 1 and one[1][-1] in "/:" + _LETTERS)


_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = re.compile(r"(\d+)")


def natural_key(text: str) -> tuple[tuple[int, str], ...]:
    """Orders names by the numbers in them: `Port 2` before `Port 10`."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in _DIGITS.split(text) if part)

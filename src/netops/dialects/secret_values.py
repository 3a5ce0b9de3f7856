"""Whether a placeholder is the secret that a device shows, where the value of the one can be known and the form of the other be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from netops.dialects.secret_numbers import IsSame
from netops.dialects.secrets import Secret
from netops.secrets import OPEN, PLACEHOLDER

ValueOf = Callable[[str], str | None]
"""The value of a secret by its name, None where it cannot be had."""

_FORM: Final = re.compile(r"(\d{1,2}|encrypted|clear|cipher|[a-z]+) (?=\S)")
_CLEAR: Final = frozenset({"0", "clear"})
_TYPE_7: Final = frozenset({"7", "encrypted"})
_HIDDEN: Final = re.compile(r'"?(?:\$\w+\$|%[\^$@#]%)')
"""What a hash or a stored secret starts with."""
_CIPHER: Final = re.compile(r"(?:0\d|1[0-5])(?:[0-9A-Fa-f]{2})+")
_KEY: Final = b"dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"
"""Of a type 7 password, which is a shift and the characters of the password, each added to one of the key (bitwise, exclusive or)."""
_JUNOS: Final = "$9$"
_FAMILIES: Final = ("QzF3n6/9CAtpu0O", "B1IREhcSyrleKvMW8LXx", "7N-dVbwsY2g4oaJZGUDj", "iHkq.mPf5T")
"""The characters of a `$9$` text: one of the first family is followed by three that mean nothing, one of the second by two, and so on."""
_ORDER: Final = "".join(_FAMILIES)
_WEIGHTS: Final = ((1, 4, 32), (1, 16, 32), (1, 8, 32), (1, 64), (1, 32), (1, 4, 16, 128), (1, 32, 64))
"""What each of the characters that make one character of the password counts, in turn."""


def key_by_secret_value(value_of: ValueOf, *, are_real: bool = True) -> IsSame:
    """What compares a placeholder of either config with a secret of the other by its value.

    `are_real`: the values are those of the devices; those of a lab are made up, and another one on a device says nothing.
    """

    def is_same(wanted: Secret, running: Secret) -> bool | None:
        named, other = (wanted.value, running.value) if PLACEHOLDER.search(wanted.value) else (running.value, wanted.value)
        match = PLACEHOLDER.search(named)
        if match is None or match[2] or OPEN in other or (value := value_of(match[1])) is None:
            return None
        filled = named[: match.start()] + value + named[match.end() :]
        shown = readable_value(other)
        if other == filled or (shown is not None and shown == readable_value(filled)):
            return True
        return None if shown is None or not are_real else False

    return is_same


def readable_value(written: str) -> str | None:
    """The value of a secret as a config has it; None where its form hides it."""
    form = _FORM.match(written)
    word, rest = (form[1], written[form.end() :]) if form else ("0", written)
    plain = rest.removeprefix('"').removesuffix('"')
    if word in _TYPE_7:
        return decrypt_type7(plain)
    if word in _CLEAR and plain.startswith(_JUNOS):
        return revealed(plain)
    return None if word not in _CLEAR or _HIDDEN.match(rest) else plain


def decrypt_type7(cipher: str) -> str | None:
    """The password of a type 7 text; None where it is none.

    >>> decrypt_type7("0822455D0A16")
    'cisco'
    """
    if not _CIPHER.fullmatch(cipher):
        return None
    shift, data = int(cipher[:2]), bytes.fromhex(cipher[2:])
    text = bytes(byte ^ _KEY[(shift + at) % len(_KEY)] for at, byte in enumerate(data))
    return text.decode() if all(32 <= byte < 127 for byte in text) else None


def revealed(cipher: str) -> str | None:
    """The password of a `$9$` text of Junos, which anybody can read; None where it is none (a hash of IOS starts in the same way).

    Each character of it is the sum of the distances from one character of the text to the next, by their weights.

    >>> revealed("$9$LbHX-wg4Z")
    'lc'
    """
    text = cipher.removeprefix(_JUNOS)
    if not text or not set(text) <= set(_ORDER):
        return None
    skipped = next(3 - number for number, family in enumerate(_FAMILIES) if text[0] in family)
    places = [_ORDER.index(character) for character in text[0] + text[1 + skipped :]]
    gaps = [(after - before) % len(_ORDER) - 1 for before, after in pairwise(places)]
    out = ""
    while gaps:
        weights = _WEIGHTS[len(out) % len(_WEIGHTS)]
        own, gaps = gaps[: len(weights)], gaps[len(weights) :]
        if len(own) < len(weights):
            return None
        out += chr(sum(gap * weight for gap, weight in zip(own, weights, strict=True)) % 256)
    return out

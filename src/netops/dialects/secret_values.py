"""Whether a placeholder is the secret that a device shows, where the value of the one can be known and the form of the other be read."""

from __future__ import annotations

import re
from collections.abc import Callable
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


def key_by_secret_value(value_of: ValueOf) -> IsSame:
    """What compares a placeholder of either config with a secret of the other by its value."""

    def is_same(wanted: Secret, running: Secret) -> bool | None:
        named, other = (wanted.value, running.value) if PLACEHOLDER.search(wanted.value) else (running.value, wanted.value)
        match = PLACEHOLDER.search(named)
        if match is None or match[2] or OPEN in other or (value := value_of(match[1])) is None:
            return None
        filled = named[: match.start()] + value + named[match.end() :]
        shown = readable_value(other)
        return True if other == filled else None if shown is None else shown == readable_value(filled)

    return is_same


def readable_value(written: str) -> str | None:
    """The value of a secret as a config has it; None where its form hides it."""
    form = _FORM.match(written)
    word, rest = (form[1], written[form.end() :]) if form else ("0", written)
    if word in _TYPE_7:
        return decrypt_type7(rest)
    return None if word not in _CLEAR or _HIDDEN.match(rest) else rest.removeprefix('"').removesuffix('"')


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

"""SHA-512 crypt (`$6$`), the form of a password that EOS, Junos and Linux store, after U. Drepper, "Unix crypt using SHA-256 and SHA-512".

The salt is derived from value and name of the secret, so that the same secret gives the same line on every run and no drift.
The standard library's `crypt` does the same but is gone in Python 3.13, and only where libc has it.
"""

from __future__ import annotations

import hashlib

ROUNDS = 5000
SALT_LENGTH = 16
_ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def sha512_crypt(value: str, name: str) -> str:
    """The `$6$salt$hash` of a secret, the same on every call."""
    return crypt(value, salt(value, name))


def salt(value: str, name: str) -> str:
    """A salt that tells nothing: 96 bits of a hash over value and name."""
    digest = hashlib.sha512(b"netops salt\0" + name.encode() + b"\0" + value.encode()).digest()
    return "".join(_ALPHABET[byte & 63] for byte in digest[:SALT_LENGTH])


def crypt(value: str, salt_: str) -> str:
    """`$6$salt$hash` with the standard 5000 rounds."""
    key, seed = value.encode(), salt_.encode()[:SALT_LENGTH]
    digest = _start(key, seed)
    repeated_key = _repeat(_sha(key * len(key)), len(key))
    repeated_salt = _repeat(_sha(seed * (16 + digest[0])), len(seed))
    for number in range(ROUNDS):
        digest = _round(number, digest, repeated_key, repeated_salt)
    return f"$6${seed.decode()}${_encode(digest)}"


def _start(key: bytes, seed: bytes) -> bytes:
    alternate = _sha(key + seed + key)
    text = key + seed + _repeat(alternate, len(key))
    bits = len(key)
    while bits:
        text += alternate if bits & 1 else key
        bits >>= 1
    return _sha(text)


def _round(number: int, digest: bytes, key: bytes, seed: bytes) -> bytes:
    odd = number % 2 == 1
    text = key if odd else digest
    text += seed if number % 3 else b""
    text += key if number % 7 else b""
    return _sha(text + (digest if odd else key))


def _encode(digest: bytes) -> str:
    """Three bytes at a time, in the order that the specification sets, as four characters; the last byte as two."""
    groups = [(i, (i + 21) % 63, (i + 42) % 63) for i in range(21)]
    ordered = [(g[n % 3], g[(n + 1) % 3], g[(n + 2) % 3]) for n, g in enumerate(groups)]
    text = "".join(_base64((digest[a] << 16) | (digest[b] << 8) | digest[c], 4) for a, b, c in ordered)
    return text + _base64(digest[63], 2)


def _base64(number: int, characters: int) -> str:
    return "".join(_ALPHABET[(number >> 6 * n) & 63] for n in range(characters))


def _repeat(text: bytes, length: int) -> bytes:
    return (text * (length // len(text) + 1))[:length]


def _sha(text: bytes) -> bytes:
    return hashlib.sha512(text).digest()

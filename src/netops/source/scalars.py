"""What a plain scalar means: the core schema of YAML 1.2 and nothing else, so `no`, `12:30:45` and `2028-03-31` are text.

Spellings that readers of YAML 1.1 and 1.2 (and people) take for different values are refused, with the fix; so are numbers that would not
be written again as they stand, such as 1.10, which is a version more often than a number.
"""

from __future__ import annotations

import math
import re
from typing import Any

WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?")
NUMBER_LIKE = re.compile(r"[-+.0-9]")
MAX_DIGITS = 18
LONG = 40
"""Characters of a spelling that its fix repeats."""

AMBIGUOUS = (
    (re.compile(r"[-+]?0[0-9]+"), "a leading zero is octal to some readers and decimal to others"),
    (re.compile(r"0x[0-9a-fA-F]+|0o[0-7]+"), "a number with 0x or 0o would be written in decimal"),
    (re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?"), "digits with underscores are a number to some readers and text to others"),
    (re.compile(r"\+(?:[0-9]+|[0-9]*\.[0-9]+|[0-9]+\.[0-9]*)"), "a number loses its plus sign"),
    (re.compile(r"[-+]?0[0-9]+\.[0-9]*|-?\.[0-9]+|-?[0-9]+\."), "a number has a digit before and behind its point, and no needless zeros"),
    (re.compile(r"[-+]?(?:[0-9]+\.?|\.[0-9]+)[eE][-+]?[0-9]+"), "digits with an e are a number to some readers and text to others"),
    (re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"), "infinity and not-a-number cannot be configured"),
    (re.compile(rf"-?[0-9]{{{MAX_DIGITS + 1},}}"), f"a number has at most {MAX_DIGITS} digits"),
    (re.compile(r"-0"), "zero has no sign"),
)
"""Plain scalars that are refused, and why. The fix is always the same: quotes for text, another spelling for a number."""


class AmbiguousScalar(ValueError):
    """A plain scalar that is refused; its text is the reason. `number` spells the number that it may mean, '' where readers differ."""

    def __init__(self, reason: str, number: str = "") -> None:
        super().__init__(reason)
        self.number = number


def resolve_scalar(text: str, foreign: bool = False) -> Any:
    """The value of a plain scalar. Raises `AmbiguousScalar` for a spelling with two meanings; `foreign` files may write 7.30 for 7.3."""
    if text in WORDS:
        return WORDS[text]
    if not NUMBER_LIKE.match(text):
        return text
    for pattern, reason in AMBIGUOUS:
        if pattern.fullmatch(text):
            raise AmbiguousScalar(reason, _decimal(text))
    if INTEGER.fullmatch(text):
        return int(text)
    return _float(text, foreign) if FLOAT.fullmatch(text) else text


def _decimal(text: str) -> str:
    """The number that a text is to everyone who takes it for one, as it should be written; '' where readers differ."""
    if len(text) > MAX_DIGITS:
        return ""
    if text.startswith(("0x", "0o")):
        return str(int(text, 0))
    return text.removeprefix("+") if re.fullmatch(rf"\+(?:{INTEGER.pattern})", text) else ""


def _float(text: str, foreign: bool) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise AmbiguousScalar("the number is too large")
    if repr(number) != text and not foreign:
        raise AmbiguousScalar(f"the number would be written {number}", repr(number))
    return number

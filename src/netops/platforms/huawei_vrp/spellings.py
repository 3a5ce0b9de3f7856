"""What VRP takes in two forms, one with words that it supposes (the Command Reference is named)."""

from __future__ import annotations

from typing import Final

from netops.dialects.spellings import Spellings, spellings_below

LINES: Final = spellings_below(
    "",
    # Security, acl (system view): "number" may be left out, and "config" is the order without a word
    (r"acl (?:number )?(\d+)(?: match-order config)?", r"acl number \1"),
)

SPELLINGS: Final = Spellings(tuple(LINES))

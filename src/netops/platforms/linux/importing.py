"""How the files of a host are brought in: what is recognised, and what their lines are in the model."""

from __future__ import annotations

from typing import Final

from netops.facts.importer import Importer, nothing, starts
from netops.facts.read import Reader
from netops.facts.table import table

READER: Final = Reader(table({}), (), nothing)

IMPORTER: Final = Importer(
    certain=starts(r"### (?:file|dir) /\S* \S+:\S+ [0-7]{3,4}$"),
    typical=starts(r"### (?:file|dir) /"),
    reader=READER,
    manufacturer="Generic",
    role="server",
    folder="servers",
    is_of_files=True,
)

"""What a lint finds: a place in a file, what is wrong there, and the change that corrects it."""

from __future__ import annotations

from typing import NamedTuple

from netops.errors import Diagnostic
from netops.source.changes import Change


class LintFinding(NamedTuple):
    file: str
    problem: Diagnostic
    change: Change

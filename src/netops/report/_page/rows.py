"""Lines of a difference, side by side where one takes the place of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from netops.config import DiffLine
from netops.report._page.record import ReportLine
from netops.report.record import origin_text


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A line above the others, or one that moves (`both`); else what goes, what comes, or one for the other."""

    both: ReportLine | None = None
    old: ReportLine | None = None
    new: ReportLine | None = None

    @property
    def is_pair(self) -> bool:
        return self.old is not None and self.new is not None


def plain_line(line: DiffLine, *more: str) -> ReportLine:
    """A line with its cause and its place, where it differs."""
    notes = (str(line.cause or ""), *more, origin_text(line)) if line.differs else ()
    return ReportLine(line.sign, line.depth, line.text.strip(), tuple(filter(None, notes)))


def paired_rows(lines: Sequence[ReportLine]) -> list[DiffRow]:
    """The lines as rows: a `+` line that follows a `-` line of the same kind is beside it."""
    rows: list[DiffRow] = []
    for line in lines:
        if line.sign == "-":
            rows.append(DiffRow(old=line))
        elif line.sign != "+":
            rows.append(DiffRow(both=line))
        elif rows and (old := rows[-1].old) and not rows[-1].new and _is_kin(old, line):
            shown = replace(old, notes=()) if old.notes == line.notes else old
            rows[-1] = DiffRow(old=shown, new=line)
        else:
            rows.append(DiffRow(new=line))
    return rows


def _is_kin(old: ReportLine, new: ReportLine) -> bool:
    """Whether two lines begin alike at the same depth, as two values of a setting do."""
    return old.depth == new.depth and old.text.split()[:1] == new.text.split()[:1]

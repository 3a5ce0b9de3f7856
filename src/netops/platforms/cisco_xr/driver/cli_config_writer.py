"""How a config of IOS XR is typed, so that each line stands in the section that it stands in on paper."""

from __future__ import annotations

from netops.platforms.cisco_xr.driver import text as texts
from netops.platforms.cisco_xr.driver.cli import XrShell


class CliConfigWriter:
    """Types a config as it is printed: where a line opened a mode, the next one that does not stand below it is preceded by `exit`.

    XR takes `!` for a comment, and looks for a line that a mode does not know in the modes above, but a mode may know a line of that name.
    """

    def __init__(self, cli: XrShell) -> None:
        self._cli = cli
        self._open: list[int] = []

    def type(self, text: str) -> list[str]:
        """Types the text; what was refused, each line with the device's words. What stands below a refused line is left out."""
        refused: list[str] = []
        below: int | None = None
        for statement in texts.statements(text):
            if below is not None and statement.depth > below:
                continue
            self._exit_to(statement)
            said = self._enter(statement)
            below = statement.depth if said else None
            refused += said
        self._exit_to(texts.Statement(0, ()))
        return refused

    def _exit_to(self, statement: texts.Statement) -> None:
        """Leaves the modes that the statement does not stand in."""
        ends = bool(statement.lines and texts.ENDS.match(statement.lines[0]))
        while self._open and (self._open[-1] > statement.depth or (self._open[-1] == statement.depth and not ends)):
            self._open.pop()
            if self._cli.mode != "config":
                self._cli.ask("exit")

    def _enter(self, statement: texts.Statement) -> list[str]:
        before = self._cli.mode
        pieces = ["\n".join(statement.lines)] if statement.banner else statement.lines
        refused = [f"{piece.strip()}: {words}" for piece in pieces for words in texts.parse_refusals(self._cli.ask(piece))]
        if self._cli.mode not in (before, "config"):
            self._open.append(statement.depth)
        if self._cli.mode == "config":
            self._open.clear()
        return refused

"""The command line of a simulated IOS device."""

from __future__ import annotations

from netops.lab.sim.cisco_cli import DirectCli
from netops.lab.sim.ios import MARK, IosDevice, error_message
from netops.lab.sim.ios_commands import COMMANDS
from netops.lab.sim.tree import Editor, LineRejected

MODES = {
    "global": "config",
    "interface": "config-if",
    "acl": "config-ext-nacl",
    "bgp": "config-router",
    "ospf": "config-router",
    "line": "config-line",
}


class IosCli(DirectCli[IosDevice]):
    """One login on an IOS device."""

    commands = COMMANDS
    mark = MARK
    modes = MODES

    def _prompt(self) -> str:
        return f"{self.device.hostname[:20]}{self._mode()}#"

    def _error_message(self, error: LineRejected) -> str:
        return error_message(error, len(self.prompt))

    def _configure(self, editor: Editor, line: str) -> str:
        return self._exec(line[3:]) if line.startswith("do ") else super()._configure(editor, line)

    def _exec_in_config_mode(self, line: str, error: LineRejected) -> str:
        return self.refuse(error)

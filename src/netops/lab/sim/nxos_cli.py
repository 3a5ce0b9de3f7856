"""The command line of a simulated NX-OS device. Exec commands work in config mode too."""

from __future__ import annotations

from netops.lab.sim.cisco_cli import Answerer, DirectCli
from netops.lab.sim.nxos import NxosDevice, error_message
from netops.lab.sim.nxos_commands import COMMANDS, JSON
from netops.lab.sim.tree import LineRejected

MODES = {
    "global": "config",
    "interface": "config-if",
    "bgp": "config-router",
    "ospf": "config-router",
    "vlan": "config-vlan",
}


class NxosCli(DirectCli[NxosDevice]):
    """One login on an NX-OS device."""

    commands = COMMANDS
    mark = "% Invalid command at '^' marker."
    banner_prompt = "> "
    modes = MODES

    def __init__(self, device: NxosDevice, user: str, line: str = "vty0") -> None:
        super().__init__(device, user, line)
        self.asks = True
        """Whether the device asks before it overwrites or deletes (`terminal dont-ask`)."""

    def ask(self, question: str, answerer: Answerer) -> str:
        """Prints a question; the next line is its answer. Nothing is asked after `terminal dont-ask`."""
        return super().ask(question, answerer) if self.asks else answerer("y")

    def configure(self) -> None:
        super().configure()
        self.device.changed = self.device.clock.now()

    def _prompt(self) -> str:
        return f"{self.device.hostname}{self._mode()}# "

    def _banner_mark(self, text: str) -> str:
        return text[0]

    def _error_message(self, error: LineRejected) -> str:
        return error_message(error, len(self.prompt))

    def _exec_in_config_mode(self, line: str, error: LineRejected) -> str:
        return self._exec(line, error)

    def _exec(self, line: str, otherwise: LineRejected | None = None) -> str:
        command, bar, pipe = line.partition("|")
        if pipe.strip() in ("json", "json-pretty") and command.strip() in JSON:
            return JSON[command.strip()](self.device)
        return super()._exec(command + bar + pipe.replace('"', ""), otherwise or LineRejected(line, 0))

"""NAPALM's verbs on the command line of an IOS XR router.

XR has two stages: lines go into a target configuration, which a commit brings to the running one (System Management Configuration Guide,
Configuration Management; Command Reference, `commit`). A timed commit (`confirmed`, 30 to 65535 s) is confirmed by another `commit` in the
same session, and only there: to everybody else XR answers that there is nothing to commit. Leaving the session undoes it at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from netops.drivers.legacy import netmiko_connection
from netops.errors import ConfigError, DeviceError, LineRefused, Refused
from netops.platforms.cisco_xr.driver import text as texts
from netops.platforms.cisco_xr.driver.cli import XrShell
from netops.platforms.cisco_xr.driver.cli_config_writer import CliConfigWriter

SESSIONS = "show configuration sessions detail"
COMMENT = 60
"""Characters that XR keeps of a comment."""
COMMIT_S = 180.0
"""How long a device may be silent over a commit."""
OVERWRITES, OTHERS, LEAVES, DROPS = (
    "This commit will replace",
    "One or more commits have occurred",
    "Do you wish to exit?",
    "Uncommitted changes",
)
"""Words of its questions: before it replaces the config, when somebody committed meanwhile, when leaving undoes a timed commit or drops a
candidate."""


class XrRouter:
    """A router, by way of netmiko: `settings` are those of its `ConnectHandler`."""

    def __init__(self, target: str, settings: Mapping[str, Any], timeout_s: float, legacy: bool = False) -> None:
        self._target, self._settings, self._timeout_s = target, settings, timeout_s
        self._legacy = legacy
        self.connection: Any = None
        self._replaces = False
        self._trial = False
        self._committed: str | None = None
        """The last commit; empty when it was not done, None before the first one."""

    def open(self) -> None:
        self.connection = netmiko_connection("cisco_xr", self._legacy, **self._settings)
        self.connection.clear_buffer()
        self._cli = XrShell(self._target, self.connection, self._timeout_s)

    def close(self) -> None:
        """Leaves the device as it is for the next one: nobody else could confirm a timed commit, so it ends here."""
        try:
            self._leave()
        finally:
            self.connection.disconnect()

    def is_alive(self) -> dict[str, bool]:
        return {"is_alive": bool(self.connection.is_alive())}

    # -- config

    def get_config(self, retrieve: str = "all", full: bool = False, sanitized: bool = False) -> dict[str, str]:
        """XR has no startup config: what is committed stays. `full` changes nothing, XR shows no defaults."""
        running = texts.config_without_header(self._show("show running-config")) if retrieve in ("all", "running") else ""
        candidate = self._candidate() if retrieve in ("all", "candidate") and self._cli.mode and not self._trial else ""
        return {"running": running, "candidate": candidate, "startup": ""}

    def _candidate(self) -> str:
        return texts.config_without_header(self._cli.ask("show configuration" if self._replaces else "show configuration merge"))

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        self._load(filename, config, replaces=True)

    def load_merge_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        self._load(filename, config, replaces=False)

    def _load(self, filename: str | None, config: str | None, *, replaces: bool) -> None:
        """Types a text into a target configuration of its own, with the others locked out. LineRefused names the lines; nothing is left."""
        text = Path(filename).read_text(encoding="utf-8") if filename else config or ""
        self.discard_config()
        self._enter()
        self._replaces = replaces
        if refused := CliConfigWriter(self._cli).type(text):
            self.discard_config()
            raise LineRefused(
                self._target,
                f"the device refuses the configuration: {'; '.join(refused)}",
                hint="correct the data or the template of this line",
            )

    def _enter(self) -> None:
        if self._trial:
            raise DeviceError(self._target, "a timed commit is pending", hint="confirm it, roll it back, or wait for its timer")
        said = self._cli.ask("configure exclusive")
        if not self._cli.mode:
            lines = [line for line in said.splitlines() if line.startswith(("Cannot", "%"))]
            raise Refused(
                f"{self._target}: the configuration is locked: {' '.join(lines) or said.strip()}{self._holder()}",
                hint="wait until its holder is done, or ask them to leave",
            )

    def _holder(self) -> str:
        held = [session for session in self._sessions() if session.locked or session.waiting]
        return "".join(f"; session {session.name} of {session.user} on {session.line}" for session in held[:1])

    def compare_config(self) -> str:
        """What a commit would change, in the device's words."""
        if not self._cli.mode or self._trial:
            return ""
        return texts.differing_lines(self._cli.ask("show configuration changes diff" if self._replaces else "show commit changes diff"))

    def commit_config(self, message: str = "", revert_in: int | None = None) -> None:
        """Commits what was loaded, all or nothing. A timed commit keeps the session, which alone can confirm it."""
        if not self._cli.mode:
            return
        words = ["commit", *["replace"] * self._replaces, *([f"confirmed {revert_in}"] if revert_in is not None else [])]
        if note := " ".join(message.split())[:COMMENT]:
            words.append(f"comment {note}")
        self._committed = ""
        said = self._cli.ask(" ".join(words), {OTHERS: "no", OVERWRITES: "yes"}, COMMIT_S)
        self._check(said)
        self._trial = revert_in is not None and self.has_pending_commit()
        if not self._trial:
            self._leave()
        self._committed = self._last_commit().name

    def _check(self, said: str) -> None:
        """Raises when a commit was not done; nothing has changed then."""
        if OTHERS in said:
            raise Refused(f"{self._target}: somebody else has committed since the configuration was loaded", hint="plan again: netops plan")
        if refused := texts.parse_refusals(said):
            failed = texts.parse_commit_failures(self._cli.ask("show configuration failed")) if self._cli.mode else ""
            raise LineRefused(self._target, f"the device refuses the configuration: {failed or ' / '.join(refused)}")

    def confirm_commit(self) -> None:
        """Keeps a timed commit. DeviceError when it is over, or was made in another session."""
        if not self.has_pending_commit():
            self._trial = False
            raise DeviceError(self._target, "no commit is pending: the revert timer has run out, or was not started")
        if not self._trial:
            raise self._not_ours()
        said = self._cli.ask("commit")
        self._trial = False
        if "Confirming commit" not in said:
            raise DeviceError(self._target, f"the device does not confirm the commit: {' '.join(said.split())}")
        self._leave()

    def _not_ours(self) -> DeviceError:
        return DeviceError(
            self._target,
            f"a timed commit of another session is pending{self._holder()}: IOS XR lets only that session end it",
            hint="wait for its timer, which brings the old config back",
        )

    def has_pending_commit(self) -> bool:
        return any(session.waiting for session in self._sessions())

    def discard_config(self) -> None:
        if self._cli.mode and not self._trial:
            self._cli.ask("abort")

    def rollback(self) -> None:
        """Undoes the last commit of this connection, unless its timer has done so. DeviceError when another commit came after it."""
        if self._trial and self.has_pending_commit():
            return self._leave()
        self._trial = False
        self._leave()
        if self.has_pending_commit():
            raise self._not_ours()
        if self._committed is None:
            raise ConfigError(f"{self._target}: nothing to roll back to: this connection has committed nothing")
        last = self._last_commit() if self._committed else None
        if last is not None and last.name == self._committed:
            self._roll_back()
        elif last is not None and last.client != "Rollback":
            raise DeviceError(self._target, f"{last.user} has committed {last.name} since: rolling back would undo that too")

    def _roll_back(self) -> None:
        said = self._cli.ask("rollback configuration last 1", least_s=COMMIT_S)
        if "successfully rolled back" not in said:
            raise DeviceError(self._target, f"the device does not roll back: {' '.join(said.split())}")

    def _leave(self) -> None:
        """To exec mode: a candidate is dropped, a timed commit undone."""
        if self._trial:
            self._cli.ask("end", {LEAVES: "yes", DROPS: "no"}, COMMIT_S)
        elif self._cli.mode:
            self._cli.ask("abort")
        self._trial = False

    # -- facts

    def get_facts(self) -> dict[str, Any]:
        hostname = self._show("show running-config hostname").partition("hostname ")[2].split()
        name = hostname[0] if hostname else "ios"
        found = texts.parse_show_version(self._show("show version"))
        return {
            "vendor": "Cisco",
            "hostname": name,
            "fqdn": name,
            "serial_number": texts.parse_serial_number(self._show("show inventory")),
            "interface_list": list(self.get_interfaces()),
            **found,
        }

    def get_interfaces(self) -> dict[str, dict[str, Any]]:
        return texts.parse_interfaces(self._show("show interfaces"))

    def get_lldp_neighbors(self) -> Mapping[str, list[Mapping[str, str]]]:
        return texts.parse_lldp_neighbors(self._show("show lldp neighbors detail"))

    def get_bgp_neighbors(self) -> dict[str, Any]:
        """Of the default VRF; XR does not show in one table what it sends."""
        return texts.bgp_neighbors(self._show("show bgp all all summary"))

    def cli(self, commands: list[str]) -> dict[str, str]:
        return {command: self._cli.show(command) for command in commands}

    # -- inside

    def _show(self, command: str) -> str:
        """The output of a command. DeviceError when the device refuses it: a complaint is not an answer."""
        said = self._cli.show(command)
        if said.startswith("%") and (refused := texts.parse_refusals(said)):
            raise DeviceError(self._target, f"{command}: {' / '.join(refused)}")
        return said

    def _sessions(self) -> list[texts.ConfigSession]:
        return texts.parse_config_sessions(self._show(SESSIONS))

    def _last_commit(self) -> texts.CommitEntry:
        """The newest commit. DeviceError when the device lists none."""
        last = texts.last_commit(self._show("show configuration commit list 1"))
        if last is None:
            raise DeviceError(self._target, "the device lists no commits")
        return last

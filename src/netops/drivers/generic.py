"""A driver for every platform that netmiko supports: it reads the config and types commands, with what the platform's record holds.

No candidate, no revert timer, no whole config at once; what a change came to is read back from the device, as with every other driver.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from netops import config
from netops.dialects.indent.statements import lines_as_shown
from netops.drivers import ssh
from netops.drivers.base import TELNET, Access, Preview
from netops.drivers.command_line import type_commands
from netops.drivers.legacy import netmiko_connection
from netops.drivers.napalm import NapalmDriver, predicted_diff
from netops.drivers.shown import host_rows, lldp_command, lldp_neighbors, table_command, version_facts
from netops.errors import ConfigError, DeviceError, LineRefused, UsageError
from netops.platforms import CliSession, Platform, grammar_of

PORT_TELNET = 23


def connect(access: Access, platform: Platform) -> GenericDriver:
    """A driver over netmiko, not yet opened. UsageError when the platform's record does not fill `netmiko` and `cli`."""
    if platform.netmiko is None or platform.cli is None:
        raise UsageError(
            f"the generic driver cannot be used for {platform.name}: its record has no netmiko device type, or no `cli`",
            hint="see docs/extending.md for the fields of a record that the generic driver needs",
        )
    return GenericDriver(access, platform)


class GenericDriver(NapalmDriver):
    uses_terminal = True

    def make(self, known_hosts: Path) -> NetmikoSession:
        access = self.access
        login = {"host": access.hostname, "username": access.username, "password": access.password}
        options = {name: value for name, value in access.optional_args.items() if name not in _NAPALM_ONLY}
        if access.transport == TELNET:
            telnet = {"port": access.port or PORT_TELNET, "secret": access.enable or access.password, "conn_timeout": access.timeout_s}
            return NetmikoSession(
                access.target, self.platform, {**options, **login, **telnet}, telnet_type(access, str(self.platform.netmiko))
            )
        if access.transport not in ("", "ssh"):
            hint = "access: {transport: ssh} in netops.yaml"
            raise ConfigError(f"{access.target}: the generic driver needs SSH or telnet, not {access.transport!r}", hint=hint)
        if not ssh.accepted_host_keys(access):
            ssh.check_host_key(access)
        settings = {**options, **login, **ssh.netmiko_settings(access, known_hosts)}
        return NetmikoSession(access.target, self.platform, settings, str(self.platform.netmiko), access.legacy)

    def ready(self) -> None:
        if self.access.transport == TELNET:
            self._library.connection.read_timeout_override = max(ssh.READ_S, self.access.timeout_s)
        else:
            ssh.prepare_connection(self._library.connection, self.access)

    def sockets(self, library: Any) -> Iterator[Any]:
        if self.access.transport == TELNET:
            yield library.connection.remote_conn.sock
        else:
            yield library.connection.remote_conn_pre.get_transport().sock

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        raise ConfigError(
            f"{self.access.target}: the generic driver cannot replace a whole config", hint='its record has to have apply="commands"'
        )

    def compare_config(self) -> str:
        """The lines that the commands would change, by the rules of the platform, each with its sign."""
        return predicted_diff(self.platform, self.running(), self._library.candidate)

    def check_candidate(self) -> Preview:
        raise NotImplementedError("a command line has no way to try commands")

    def commit_config(self, message: str = "", revert_in: int | None = None) -> None:
        """Types the commands, and saves. LineRefused when a line was refused and the config from before is back, HalfChanged when not."""
        try:
            super().commit_config(message, revert_in)
        except LineRefused:
            self.rollback()
            raise
        self._ask("save")

    def confirm_commit(self) -> None:
        raise ConfigError(f"{self.access.target}: nothing to confirm: the generic driver has no timed commits")

    def undo(self) -> None:
        """Types the commands that lead back; those that a device refuses show as lines that are not as before."""
        if commands := self.rollback_commands():
            self._ask("change", commands)
            self._ask("save")


def telnet_type(access: Access, device_type: str) -> str:
    """netmiko's type of a device that is reached by telnet. ConfigError when it has none."""
    from netmiko.ssh_dispatcher import CLASS_MAPPER

    found = next((one for one in (f"{device_type}_telnet", f"{device_type.partition('_')[0]}_telnet") if one in CLASS_MAPPER), None)
    if found is None:
        raise ConfigError(
            f"{access.target}: netmiko does not reach {device_type} by telnet", hint="access: {transport: ssh} in netops.yaml"
        )
    return found


_NAPALM_ONLY = frozenset({"dest_file_system", "port", "auto_file_prompt", "inline_transfer"})
"""Settings of NAPALM's drivers that netmiko does not take."""


class NetmikoSession:
    """A login on a device through netmiko, with NAPALM's verbs. `settings` are those of netmiko's `ConnectHandler`."""

    def __init__(self, target: str, platform: Platform, settings: Mapping[str, Any], device_type: str, legacy: bool = False) -> None:
        assert platform.cli is not None
        self._target, self._platform, self._settings, self._cli = target, platform, settings, platform.cli
        self._device_type, self._legacy = device_type, legacy
        self.connection: Any = None
        self.candidate: tuple[str, ...] = ()

    def open(self) -> None:
        self.connect()
        self.prepare()
        self.connection.clear_buffer()

    def connect(self) -> None:
        """Logs in. Nothing is typed yet."""
        self.connection = netmiko_connection(self._device_type, self._legacy, auto_connect=False, **self._settings)
        self.connection._modify_connection_params()
        self.connection.establish_connection()

    def prepare(self) -> None:
        """netmiko finds the prompt and switches paging off."""
        self.connection._try_session_preparation()

    def close(self) -> None:
        if self.connection is not None:
            self.connection.disconnect()

    def is_alive(self) -> dict[str, bool]:
        return {"is_alive": bool(self.connection.is_alive())}

    def get_config(self, retrieve: str = "all", full: bool = False, sanitized: bool = False) -> dict[str, str]:
        """`full` changes nothing. `candidate` is empty: commands are no config."""
        commands = {"running": self._cli.running, "startup": self._cli.startup}
        texts = {name: self._config(command) if command and retrieve in ("all", name) else "" for name, command in commands.items()}
        if sanitized:
            texts = {name: config.redact(self._platform, text) for name, text in texts.items()}
        return {**texts, "candidate": ""}

    def _config(self, command: str) -> str:
        """A config as it is printed, without what the device prints around it. DeviceError when the device refuses the command."""
        return without_prompt_and_heading(self._cli, self._show(command))

    def load_merge_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        text = Path(filename).read_text(encoding="utf-8") if filename else config or ""
        self.candidate = tuple(text.splitlines())

    def discard_config(self) -> None:
        self.candidate = ()

    def commit_config(self, message: str = "", revert_in: int | None = None) -> None:
        candidate, self.candidate = self.candidate, ()
        self.change(candidate)

    def change(self, commands: Iterable[str]) -> None:
        """Types commands in config mode. netmiko's ConfigInvalidException at the first line that is refused; config mode is left."""
        type_commands(self.connection, self._platform, commands, self._commit if self._cli.commit else None)

    def _commit(self) -> None:
        """LineRefused when the device refuses the commit: netmiko raises ValueError with what it printed."""
        try:
            self.connection.commit()
        except ValueError as error:
            raise LineRefused(self._target, f"the device refuses the commit: {' '.join(str(error).split())}") from None

    def save(self) -> None:
        if self._cli.save:
            self.connection.save_config(cmd=self._cli.save)

    def has_pending_commit(self) -> bool:
        return False

    def get_facts(self) -> dict[str, Any]:
        """Name, release, model and serial number as the version command shows them; the name else from the prompt. The rest is empty."""
        release = self._platform.release.pattern if self._platform.release else r"\S+"
        printed = self._show(self._cli.version)
        shown = version_facts(str(self._platform.netmiko), self._cli.version, printed)
        found = re.search(rf"[Vv]ersion[: ]+v?({release})", printed) or re.search(rf"({release})", printed)
        name = shown.get("hostname") or re.sub(r"^.*[@:<]|[#>$%\s]+$", "", str(self.connection.base_prompt))
        return {
            "hostname": name,
            "fqdn": name,
            "vendor": "",
            "model": shown.get("model", ""),
            "serial_number": shown.get("serial_number", ""),
            "os_version": found[1] if found else shown.get("os_version", ""),
            "uptime": -1.0,
            "interface_list": [],
        }

    def get_interfaces(self) -> dict[str, Any]:
        raise NotImplementedError("the generic driver does not read interfaces")

    def get_lldp_neighbors(self) -> dict[str, list[Mapping[str, str]]]:
        device_type = str(self._platform.netmiko)
        command = lldp_command(device_type)
        if command is None:
            raise NotImplementedError(f"ntc-templates has no template for the LLDP neighbours of netmiko's {device_type}")
        found = lldp_neighbors(device_type, command, self._show(command))
        if found is None:
            raise DeviceError(self._target, f"{command}: what the device prints fits no template of ntc-templates")
        return {self._full_name(interface): those for interface, those in found.items()}

    def get_arp_table(self) -> list[dict[str, Any]]:
        return self._stations("arp")

    def get_mac_address_table(self) -> list[dict[str, Any]]:
        return self._stations("mac")

    def get_ipv6_neighbors_table(self) -> list[dict[str, Any]]:
        return self._stations("ipv6")

    def _stations(self, table: str) -> list[dict[str, Any]]:
        """A table of hosts. NotImplementedError when ntc-templates has no template of it."""
        device_type = str(self._platform.netmiko)
        command = table_command(device_type, table)
        if command is None:
            raise NotImplementedError(f"ntc-templates has no template for the {table} table of netmiko's {device_type}")
        found = host_rows(device_type, command, self._show(command))
        if found is None:
            raise DeviceError(self._target, f"{command}: what the device prints fits no template of ntc-templates")
        return [{**row, "interface": self._full_name(row["interface"])} for row in found]

    def _full_name(self, interface: str) -> str:
        """An interface as the config has it: LLDP shows short names."""
        head = "interface "
        return lines_as_shown(grammar_of(self._platform), head + interface).removeprefix(head)

    def cli(self, commands: list[str]) -> dict[str, str]:
        return {command: self.send(command) for command in commands}

    def send(self, command: str) -> str:
        """What the device prints after a command of exec mode, without echo and prompt."""
        return str(self.connection.send_command(command))

    def _show(self, command: str) -> str:
        said = self.send(command)
        refused = self._cli.refused.match(without_prompt_and_heading(self._cli, said).partition("\n")[0])
        if refused:
            raise DeviceError(
                self._target, f"{command}: {refused[0].strip()}", hint="is the feature on? Commands are in the platform's record (`cli`)"
            )
        return said


def without_prompt_and_heading(cli: CliSession, printed: str) -> str:
    """A config out of what a command has printed: without its heading, and with one end of line at its end."""
    text = cli.heading.sub("", printed.replace("\r", "")) if cli.heading else printed.replace("\r", "")
    return f"{text.strip()}\n" if text.strip() else ""

"""Arista EOS over eAPI (HTTPS with a pinned certificate, or plain HTTP where netops.yaml says `tls: false`): NAPALM's `eos` driver."""

from __future__ import annotations

import hashlib
import http.client
import os
import re
import socket
import ssl
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyeapi.eapilib import CommandError, EapiConnection

from netops.drivers import ssh
from netops.drivers.base import Access
from netops.drivers.command_line import split_into_pieces
from netops.drivers.library_errors import line_refused
from netops.drivers.napalm import NapalmDriver, napalm_class
from netops.drivers.neighbors import OSPF_ROW, NeighborTable
from netops.drivers.own import read_candidate
from netops.errors import ConfigError, DeviceError, Refused
from netops.platforms import Platform
from netops.platforms.arista_eos import PLATFORM
from netops.platforms.arista_eos.facts_interface import NAME
from netops.platforms.arista_eos.rulebook import GRAMMAR
from netops.processes import is_number_free

PORTS = {"https": 443, "http": 80}
ISIS_ROW = re.compile(
    r"^\S+ +\S+ +(?P<neighbor>\S+) +L\d\S* +(?P<interface>[A-Z]\S*\d) +\S+ +(?P<state>[A-Z]+) +(?P<hold>\d+)", re.MULTILINE
)
"""`Gandalf  default  r2  L2  Ethernet1  P2P  UP  28  1D`: instance and VRF come first."""
ROUTES_ROW = re.compile(r"^ +(?P<protocol>connected|static|OSPF|IS-IS|BGP|RIP)(?: \(persistent\))? +(?P<count>\d+) *$", re.MULTILINE)
SAVED = "flash:rollback-0"
"""Where NAPALM puts the startup config before a commit; nothing reads it, since a rollback puts the running one back."""
SESSION = "netops-"
"""What the names of our config sessions start with."""


def connect(access: Access, platform: Platform = PLATFORM) -> AristaEos:
    return AristaEos(access, platform)


class AristaEos(NapalmDriver):
    """EOS rolls back to its *startup* config; here it is the running one from before the commit, put back as a replace."""

    ospf_neighbors = NeighborTable("show ip ospf neighbor", OSPF_ROW, NAME)
    isis_neighbors = NeighborTable("show isis neighbors", ISIS_ROW, NAME)
    routes = NeighborTable("show ip route summary", ROUTES_ROW)

    _run_name = ""

    def make(self, known_hosts: Path) -> Any:
        access = self.access
        transport = access.transport or "https"
        if transport not in PORTS:
            raise ConfigError(
                f"{access.target}: EOS is reached over eAPI, not {transport!r}", hint="access: {transport: eapi} in netops.yaml"
            )
        settings = {
            **access.optional_args,
            "enable_password": access.enable,
            "lock_disable": True,
            "transport": _eapi(access, transport),
            "port": access.port or PORTS[transport],
        }
        return napalm_class("napalm.eos.eos", "EOSDriver")(
            access.hostname, access.username, access.password, timeout=access.timeout_s, optional_args=settings
        )

    def sockets(self, library: Any) -> Iterator[Any]:
        yield library.device.connection.transport

    def release_session(self, library: Any) -> None:
        if self.timed:
            library.config_session = None

    def cleaning(self, library: Any) -> list[str]:
        return [] if self._before is None else [f"delete {SAVED}"]

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        self._load(["rollback clean-config"], read_candidate(filename, config))

    def load_merge_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        self._load([], read_candidate(filename, config))

    def _load(self, first: list[str], text: str) -> None:
        """Types a text into a config session of our own. LineRefused when the device refuses a line; the session is gone then.

        NAPALM takes the indentation out of texts of several lines, and knows some of them only.
        """
        self._begin()
        lines = self._library._mode_comment_convert([*(line for line in _requests(text) if line != "end"), "end"])
        with self._telling():
            try:
                self._library._run_commands([f"configure session {self._library.config_session}", *first, *lines])
            except CommandError as error:
                self.discard_config()
                raise line_refused(self.access, error) from None

    def has_pending_commit(self) -> bool:
        return bool(self._waiting())

    def pending_name(self) -> str:
        return ", ".join(self._waiting())

    def start_run(self, run: str) -> None:
        self._run_name = run

    def end_run(self, run: str) -> None:
        """Abort the config sessions of a run: a commit without an answer that comes late then finds none."""
        for name in self._unfinished():
            if name.startswith(SESSION) and name.endswith(f"-{run}"):
                self.cli([f"configure session {name} abort"])

    def confirm_commit(self) -> None:
        self._adopt()
        super().confirm_commit()

    def undo(self) -> None:
        if self._waiting():
            self._adopt()
            super().undo()
        else:
            self.restore_config()

    def discard_config(self) -> None:
        if self._library is not None and self._library.config_session:
            super().discard_config()

    def _begin(self) -> None:
        """A config session of our own, under a name that no other run has. Refused while somebody else holds one."""
        for name, users in self._unfinished().items():
            if not _left_behind(name):
                who = f"of {', '.join(users)}" if users else "with nobody in it"
                raise Refused(
                    f"{self.access.target}: the configuration is locked: session {name} {who} is not finished",
                    hint=f"wait until its holder is done; if it was left behind, end it: configure session {name} abort",
                )
            self.cli([f"configure session {name} abort"])
        if self._library.config_session is None:
            self._library.config_session = f"{_mine()}{os.getpid()}-{self._run_name or uuid.uuid4().hex[:6]}"

    def _unfinished(self) -> dict[str, list[str]]:
        """The unfinished config sessions beside ours, with the users that are in them."""
        sessions: dict[str, Any] = self._run("show configuration sessions detail").get("sessions", {})
        return {
            name: sorted({str(one["user"]) for one in (session.get("instances") or {}).values() if one.get("user")})
            for name, session in sessions.items()
            if session.get("state") == "pending" and name != self._library.config_session
        }

    def _waiting(self) -> list[str]:
        """The sessions whose timed commit waits for its confirmation. From 4.32 on EOS names an empty one when there is none."""
        with self._telling():
            return [name for name in self._library._get_pending_commits() if name]

    def _adopt(self) -> None:
        """Take over the timed commit of an earlier connection of ours."""
        ours = [name for name in self._waiting() if name.startswith(SESSION)]
        if self._library.config_session is None and len(ours) == 1:
            self._library.config_session = ours[0]

    def _run(self, command: str) -> dict[str, Any]:
        with self._telling():
            answer: dict[str, Any] = self._library._run_commands([command])[0]
            return answer


def _requests(text: str) -> Iterator[str | dict[str, str]]:
    """The lines of a text as eAPI takes them: a text of several lines is the input of its command."""
    for lines, is_block in split_into_pieces(text.splitlines(), None, GRAMMAR.blocks):
        if is_block:
            yield {"cmd": lines[0], "input": "\n".join(lines[1:-1])}
        else:
            yield from (line for line in lines if line.startswith("!!") or not line.startswith("!"))


def _mine() -> str:
    """What the names of config sessions from this machine start with; the number of the process follows."""
    return f"{SESSION}{hashlib.sha256(socket.gethostname().encode()).hexdigest()[:6]}-"


def _left_behind(name: str) -> bool:
    """Whether a config session is of a netops on this machine whose process is gone."""
    pid = name.removeprefix(_mine()).partition("-")[0]
    return name.startswith(_mine()) and pid.isdecimal() and is_number_free(int(pid))


def _eapi(access: Access, transport: str) -> type[EapiConnection]:
    """The transport class that NAPALM makes its connection of."""

    class Connection(EapiConnection):  # type: ignore[misc]
        def __init__(self, host: str, port: int, username: str, password: str, timeout: float) -> None:
            super().__init__()
            made = _Https if transport == "https" else _Http
            self.transport = made(access, host, port, timeout)
            self.authentication(username, password)

    return Connection


class _Http(http.client.HTTPConnection):
    """Recognises a refused login by its status; pyeapi has one error for that and for a dead line. Once shut down it connects no more."""

    def __init__(self, access: Access, host: str, port: int, timeout: float, **settings: Any) -> None:
        super().__init__(host, port, timeout=timeout, **settings)
        self.access = access
        self.over = False

    def connect(self) -> None:
        super().connect()
        if self.over:
            self.close()
            raise ConnectionAbortedError("it was shut down")

    def shutdown(self, how: int) -> None:
        self.over = True
        if self.sock is not None:
            self.sock.shutdown(how)

    def getresponse(self) -> http.client.HTTPResponse:
        return _checked(self.access, super().getresponse())


class _Https(_Http, http.client.HTTPSConnection):
    """Compares the certificate with the pinned one before anything is sent; without a pin it has to be one that this machine trusts."""

    def __init__(self, access: Access, host: str, port: int, timeout: float) -> None:
        super().__init__(access, host, port, timeout, context=_trust(access))

    def connect(self) -> None:
        try:
            super().connect()
        except ssl.SSLCertVerificationError as error:
            raise ssh.certificate_message(self.access, f"it is not trusted here ({error.verify_message})") from error
        certificate = self.sock.getpeercert(binary_form=True)
        found = "sha256:" + hashlib.sha256(certificate or b"").hexdigest()
        if self.access.host_key and found != self.access.host_key.strip().lower():
            self.close()
            raise ssh.certificate_message(self.access, f"known is {self.access.host_key}, the server shows {found}", found)


def _trust(access: Access) -> ssl.SSLContext:
    if not access.host_key:
        return ssl.create_default_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _checked(access: Access, response: http.client.HTTPResponse) -> http.client.HTTPResponse:
    if response.status == 200:
        return response
    response.close()
    if response.status in (401, 403):
        raise ssh.login_refused_message(access)
    raise DeviceError(access.target, f"eAPI answers {response.status} {response.reason}", hint="is `management api http-commands` on?")

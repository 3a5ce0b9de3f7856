"""vtysh on a simulated FRR router: a session of commands, as from a keyboard or from `vtysh -c`, and what `show` commands print."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from netops.lab.sim import facts, frr_text
from netops.lab.sim.frontend import Answer
from netops.lab.sim.frr_config import Editor
from netops.lab.sim.frr_lines import Line, Refused, Unknown
from netops.lab.sim.frr_router import LOCKED, STARTUP, FrrRouter

SHOWN_BEFORE = "Building configuration...\n\nCurrent configuration:\n!\n"
SAVED = (
    f"Note: this version of vtysh never writes vtysh.conf\nBuilding Configuration...\nIntegrated configuration saved to {STARTUP}\n[OK]\n"
)
VERSION = "FRRouting {version} ({hostname}) on Linux(6.1.0-lab).\nCopyright 1996-2005 Kunihiro Ishiguro, et al.\n"


class Vtysh:
    """One vtysh session. `feed` gives what a line prints; `failed` and `taken` are how it went."""

    def __init__(self, router: FrrRouter) -> None:
        self.router = router
        self.failed = False
        """Whether vtysh ends with this line when it was given by `-c`."""
        self.taken = True
        """Whether the line was taken. A refused transaction is not, though vtysh goes on."""
        self._editor: Editor | None = None

    def feed(self, line: str) -> str:
        text = line.strip()
        self.failed, self.taken = False, True
        if not text or text[0] in "!#":
            return ""
        try:
            return self._command(text) if self._editor is None else self._configure(self._editor, text)
        except Unknown as error:
            self.failed, self.taken = True, False
            return f"% {error}: {text}\n"
        except Refused as error:
            self.failed, self.taken = bool(error.daemon), False
            return f"{error.said}\n"

    @property
    def mode(self) -> str:
        """What the prompt shows of the mode: nothing outside the config."""
        if self._editor is None:
            return ""
        return "(config-section)" if self._editor.path else "(config)"

    def _configure(self, editor: Editor, text: str) -> str:
        if text == "end" or (text in ("exit", "quit") and not editor.path):
            self._editor = None
        elif text.startswith("do "):
            return self._command(text[3:])
        else:
            editor.feed(_completed(text))
            self.router.on_change()
        return ""

    def _command(self, text: str) -> str:
        for pattern, act in _COMMANDS:
            if found := pattern.fullmatch(text):
                return act(self, found)
        raise Unknown

    def configure(self) -> str:
        if self.router.faults.commit_fail:
            raise Refused(LOCKED, "zebra")
        self._editor = self.router.editor()
        return ""

    def save(self) -> str:
        self.router.save()
        return SAVED


class VtyshCli:
    """A vtysh session at a terminal. vtysh has no pages of its own; `terminal length` is taken for the pager that it may start."""

    def __init__(self, router: FrrRouter) -> None:
        self._session = Vtysh(router)
        self.closed = False
        self.page_lines = 24

    @property
    def prompt(self) -> str:
        return f"{self._session.router.hostname}{self._session.mode}# "

    def interrupt(self) -> None:
        self._session.feed("end")

    def feed(self, line: str) -> str:
        text = line.strip()
        if self._session.mode == "" and text in ("exit", "quit"):
            self.closed = True
            return ""
        if text.startswith("terminal length "):
            self.page_lines = int(text.split()[-1])
            return ""
        before = frr_text.config_as_text(self._session.router.running)
        shown = self._session.feed(line)
        self._session.router.counters.commits += frr_text.config_as_text(self._session.router.running) != before
        return shown


def execute(router: FrrRouter, commands: Sequence[str]) -> Answer:
    """What a person gets who types these commands in vtysh. Stops at the first that is not taken."""
    session, shown = Vtysh(router), ""
    before = frr_text.config_as_text(router.running)
    for command in commands:
        shown += session.feed(command)
        if not session.taken:
            break
    router.counters.commits += frr_text.config_as_text(router.running) != before
    return Answer(shown, session.taken)


_SHORT = (
    (re.compile(r"^(no )?int\w* "), r"\1interface "),
    (re.compile(r"^(no )?desc\w* "), r"\1description "),
    (re.compile(r"^(no )?shut\w*$"), r"\1shutdown"),
)


def _completed(text: str) -> str:
    """A line with its abbreviations written out, as far as people use them."""
    for short, long in _SHORT:
        text = short.sub(long, text)
    return text


def _interfaces(router: FrrRouter, wanted: str) -> dict[str, Any]:
    named = [line for line in router.running.root.lines.values() if line.text.startswith("interface ")]
    held = {line.text.split()[1]: line for line in named}
    names = sorted({*router.running.hardware, *held}) if not wanted else [wanted]
    return {name: _interface(router, name, held.get(name, Line(""))) for name in names}


def _interface(router: FrrRouter, name: str, line: Line) -> dict[str, Any]:
    enabled = "shutdown" not in line.lines
    up = facts.is_up(router.spec, name, enabled)
    texts = [inner.text.split() for inner in line.lines.values()]
    description = line.lines.get("description")
    return {
        "administrativeStatus": "up" if enabled else "down",
        "operationalStatus": "up" if up else "down",
        "vrfName": "default",
        **({"description": description.text.partition(" ")[2]} if description else {}),
        "mtu": 65536 if name == "lo" else 1500,
        "speed": 0 if name == "lo" else 1000,
        "type": "Loopback" if name == "lo" else "Ethernet",
        **({} if name == "lo" else {"hardwareAddress": facts.stable_mac(router.spec.name, name)}),
        "ipAddresses": [{"address": words[2], "secondary": False, "unnumbered": False} for words in texts if words[1:2] == ["address"]],
    }


def _bgp(router: FrrRouter) -> dict[str, Any]:
    """The peers by family. The routers of a simulated lab do not talk to each other: no session gets further than Active."""
    bgp = next((line for line in router.running.root.lines.values() if line.text.startswith("router bgp ")), None)
    if bgp is None:
        return {}
    asn, given = int(bgp.text.split()[2]), bgp.lines.get("bgp router-id")
    peers = [key.split()[1] for key in bgp.lines if key.startswith("neighbor ") and key.endswith(" remote-as")]
    shown = {}
    for family, name in (("ipv4", "ipv4Unicast"), ("ipv6", "ipv6Unicast")):
        held = bgp.lines.get(f"address-family {family} unicast", Line("")).lines
        active = [peer for peer in peers if _activated(family, held, peer)]
        if active:
            router_id = given.text.split()[2] if given else ""
            shown[name] = {"routerId": router_id, "as": asn, "peers": {peer: _peer(bgp, asn, peer) for peer in active}}
    return shown


def _routes(router: FrrRouter) -> dict[str, Any]:
    counted = facts.route_count(router.spec, frr_text.config_as_text(router.running))
    return {"routes": [{"fib": number, "rib": number, "type": name} for name, number in counted.items()]}


def _activated(family: str, held: dict[str, Line], peer: str) -> bool:
    """IPv4 is on unless it is negated, IPv6 is off unless it is enabled."""
    line = held.get(f"neighbor {peer} activate")
    return line is None if family == "ipv4" else line is not None


def _peer(bgp: Line, asn: int, peer: str) -> dict[str, Any]:
    remote = bgp.lines[f"neighbor {peer} remote-as"].text.split()[3]
    down, description = f"neighbor {peer} shutdown" in bgp.lines, bgp.lines.get(f"neighbor {peer} description")
    return {
        "remoteAs": int(remote) if remote.isdigit() else asn,
        "localAs": asn,
        "peerUptimeMsec": 0,
        "pfxRcd": 0,
        "pfxSnt": 0,
        "state": "Idle (Admin)" if down else "Active",
        "peerState": "Admin" if down else "OK",
        **({"desc": description.text.split(None, 3)[3]} if description else {}),
    }


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=2) + "\n"


Act = Callable[[Vtysh, re.Match[str]], str]
_TABLE: dict[str, Act] = {
    r"conf\w*( t\w*)?": lambda session, found: session.configure(),
    r"wr\w*( m\w*| f\w*)?|copy run[\w-]* start[\w-]*": lambda session, found: session.save(),
    r"sh\w* run[\w-]*": lambda session, found: SHOWN_BEFORE + frr_text.config_as_text(session.router.running),
    r"sh\w* start[\w-]*": lambda session, found: session.router.startup,
    r"sh\w* ver\w*": lambda session, found: VERSION.format(version=frr_text.VERSION, hostname=session.router.hostname),
    r"sh\w* int\w*(?: (?P<name>\S+))? json": lambda session, found: _json(_interfaces(session.router, found["name"] or "")),
    r"sh\w* (?:ip )?bgp sum\w* json": lambda session, found: _json(_bgp(session.router)),
    r"show ip route summary json": lambda session, found: _json(_routes(session.router)),
    r"show ipv6 route summary json|show ip ospf vrf all neighbor json|show isis vrf all neighbor json": lambda session, found: _json({}),
    r"end|exit|quit|en\w*": lambda session, found: "",
}
_COMMANDS = [(re.compile(pattern), act) for pattern, act in _TABLE.items()]
"""What can be typed outside of the config, in FRR's words or shorter."""

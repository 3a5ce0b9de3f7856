"""The RPCs of a simulated Junos device: XML in, XML out, by a table of operations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from netops.lab.sim import facts
from netops.lab.sim.frontend import Station
from netops.lab.sim.junos import JunosDevice, RpcFailed
from netops.lab.sim.junos_shell import operational_output
from netops.lab.sim.junos_tree import SyntaxRefused

Element = Any
"""An lxml element; the library has no types."""


class RpcSession:
    """One NETCONF session on a device: its name holds locks."""

    def __init__(self, device: JunosDevice, user: str, number: int) -> None:
        self.device, self.user = device, user
        self.name = f"{user} (session {number})"
        self.closed = False

    def call(self, operation: Element) -> str:
        """The inside of the reply to one operation."""
        answer = OPERATIONS.get(etree.QName(operation).localname)
        try:
            if answer is None:
                raise RpcFailed("syntax error", etree.QName(operation).localname)
            return answer(self, operation)
        except RpcFailed as error:
            return rpc_error(error.message, error.element)
        except SyntaxRefused as error:
            return rpc_error(error.message, error.word)

    def close(self) -> None:
        """Ends the session: its lock goes, and with it what was not committed."""
        self.closed = True
        self.device.unlock(self.name)


def rpc_error(message: str, element: str = "") -> str:
    bad = f"<error-info><bad-element>{escape(element)}</bad-element></error-info>" if element else ""
    return (
        "<rpc-error><error-type>protocol</error-type><error-tag>operation-failed</error-tag><error-severity>error</error-severity>"
        f"<error-message>{escape(message)}</error-message>{bad}</rpc-error>"
    )


def _text(operation: Element, name: str) -> str | None:
    """The text of a child element; None when there is no such child."""
    found = operation.find(f"{{*}}{name}")
    return None if found is None else (found.text or "").strip()


def _lock(session: RpcSession, operation: Element) -> str:
    session.device.lock(session.name)
    return "<ok/>"


def _unlock(session: RpcSession, operation: Element) -> str:
    session.device.unlock(session.name)
    return "<ok/>"


def _close(session: RpcSession, operation: Element) -> str:
    session.close()
    return "<ok/>"


def _load(session: RpcSession, operation: Element) -> str:
    if operation.get("rollback") is not None:
        session.device.load_rollback(int(operation.get("rollback")))
    elif operation.get("format", "xml") != "text" and operation.get("action") != "set":
        raise RpcFailed("only text and set are understood here", operation.get("format", "xml"))
    else:
        session.device.load("".join(operation.itertext()), operation.get("action") or "merge", session.name)
    return "<load-configuration-results><ok/></load-configuration-results>"


def _get_configuration(session: RpcSession, operation: Element) -> str:
    if operation.get("compare"):
        diff = session.device.compare(int(operation.get("rollback", "0")))
        return f"<configuration-information><configuration-output>\n{escape(diff)}\n</configuration-output></configuration-information>"
    if operation.get("format") == "set":
        return f"<configuration-set>{escape(operational_output(session.device, 'show configuration | display set'))}</configuration-set>"
    if operation.get("format") != "text":
        raise RpcFailed("only text and set are understood here", operation.get("format", "xml"))
    shown = session.device.text(candidate=operation.get("database") == "candidate")
    return f"<configuration-text>\n{escape(shown)}</configuration-text>"


def _commit(session: RpcSession, operation: Element) -> str:
    if operation.find("{*}check") is not None:
        session.device.check()
        return "<commit-results/>"
    minutes = None
    if operation.find("{*}confirmed") is not None:
        minutes = int(_text(operation, "confirm-timeout") or 10)
    session.device.commit(session.user, log=_text(operation, "log") or "", confirm_minutes=minutes)
    return "<commit-results><routing-engine><name>re0</name><commit-success/></routing-engine></commit-results>"


def _revision(session: RpcSession, operation: Element) -> str:
    last = session.device.history[0]
    comment = f"<comment>{escape(last.comment)}</comment>" if last.comment else ""
    return (
        f"<commit-revision-information><revision>re0-{int(last.at)}-{len(session.device.history)}</revision><user>{escape(last.user)}</user>"
        f'<date-time seconds="{int(last.at)}">{int(last.at)}</date-time>{comment}</commit-revision-information>'
    )


def _uptime(session: RpcSession, operation: Element) -> str:
    now = int(session.device.clock.now())
    return (
        f'<system-uptime-information><current-time><date-time seconds="{now}">{now}</date-time></current-time><uptime-information>'
        f'<up-time seconds="{now - int(session.device.booted)}">1 day</up-time></uptime-information></system-uptime-information>'
    )


def _software(session: RpcSession, operation: Element) -> str:
    spec = session.device.spec
    return (
        f"<software-information><host-name>{escape(session.device.hostname)}</host-name><product-model>{escape(spec.model)}</product-model>"
        f"<product-name>{escape(spec.model)}</product-name><junos-version>{escape(spec.os_version)}</junos-version></software-information>"
    )


def _chassis(session: RpcSession, operation: Element) -> str:
    spec = session.device.spec
    return (
        f"<chassis-inventory><chassis><name>Chassis</name><serial-number>{escape(spec.serial)}</serial-number>"
        f"<description>{escape(spec.model)}</description></chassis></chassis-inventory>"
    )


def _engine(session: RpcSession, operation: Element) -> str:
    up = int(session.device.clock.now() - session.device.booted)
    return (
        f"<route-engine-information><route-engine><status>OK</status><model>{escape(session.device.spec.model)}</model>"
        f'<start-time seconds="{int(session.device.booted)}"/><up-time seconds="{up}">1 day</up-time>'
        "<last-reboot-reason>0x1:power cycle</last-reboot-reason></route-engine></route-engine-information>"
    )


def _interfaces(session: RpcSession, operation: Element) -> str:
    shown = (_interface(state, session.device.units(state.name)) for state in session.device.interfaces())
    return f"<interface-information>{''.join(shown)}</interface-information>"


def _interface(state: facts.InterfaceState, units: list[str]) -> str:
    description = f"<description>{escape(state.description)}</description>" if state.description else ""
    logical = "".join(f"<logical-interface><name>{state.name}.{unit}</name></logical-interface>" for unit in units)
    return (
        f"<physical-interface><name>{state.name}</name><admin-status>{'up' if state.enabled else 'down'}</admin-status>"
        f"<oper-status>{'up' if state.up else 'down'}</oper-status>{description}<mtu>{state.mtu}</mtu><speed>1000mbps</speed>"
        f"<current-physical-address>{state.mac}</current-physical-address>{logical}</physical-interface>"
    )


def _lldp(session: RpcSession, operation: Element) -> str:
    rows = (
        f"<lldp-neighbor-information><lldp-local-port-id>{n.interface}</lldp-local-port-id>"
        f"<lldp-local-interface>{n.interface}</lldp-local-interface>"
        f"<lldp-remote-chassis-id>{facts.stable_mac(n.device, '')}</lldp-remote-chassis-id>"
        f"<lldp-remote-port-id>{n.port}</lldp-remote-port-id>"
        f"<lldp-remote-port-description>{n.port}</lldp-remote-port-description><lldp-remote-system-name>{n.device}</lldp-remote-system-name>"
        "</lldp-neighbor-information>"
        for n in facts.lldp_neighbors(session.device.spec, session.device.interfaces())
    )
    return f"<lldp-neighbors-information>{''.join(rows)}</lldp-neighbors-information>"


def _arp(session: RpcSession, operation: Element) -> str:
    rows = (
        f"<arp-table-entry><mac-address>{one.mac}</mac-address><ip-address>{one.address}</ip-address>"
        f"<interface-name>{_unit(one.interface)}</interface-name><time-to-expire>900</time-to-expire></arp-table-entry>"
        for one in _up(session, session.device.spec.arp)
        if ":" not in one.address
    )
    return f"<arp-table-information>{''.join(rows)}</arp-table-information>"


def _neighbors_v6(session: RpcSession, operation: Element) -> str:
    rows = (
        f"<ipv6-nd-entry><ipv6-nd-neighbor-address>{one.address}</ipv6-nd-neighbor-address><ipv6-nd-neighbor-l2-address>{one.mac}"
        f"</ipv6-nd-neighbor-l2-address><ipv6-nd-state>reachable</ipv6-nd-state><ipv6-nd-expire>30</ipv6-nd-expire>"
        f"<ipv6-nd-interface-name>{_unit(one.interface)}</ipv6-nd-interface-name></ipv6-nd-entry>"
        for one in _up(session, session.device.spec.arp)
        if ":" in one.address
    )
    return f"<ipv6-nd-information>{''.join(rows)}</ipv6-nd-information>"


def _macs(session: RpcSession, operation: Element) -> str:
    rows = (
        f"<mac-table-entry><mac-vlan-tag>{one.vlan}</mac-vlan-tag><mac-address>{one.mac}</mac-address><mac-type>Learn</mac-type>"
        f"<mac-interface>{_unit(one.interface)}</mac-interface></mac-table-entry>"
        for one in _up(session, session.device.spec.macs)
    )
    table = f"<ethernet-switching-table>{''.join(rows)}</ethernet-switching-table>"
    return f"<ethernet-switching-table-information>{table}</ethernet-switching-table-information>"


def _up(session: RpcSession, stations: Iterable[Station]) -> Iterator[Station]:
    up = {state.name for state in session.device.interfaces() if state.up}
    return (one for one in stations if one.interface.partition(".")[0] in up)


def _unit(interface: str) -> str:
    """The logical interface, which tables name."""
    return interface if "." in interface else f"{interface}.0"


def _command(session: RpcSession, operation: Element) -> str:
    return f"<output>\n{escape(operational_output(session.device, (operation.text or '').strip()))}\n</output>"


def _ok(session: RpcSession, operation: Element) -> str:
    return "<ok/>"


OPERATIONS: dict[str, Callable[[RpcSession, Element], str]] = {
    "lock-configuration": _lock,
    "unlock-configuration": _unlock,
    "open-configuration": _ok,
    "close-configuration": _ok,
    "close-session": _close,
    "load-configuration": _load,
    "get-configuration": _get_configuration,
    "commit-configuration": _commit,
    "get-commit-revision-information": _revision,
    "get-system-uptime-information": _uptime,
    "get-software-information": _software,
    "get-chassis-inventory": _chassis,
    "get-route-engine-information": _engine,
    "get-interface-information": _interfaces,
    "get-lldp-neighbors-information": _lldp,
    "get-arp-table-information": _arp,
    "get-ipv6-nd-information": _neighbors_v6,
    "get-ethernet-switching-table-information": _macs,
    "command": _command,
}

"""Where hosts are plugged in, asked of the devices now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_interface
from typing import Any

from nornir.core.task import Result, Task

from netops.adopt.ports import long_name
from netops.errors import NetopsError
from netops.events import Listener, silent
from netops.fleet import TaskAnswer, session
from netops.jobs.operation import Operation
from netops.platforms import Platform
from netops.search.data import DataHit
from netops.search.located import ArpRow, Located, MacRow, Neighbor, Network, SwitchPort, Tables
from netops.search.query import Query, Relation

INTERFACES = "interfaces"
ARP, MACS, LLDP = "get_arp_table", "get_mac_address_table", "get_lldp_neighbors"
IPV6 = "get_ipv6_neighbors_table"


@dataclass(frozen=True, slots=True)
class LiveTables:
    """What the devices that answer show together, and why others did not answer."""

    network: Network
    failed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LiveFound:
    """Where the hosts that are searched for are, and who sees a name by LLDP."""

    located: tuple[Located, ...] = ()
    neighbors: tuple[tuple[SwitchPort, Neighbor], ...] = ()

    @property
    def is_found(self) -> bool:
        return bool(self.located or self.neighbors)


def read_tables(operation: Operation, listen: Listener = silent) -> LiveTables:
    """The ARP, MAC address and LLDP tables of each target that an operation reaches; nothing is changed on any."""
    selection = operation.selection

    def task(task: Task) -> Result:
        name = task.host.name
        return Result(task.host, result=_read(task, selection.company.target(name).device, selection.platform(name)))

    names = [target.name for target in selection.reachable if target.name == target.device]
    answers: dict[str, TaskAnswer] = operation.on_each(names, task, listen)
    read = [answer.value for answer in answers.values() if answer.ok]
    failed = {name: answer.message.partition("\n")[0] for name, answer in answers.items() if not answer.ok}
    known = selection.company.index.addresses

    def owner(address: str) -> str:
        places = known.get(ip_address(address), ())
        return places[0].port.device if places else ""

    return LiveTables(Network(read, dict(_cables(operation, {one.device for one in read if one.macs})), owner), failed)


def find_live(operation: Operation, query: Query, hits: Iterable[DataHit], live: LiveTables) -> LiveFound:
    """Where devices see what is searched for. `hits`: what the data has for it; a device means the addresses of its interfaces."""
    names = {hit.name for hit in hits if query.kind == "text" and not hit.field and hit.relation is Relation.IS}
    addresses = addresses_of(operation, names)
    heard = live.network.neighbors_named(query) if query.kind == "text" else ()
    return LiveFound(tuple(live.network.locate(query, addresses)), tuple(heard))


def addresses_of(operation: Operation, names: Iterable[str]) -> set[str]:
    """The addresses of the interfaces of devices."""
    devices = operation.company.devices
    found = (one for name in names if name in devices for one in devices[name].get(INTERFACES, {}).values())
    return {str(ip_interface(text).ip) for one in found for text in map(str, one.get("addresses", ())) if "/" in text}


def _read(task: Task, device: str, platform: Platform) -> Tables:
    unread: dict[str, str] = {}

    def rows(getter: Callable[[], Any], name: str) -> Any:
        try:
            return getter() or ()
        except (NetopsError, NotImplementedError) as error:
            unread[name] = str(error).partition("\n")[0] or "not supported"
            return ()

    def port(name: object) -> str:
        return _port(long_name(platform.name, str(name or "")))

    with session(task) as driver:
        known = [*rows(lambda: driver.get_arp_table(), ARP), *rows(lambda: driver.get_ipv6_neighbors_table(), IPV6)]
        learnt = rows(lambda: driver.get_mac_address_table(), MACS)
        seen: Any = rows(driver.get_lldp_neighbors, LLDP)
    return Tables(
        device,
        tuple(ArpRow(str(row["ip"]), str(row["mac"]), port(row["interface"])) for row in known if row.get("mac")),
        tuple(MacRow(str(row["mac"]), port(row["interface"]), int(row.get("vlan") or 0)) for row in learnt if not row.get("static")),
        tuple(_neighbors(dict(seen or {}), port)),
        {name: why for name, why in unread.items() if name != IPV6},
    )


def _port(name: str) -> str:
    """The port of its first logical interface, `ge-0/0/1.0`, as Junos names it in tables."""
    return name.removesuffix(".0")


def _neighbors(seen: Mapping[str, Sequence[Mapping[str, str]]], port: Callable[[object], str]) -> Iterator[Neighbor]:
    for interface, rows in seen.items():
        yield from (Neighbor(port(interface), str(row.get("hostname") or ""), str(row.get("port") or "")) for row in rows)


def _cables(operation: Operation, switches: Iterable[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Device and port of each cable of a switch, and of the link aggregation that the port is in, with the device at the other end."""
    for device in switches:
        for name, data in operation.company.view(device).get(INTERFACES, {}).items():
            if other := data.get("neighbor"):
                yield (device, _port(str(name))), str(other["device"])
                if data.get("lag"):
                    yield (device, str(data["lag"])), str(other["device"])

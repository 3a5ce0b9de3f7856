"""What worked before a change has to work after it: within the limit, unless the change removes it, and never by silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from netops.config import ParsedConfig
from netops.errors import DeviceError, UsageError
from netops.health import Change, Device, Health, Measure, bgp, load_checks, routes
from netops.health._records import HealthCheck
from netops.platforms import get

BEFORE = (
    "hostname r1\ninterface GigabitEthernet0/1\n ip address 10.0.0.1 255.255.255.0\n!\n"
    "router bgp 65001\n neighbor 10.0.0.2 remote-as 65002\n"
)


@dataclass
class Router:
    """A driver whose getters give what a test wants, turn after turn; the last one stays."""

    links: list[dict[str, bool]] = field(default_factory=lambda: [{"GigabitEthernet0/1": True}])
    received: list[int] = field(default_factory=lambda: [100])
    error: str = ""

    def get_interfaces(self) -> dict[str, dict[str, Any]]:
        return {name: {"is_up": is_up} for name, is_up in _turn(self.links).items()}

    def get_lldp_neighbors(self) -> dict[str, list[dict[str, str]]]:
        return {}

    def get_bgp_neighbors(self) -> dict[str, Any]:
        if self.error:
            raise DeviceError("r1", self.error)
        number = _turn(self.received)
        counted = {"ipv4": {"received_prefixes": number, "sent_prefixes": -1}}
        return {"global": {"peers": {"10.0.0.2": {"is_up": number > 0, "address_family": counted}}}} if number >= 0 else {}

    def get_route_counts(self) -> dict[str, int]:
        return {"connected": 1}


def _turn(values: list[Any]) -> Any:
    return values.pop(0) if len(values) > 1 else values[0]


class Clock:
    """A clock that only a pause moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        return self.seconds

    def pause(self, seconds: float) -> None:
        self.seconds += seconds


def change(after: str = BEFORE, *lines: str) -> Change:
    return Change(ParsedConfig("cisco_ios", BEFORE), ParsedConfig("cisco_ios", after), lines)


def device(router: Router) -> Device:
    return Device("r1", get("cisco_ios"), router)  # type: ignore[arg-type]


def lost(before: Router, after: Router, wanted: str = BEFORE, wait_s: float = 10) -> tuple[list[str], float]:
    """What is lost, and how long it took to know."""
    clock = Clock()
    watch = Health(wait_s=wait_s, now=clock.now, pause=clock.pause).watch(change(wanted), device(before))
    return watch.wait(device(after)), clock.seconds


def test_all_that_worked_works() -> None:
    assert lost(Router(), Router()) == ([], 0.0)


def test_what_is_gone_for_a_moment_is_awaited() -> None:
    said, seconds = lost(Router(), Router(links=[{"GigabitEthernet0/1": False}] * 2 + [{"GigabitEthernet0/1": True}]))
    assert (said, 0 < seconds < 10) == ([], True)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (Router(links=[{"GigabitEthernet0/1": False}]), "links: GigabitEthernet0/1 is up: lost"),
        (Router(links=[{}]), "links: GigabitEthernet0/1 is up: lost"),
        (Router(received=[0]), "BGP: session with 10.0.0.2: lost; BGP: ipv4 prefixes from 10.0.0.2: 100 before, 0 now"),
        (Router(received=[94]), "BGP: ipv4 prefixes from 10.0.0.2: 100 before, 94 now"),
        (Router(error="BGP not active"), "BGP: could be read before, and not now: BGP not active"),
    ],
)
def test_what_is_gone_at_the_limit_is_named(after: Router, said: str) -> None:
    found, seconds = lost(Router(), after)
    assert ("; ".join(found), seconds >= 10) == (said, True)


def test_a_twentieth_of_a_table_may_come_and_go() -> None:
    assert lost(Router(), Router(received=[95])) == ([], 0.0)


@pytest.mark.parametrize(
    ("wanted", "after"),
    [
        (BEFORE.replace("/1\n", "/1\n shutdown\n"), Router(links=[{"GigabitEthernet0/1": False}])),
        (BEFORE.replace(" neighbor 10.0.0.2 remote-as 65002\n", ""), Router(received=[-1])),
        (BEFORE.replace("65002\n", "65002\n neighbor 10.0.0.2 shutdown\n"), Router(received=[0])),
    ],
)
def test_what_the_change_removes_is_not_lost(wanted: str, after: Router) -> None:
    assert lost(Router(), after, wanted) == ([], 0.0)


@pytest.mark.parametrize(("peers", "is_removed"), [("192.0.2.0/24", False), ("198.51.100.0/24", True)])
def test_a_dynamic_peer_goes_with_its_range_only(peers: str, is_removed: bool) -> None:
    text = "router bgp 65001\n neighbor ALL peer-group\n bgp listen range {} peer-group ALL\nend\n"
    before, after = (ParsedConfig("frr", text.format(one)) for one in ("192.0.2.0/24", peers))
    assert [one.peer for one in Change(before, after, ()).before.bgp] == ["192.0.2.0/24"]
    assert bgp.is_removed(Change(before, after, ()), "192.0.2.7") is is_removed


@pytest.mark.parametrize(("router", "why"), [(Router(error="timed out"), "timed out"), (Router(received=[-1]), "the device shows none")])
def test_what_cannot_be_read_before_is_named_and_no_pass(router: Router, why: str) -> None:
    watch = Health().watch(change(), device(router))
    assert watch.unchecked == (f"BGP: {why}",)


def heard(*seconds: float) -> Callable[[Device], Iterator[Measure]]:
    """A reading of a neighbour that is given up after so many seconds, turn after turn."""
    left = [*seconds]
    return lambda device: iter([Measure("r2 on eth1", 1, "eth1", hold_s=_turn(left))])


def watched(*seconds: float, touches: bool = True) -> float:
    clock = Clock()
    check = HealthCheck("ospf", "OSPF", heard(*seconds), touches=lambda change: touches)
    watch = Health((check,), wait_s=60, now=clock.now, pause=clock.pause).watch(change(), device(Router()))
    assert watch.wait(device(Router())) == []
    return clock.seconds


def test_a_neighbour_that_the_change_touches_has_to_be_heard_again() -> None:
    """It counts down from 40 s, and hears a hello after 3.5 s."""
    assert watched(36, 36, 35.5, 34.5, 40) == 3.5
    assert watched(36, 36, 35.5, 34.5, 40, touches=False) == 0.0


def test_a_company_adds_a_check_as_one_file(tmp_path: Path) -> None:
    (tmp_path / "health").mkdir()
    file = tmp_path / "health" / "clock.py"
    file.write_text("from netops.health import Measure\n\nTITLE = 'time'\n\n\ndef read(device):\n    return [Measure('synchronised', 1)]\n")
    own = {check.name: check for check in load_checks(tmp_path)}
    assert own.keys() - {check.name for check in load_checks()} == {"clock"}
    assert [*own["clock"].read(device(Router()))] == [Measure("synchronised")]
    assert "bgp" not in {check.name for check in load_checks(tmp_path, ["bgp"])}
    with pytest.raises(UsageError, match=r"no health check called 'bgb'\n    hint: did you mean bgp\?"):
        load_checks(tmp_path, ["bgb"])
    file.write_text("TITLE = 'time'\n")
    with pytest.raises(UsageError, match=r"clock\.py: not a health: it lacks read"):
        load_checks(tmp_path)


@pytest.mark.parametrize(
    ("line", "is_removed"),
    [("ip route 10.2.0.0 255.255.0.0 Null0\n", True), ("ntp server 10.0.0.9\n", False), ("", False)],
)
def test_an_own_route_goes_before_a_learned_one(line: str, is_removed: bool) -> None:
    change = Change(ParsedConfig("cisco_ios", BEFORE), ParsedConfig("cisco_ios", BEFORE + line), ())
    assert routes.is_removed(change, "bgp") is is_removed
    assert not routes.is_removed(change, "static")

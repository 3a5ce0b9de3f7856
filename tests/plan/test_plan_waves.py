"""The order of a deploy: what goes first, what never goes together, and why each target is where it is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netops.config import DiffLine
from netops.plan import Schedule, Step, Topology, WavePolicy, endangered_targets, schedule_waves
from netops.plan.survival import Ends, biconnected_components, dependent_counts
from netops.plan.topology import Member

Graph = dict[str, set[str]]


def step(name: str, *lines: str, platform: str = "cisco_ios") -> Step:
    diff = tuple(DiffLine("+", tuple(line.split(" / "))) for line in lines or ("ntp server 10.0.0.1",))
    return Step(name, platform, "replace", "", "", "", None, "", (), (), diff)


def linked(*pairs: str) -> dict[str, list[str]]:
    """A graph of pairs such as `a-b`."""
    found: dict[str, set[str]] = {}
    for pair in pairs:
        near, _, far = pair.partition("-")
        found.setdefault(near, set()).add(far)
        found.setdefault(far, set()).add(near)
    return {one: sorted(others) for one, others in sorted(found.items())}


def waves(names: str, topology: Topology, policy: WavePolicy | None = None) -> tuple[tuple[str, ...], ...]:
    return schedule_waves([step(name) for name in names.split()], topology, policy).waves


def apart(found: Iterable[tuple[str, ...]], *names: str) -> bool:
    return all(len({*wave} & {*names}) <= 1 for wave in found)


def test_one_device_then_one_of_each_kind_then_growing() -> None:
    kinds = {"ntp server 10.0.0.1": "abcdefghijklmnopqrst", "interface Vlan10 / ip address 10.1.1.1 255.255.255.0": "uvw"}
    steps = [step(name, line) for line, names in kinds.items() for name in names] + [step("x", platform="frr")]
    found = schedule_waves(steps)
    assert found.waves[:3] == (("a",), ("u", "x"), ("b", "c", "d", "e"))
    assert [len(wave) for wave in found.waves] == [1, 2, 4, 8, 9]
    assert found.reasons["a"] == "first: fewest dependents (0) among the far ends"
    assert found.reasons["u"] == "first of its kind of 3: cisco_ios"
    assert found.reasons["b"] == ("same kind of change as a in wave 1; not earlier: one of each other kind of change goes before it")


def test_values_do_not_make_another_kind() -> None:
    steps = [step(f"sw{n}", f"interface GigabitEthernet1/0/{n} / ip address 10.0.{n}.1 255.255.255.0") for n in range(9)]
    assert [len(wave) for wave in schedule_waves(steps).waves] == [1, 2, 4, 2]


def test_a_thousand_kinds_are_not_one_wave() -> None:
    assert [len(wave) for wave in schedule_waves([step(f"sw{n}", "x" * (n + 1)) for n in range(300)]).waves[:3]] == [1, 15, 30]


def test_the_smallest_blast_goes_first() -> None:
    members = {"a": Member(dependents=9), "b": Member(dependents=1), "c": Member(dependents=4)}
    assert waves("a b c", Topology(members=members))[0] == ("b",)


@pytest.mark.parametrize(
    ("policy", "sizes"),
    [
        (WavePolicy(), [1, 2, 4, 8, 16, 9]),
        (WavePolicy(factor=3), [1, 3, 9, 27]),
        (WavePolicy(factor=1), [1] * 40),
        (WavePolicy(sizes=(5, 20)), [1, 5, 20, 14]),
        (WavePolicy(sizes=(4,), factor=1.5), [1, 4, 6, 9, 13, 7]),
    ],
)
def test_sizes_and_factor_are_obeyed(policy: WavePolicy, sizes: list[int]) -> None:
    found = schedule_waves([step(f"sw{n:02}") for n in range(40)], policy=policy)
    assert [len(wave) for wave in found.waves] == sizes


def test_members_of_a_group_are_never_together() -> None:
    topology = Topology(groups={"redundancy group of a, b, c": ("a", "b", "c")})
    found = schedule_waves([step(name) for name in "abcdefg"], topology)
    assert apart(found.waves, "a", "b", "c")
    assert found.reasons["c"].endswith("not earlier: not with b: redundancy group of a, b, c")


def test_at_most_half_of_a_role_at_a_site() -> None:
    """Counted over all devices there, not only those that change."""
    members = {f"sw{n}": Member("access", "ber") for n in range(6)} | {"rtr": Member("router", "ber")}
    found = waves(" ".join(members), Topology(members=members, peers={("access", "ber"): 7, ("router", "ber"): 1}), WavePolicy((99,)))
    assert max(len([one for one in wave if one != "rtr"]) for wave in found) == 3


def test_far_ends_go_before_what_they_are_reached_through() -> None:
    management = {"core": (), "dist": ("core",), "acc": ("core", "dist"), "prn": ("core", "dist", "acc")}
    found = schedule_waves([step(name) for name in management], Topology(management=management))
    assert found.waves == (("prn",), ("acc",), ("dist",), ("core",))
    assert found.reasons["core"].endswith("not earlier: core is on the management path of dist, which goes before it")


def test_what_is_reached_through_each_other_is_never_together() -> None:
    """There and back may differ, so that two devices are each on the other's way."""
    management = {"a": ("b",), "b": ("a",), "c": ()}
    assert apart(waves("a b c", Topology(management=management), WavePolicy((9,))), "a", "b")


def test_two_targets_of_a_device_are_never_together() -> None:
    topology = Topology(devices={"srv": "srv", "srv:cups": "srv", "b": "b"})
    assert apart(waves("b srv srv:cups", topology, WavePolicy((9,))), "srv", "srv:cups")


@pytest.mark.parametrize(
    ("links", "demands", "never", "why"),
    [
        pytest.param(linked("a1-x", "a2-x", "a1-y", "a2-y"), {}, ("a1", "a2"), "not with a1: no second way would be left", id="cores"),
        pytest.param(linked("a-b", "b-c", "c-d", "d-a"), {}, ("a", "c"), "not with a, b: no second way would be left", id="a ring"),
        pytest.param(
            {"a": [], "b": []},
            {"srv": (frozenset("ab"),)},
            ("a", "b"),
            "not with a: no second way would be left for srv",
            id="leaves of a server",
        ),
        pytest.param(
            linked("a-x", "b-y"),
            {"srv": (frozenset("ab"), frozenset("xy"))},
            ("a", "y"),
            "not with x: no second way would be left for srv",
            id="crossed ways",
        ),
    ],
)
def test_both_ways_are_never_taken(links: Mapping[str, list[str]], demands: Mapping[str, Ends], never: tuple[str, ...], why: str) -> None:
    found = schedule_waves([step(name) for name in ("0", *links)], Topology(links=links, demands=demands), WavePolicy((99,)))
    assert apart(found.waves, *never)
    assert found.reasons[never[1]] == f"same kind of change as 0 in wave 1; not earlier: {why}"


def test_a_server_is_no_way_for_others() -> None:
    """Two switches that only a server joins are not a way around for each other."""
    topology = Topology(links=linked("a-r", "b-r", "r-x"), demands={"srv": (frozenset("ab"),)})
    assert apart(waves("a b r x", topology, WavePolicy((99,))), "a", "b")


def test_what_is_out_of_order_counts_in_every_wave() -> None:
    topology = Topology(links=linked("a-b", "b-c", "c-d", "d-a"), groups={"redundancy group of x, y": ("x", "y")})
    assert endangered_targets(topology, ["a", "x"], ["b", "c", "y", "z"]) == {
        "c": "not with a, b: no second way would be left",
        "y": "not with x: redundancy group of x, y",
    }
    assert endangered_targets(topology, [], ["b", "y"]) == {}


NAMES = "abcdefgh"
HOSTS = "pqr"
PAIRS = sorted(combinations(NAMES, 2))


@st.composite
def topologies(draw: st.DrawFn) -> Topology:
    pairs = draw(st.lists(st.sampled_from(PAIRS), unique=True, max_size=16))
    links = linked(*map("-".join, pairs))
    ends = st.frozensets(st.sampled_from(NAMES), min_size=1, max_size=3)
    demands: dict[str, Ends] = {host: (draw(ends),) for host in draw(st.sets(st.sampled_from(HOSTS)))}
    demands |= {f"{host} out": (near, draw(ends)) for host, (near, *_) in tuple(demands.items()) if draw(st.booleans())}
    order = draw(st.permutations(NAMES))
    management = {name: tuple(order[: draw(st.integers(0, at))]) for at, name in enumerate(order)}
    members = {name: Member(draw(st.sampled_from(("x", "y"))), "s", draw(st.integers(0, 3))) for name in NAMES}
    peers = {(role, "s"): sum(one.role == role for one in members.values()) for role in "xy"}
    return Topology({}, members, peers, {}, management if draw(st.booleans()) else {}, {n: links.get(n, []) for n in NAMES}, demands)


def joined(links: Mapping[str, Iterable[str]], starts: set[str], ends: set[str], lost: set[str]) -> bool:
    """Whether any of some starts reaches any of some ends without what is lost."""
    reached = starts - lost
    while True:
        more = {far for near in reached for far in links[near]} - reached - lost
        if not more:
            return bool(reached & ends)
        reached |= more


def services(topology: Topology) -> list[tuple[set[str], set[str]]]:
    """All that could be a service: two switches, a host and a switch, a host and its gateways."""
    ends = [{one} for one in NAMES]
    hosts = [{*demand[0]} for demand in topology.demands.values()]
    out = [({*demand[0]}, {*demand[1]}) for demand in topology.demands.values() if len(demand) > 1]
    return [*combinations(ends, 2), *((host, end) for host in hosts for end in ends), *out]


def survives(topology: Topology, starts: set[str], ends: set[str]) -> bool:
    """Whether a service works without any one device; of an end with one device only that is not the question, nor asked of a wave."""
    fixed = {one for end in (starts, ends) if len(end) == 1 for one in end}
    return all(joined(topology.links, starts, ends, {one} - fixed) for one in ("", *NAMES))


@settings(max_examples=300, deadline=None)
@given(topologies())
def test_no_wave_takes_a_service_that_survives_any_single_failure(topology: Topology) -> None:
    found = schedule_waves([step(name) for name in NAMES], topology, WavePolicy((99,)))
    assert sorted(name for wave in found.waves for name in wave) == sorted(NAMES)
    for starts, ends in services(topology):
        fixed = {one for end in (starts, ends) if len(end) == 1 for one in end}
        if survives(topology, starts, ends):
            assert all(joined(topology.links, starts, ends, {*wave} - fixed) for wave in found.waves)


@settings(max_examples=200, deadline=None)
@given(topologies(), st.floats(1, 4), st.lists(st.integers(1, 5), max_size=3))
def test_the_order_keeps_its_other_promises(topology: Topology, factor: float, sizes: list[int]) -> None:
    found = schedule_waves([step(name) for name in NAMES], topology, WavePolicy(tuple(sizes), factor))
    number = {name: at for at, wave in enumerate(found.waves) for name in wave}
    assert (sorted(number), sorted(found.reasons)) == (list(NAMES), list(NAMES))
    assert len(found.waves[0]) == 1
    for far, path in topology.management.items():
        for near in path:
            assert number[near] > number[far] if len(topology.management[near]) < len(path) else number[near] != number[far]
    for wave in found.waves:
        for (role, _), peers in topology.peers.items():
            assert sum(topology.members[name].role == role for name in wave) <= max(1, peers / 2)
    assert found == schedule_waves([step(name) for name in reversed(NAMES)], topology, WavePolicy(tuple(sizes), factor))


@given(st.lists(st.sampled_from(PAIRS), unique=True, max_size=18))
def test_blocks_are_what_no_single_device_cuts(pairs: list[tuple[str, str]]) -> None:
    """Two devices are in one block exactly when they stay joined without any other, and are joined by more than a cable."""
    links = linked(*map("-".join, pairs))
    found = [*biconnected_components(links, smallest=2)]
    for near, far in combinations(links, 2):
        together = all(joined(links, {near}, {far}, {one} - {near, far}) for one in ("", *links))
        assert any({near, far} <= block for block in found) == together


@given(st.lists(st.sampled_from(PAIRS), unique=True, max_size=18))
def test_behind_a_device_is_what_is_not_reached_without_it(pairs: list[tuple[str, str]]) -> None:
    links = linked(*map("-".join, pairs), "a-b")
    found = dependent_counts(links, "a")
    reached = [one for one in links if joined(links, {"a"}, {one}, set())]
    for device in (one for one in reached if one != "a"):
        assert found.get(device, 0) == sum(one != device and not joined(links, {"a"}, {one}, {device}) for one in reached)


def _site(site: int) -> Iterable[str]:
    cores = (f"s{site}c1", f"s{site}c2")
    yield from (f"{core}-hub{n}" for n, core in enumerate(cores))
    yield f"{cores[0]}-{cores[1]}"
    yield from (f"s{site}a{n}-{core}" for n in range(18) for core in cores)


@pytest.mark.parametrize("shape", ["sites", "ring", "one site"])
def test_a_thousand_targets_take_less_than_a_second(shape: str) -> None:
    ring = [f"n{n:03}" for n in range(200)]
    fabric = (f"{leaf}-{spine}" for leaf in (f"l{n}" for n in range(996)) for spine in ("p1", "p2", "p3", "p4"))
    pairs = {
        "sites": [pair for site in range(50) for pair in _site(site)],
        "ring": [f"{a}-{b}" for a, b in pairwise([*ring, ring[0]])],
        "one site": list(fabric),
    }[shape]
    links = linked(*pairs, "hub0-hub1")
    demands = {f"srv{n}": (frozenset(links[name]),) for n, name in enumerate(links) if len(links[name]) == 2}
    steps = [step(name) for name in links]
    start = time.perf_counter()
    found: Schedule = schedule_waves(steps, Topology(links=links, demands=demands))
    assert time.perf_counter() - start < 1
    assert sum(map(len, found.waves)) == len(links)

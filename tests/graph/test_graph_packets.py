"""Laws of sets of packets, and of filters over them, against one packet at a time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netops.graph.entries import rule_of_entry, rule_of_text
from netops.graph.packets import ANY_FLAGS, ANY_STATE, BITS, RANGES, PacketBox, Packets, flow_packets
from netops.graph.place import NOWHERE
from netops.graph.rulesets import DENY, PERMIT, Rule, Ruleset, evaluate_ruleset

SMALL = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda pair: (min(pair), max(pair)))
BOXES = st.builds(
    PacketBox,
    family=st.sampled_from((4, 6)),
    source=SMALL,
    destination=SMALL,
    protocol=SMALL,
    source_port=SMALL,
    port=SMALL,
    icmp_type=st.just((0, 6)),
    icmp_code=st.just((0, 6)),
    flags=st.sampled_from((ANY_FLAGS, 3, 6)),
    state=st.sampled_from((ANY_STATE, 1, 2)),
    part=st.sampled_from((3, 1)),
)


def disjoint(boxes: list[PacketBox]) -> Packets:
    found = Packets()
    for one in boxes:
        found = found | Packets((one,))
    return found


SETS = st.lists(BOXES, max_size=3).map(disjoint)
POINTS = st.builds(
    lambda family, numbers, bits: PacketBox(*[family, *((one, one) for one in numbers), *bits]),
    st.sampled_from((4, 6)),
    st.tuples(*[st.integers(0, 6)] * len(RANGES)),
    st.tuples(st.sampled_from((1, 2, 4)), st.sampled_from((1, 2)), st.sampled_from((1, 2))),
)


def holds(packets: Packets, point: PacketBox) -> bool:
    """Whether a packet is in a set, field by field."""
    return any(
        box.family == point.family
        and all(box[at][0] <= point[at][0] <= box[at][1] for at in RANGES)  # type: ignore[index]
        and all(box[at] & point[at] for at in BITS)  # type: ignore[operator]
        for box in packets.boxes
    )


@settings(max_examples=200, deadline=None)
@given(SETS, SETS, POINTS)
def test_intersection_difference_and_union(one: Packets, two: Packets, point: PacketBox) -> None:
    assert holds(one & two, point) == (holds(one, point) and holds(two, point))
    assert holds(one - two, point) == (holds(one, point) and not holds(two, point))
    assert holds(one | two, point) == (holds(one, point) or holds(two, point))
    assert not (one - one) and (one & one).boxes == one.boxes if len(one.boxes) < 2 else True


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from((PERMIT, DENY)), SETS), max_size=6), SETS, POINTS)
def test_a_set_is_decided_as_each_of_its_packets(rows: list[tuple[str, Packets]], packets: Packets, point: PacketBox) -> None:
    ruleset = Ruleset("test", tuple(Rule(action, matches) for action, matches in rows))
    first = next((action for action, matches in rows if holds(matches, point)), DENY)
    assert holds(evaluate_ruleset(ruleset, packets).passed, point) == (holds(packets, point) and first == PERMIT)


ENTRIES = [
    ("permit ip any any", {"action": "permit"}),
    ("permit ipv4 any any", {"action": "permit"}),
    ("permit tcp 10.1.0.0 0.0.0.255 any eq 22", {"action": "permit", "protocol": "tcp", "source": "10.1.0.0/24", "port": 22}),
    ("permit tcp 10.1.0.0/24 any eq ssh", {"action": "permit", "protocol": "tcp", "source": "10.1.0.0/24", "port": 22}),
    ("deny udp host 10.1.0.9 any range 1000 2000", {"action": "deny", "protocol": "udp", "source": "10.1.0.9/32", "ports": "1000-2000"}),
    ("permit udp any eq domain any gt 1023", {"action": "permit", "protocol": "udp", "source_port": 53, "ports": ">1023"}),
    ("permit tcp any any eq www 443", {"action": "permit", "protocol": "tcp", "ports": "80,443"}),
    ("permit tcp any any neq 23 log", {"action": "permit", "protocol": "tcp", "ports": "!23"}),
    ("permit tcp any any established", {"action": "permit", "protocol": "tcp", "established": True}),
    ("permit icmp any any echo-reply", {"action": "permit", "protocol": "icmp", "icmp_type": "echo-reply"}),
    ("permit icmp any any 8 0", {"action": "permit", "protocol": "icmp", "icmp_type": "8 0"}),
    ("permit 10.1.0.0 0.0.255.255", {"action": "permit", "source": "10.1.0.0/16"}),
    ("permit host 10.1.0.9", {"action": "permit", "source": "10.1.0.9/32"}),
    ("deny any", {"action": "deny"}),
    ("permit any", {"action": "permit"}),
    ("term a from protocol tcp; from destination-port 22; then accept", {"action": "permit", "protocol": "tcp", "port": 22}),
    ("term b from source-address 10.0.0.0/8; then discard", {"action": "deny", "source": "10.0.0.0/8"}),
    ("term c then reject", {"action": "deny"}),
    ("term d from protocol tcp; from tcp-established; then accept", {"action": "permit", "protocol": "tcp", "established": True}),
]


@pytest.mark.parametrize(("text", "entry"), ENTRIES)
def test_an_entry_means_in_a_text_what_it_means_in_the_data(text: str, entry: dict[str, object]) -> None:
    of_text, of_data = rule_of_text(text, 4, NOWHERE), rule_of_entry(entry, 4, NOWHERE)
    assert of_text.action == of_data.action
    assert not (of_text.matches - of_data.matches) or _same_but_fragments(of_text.matches, of_data.matches)
    assert not (of_data.matches - of_text.matches) or _same_but_fragments(of_text.matches, of_data.matches)


def _same_but_fragments(one: Packets, other: Packets) -> bool:
    whole = Packets(tuple(box._replace(part=1) for box in other.boxes)), Packets(tuple(box._replace(part=1) for box in one.boxes))
    return not (whole[0] - whole[1]) and not (whole[1] - whole[0])


@pytest.mark.parametrize(
    "text",
    [
        "permit tcp any any dscp 46",
        "permit ip object-group A any",
        "evaluate RETURN",
        "permit tcp any any eq nonsense",
        "term a from ttl 1; then accept",
        "term b then next term",
    ],
)
def test_what_is_not_understood_may_decide_anything(text: str) -> None:
    rule = rule_of_text(text, 4, NOWHERE)
    assert rule.action == "unknown"
    assert rule.matches & flow_packets("10.0.0.1", "10.0.0.2")


def test_a_loose_wildcard_is_every_network_of_it() -> None:
    rule = rule_of_text("permit ip 10.0.1.0 0.255.0.255 any", 4, NOWHERE)
    assert len(rule.matches.boxes) == 256
    assert rule.matches & flow_packets("10.77.1.9", "10.0.0.2")
    assert not rule.matches & flow_packets("10.77.2.9", "10.0.0.2")

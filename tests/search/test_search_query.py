"""What a person types and how it is related to values: pure tables."""

from __future__ import annotations

import pytest

from netops.search.configs import ConfigLine, TargetText, matching_lines
from netops.search.query import Relation, parse_query

IS, IN, WORD, PART, RANGE, CONTAINS = Relation


@pytest.mark.parametrize(
    ("typed", "value", "relation"),
    [
        ("10.1.2.3", "10.1.2.3", IS),
        ("10.1.2.3", "10.1.2.3/24", IS),
        ("10.1.2.3", "ip route 0.0.0.0 0.0.0.0 10.1.2.3", IS),
        ("10.1.2.3", "10.1.2.3:8080", IS),
        ("10.1.2.3", "10.1.2.30", None),
        ("10.1.2.3", "110.1.2.3", None),
        ("10.1.2.3", "10.1.2.3.4", None),
        ("10.1.2.3", "10.1.0.0/16", CONTAINS),
        ("10.1.2.3", "10.1.2.1/24", None),
        ("10.1.2.3", "0.0.0.0/0", None),
        ("10.1.2.3", "10.1.2.1-10.1.2.9", RANGE),
        ("10.1.2.3", "10.1.2.1 - 9", RANGE),
        ("10.1.2.3", "10.1.2.4-10.1.2.9", None),
        ("10.1.2.0/24", "10.1.2.0/24", IS),
        ("10.1.2.0/24", "10.1.2.7/25", IN),
        ("10.1.2.7/24", "10.1.2.200", IN),
        ("10.1.2.0/24", "10.1.0.0/16", CONTAINS),
        ("10.1.2.0/24", "10.1.2.0/23", CONTAINS),
        ("10.1.2.4", "10.1.2.4/31", IS),
        ("10.1.2.0", "10.1.2.0/24", CONTAINS),
        ("2001:DB8::0:7", "2001:db8:0:0::7/64", IS),
        ("2001:db8::7", "[2001:db8::7]:443", IS),
        ("2001:db8::7", "2001:db8::/32", CONTAINS),
        ("2001:db8::7", "2001:db8::1-2001:db8::9", RANGE),
        ("2001:db8::/64", "fe80::1", None),
        ("fe80::1%eth0", "fe80::1", IS),
        ("10.1.2.3", "12:30:45 v1.2.3", None),
        ("aabb.ccdd.eeff", "AA-BB-CC-DD-EE-FF", IS),
        ("aa:bb:cc:dd:ee:ff", "aabbcc-ddeeff", IS),
        ("aabbccddeeff", "permit aabb.ccdd.eeff any", IS),
        ("a:b:c:d:e:f", "0a:0b:0c:0d:0e:0f", IS),
        ("aa-bb-cc", "aabb.cc01.0203", PART),
        ("02:03", "aabb.cc01.0203", PART),
        ("a0:20", "aa02.0c01.0203", None),
        ("aabb.ccdd.eeff", "2001:db8::aabb", None),
        ("ber-core-1", "BER-CORE-1", IS),
        ("ber-core-1.example.net", "ber-core-1", IS),
        ("ber-core-1", "uplink to ber-core-1", WORD),
        ("ber-core-1", "ber-core-10", PART),
        ("mail", "mail.example.net", PART),
        ("C1Z/x", "serial c1z/X", WORD),
        ("ber", "ham", None),
    ],
)
def test_a_value_has_the_relation(typed: str, value: str, relation: Relation | None) -> None:
    query = parse_query(typed)
    assert query.relation(value) is relation
    assert relation is None or query.may_match(f"x: 1\nkey: {value}\n")


@pytest.mark.parametrize(
    ("text", "number", "sections"),
    [
        ("router bgp 1\n address-family ipv4\n !\n  network X\n", 4, [1, 2]),
        ("interface Vlan1\n   ip address X\n!\ninterface Vlan2\n", 2, [1]),
        ("system {\n    host-name a;\n}\nprotocols {\n    bgp {\n        neighbor X;\n", 6, [4, 5]),
        ("### file /etc/a 0644\n[x]\nkey = X\n### file /etc/b 0644\n", 3, [1]),
        ("### file /etc/a 0644\n[x]\n### file /etc/b 0644\nX\n", 4, [3]),
        ("hostname X\n", 1, []),
        ("interface A\n shutdown\nexit\nip X\n", 4, []),
    ],
)
def test_a_line_has_the_sections_that_it_is_below(text: str, number: int, sections: list[int]) -> None:
    (hit,) = matching_lines(TargetText("sw", "running", text), lambda line: "X" in line)
    lines = text.splitlines()
    assert hit.line == ConfigLine(number, lines[number - 1])
    assert hit.sections == tuple(ConfigLine(at, lines[at - 1]) for at in sections)


def test_lines_are_narrowed_to_a_section() -> None:
    text = TargetText("sw", "running", "interface A\n shutdown\ninterface B\n shutdown\n")
    found = matching_lines(text, lambda line: "shutdown" in line, lambda line: line == "interface B")
    assert [hit.line.number for hit in found] == [4]

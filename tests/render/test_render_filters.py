"""Filters, each with what it gives."""

from __future__ import annotations

from typing import Any

import pytest

from netops.dialects.syntax import Unprintable
from netops.platforms import get, names
from netops.render.file_syntaxes import syntax_of_file_kind
from netops.render.filters import FILTERS, TESTS, bound
from netops.secrets import SecretRef

GIVES: list[tuple[str, tuple[Any, ...], Any]] = [
    ("host", ("10.1.0.1/24",), "10.1.0.1"),
    ("network", ("10.1.0.1/24",), "10.1.0.0/24"),
    ("network", ("2001:db8::1/64",), "2001:db8::/64"),
    ("network_address", ("10.1.0.1/24",), "10.1.0.0"),
    ("prefix_length", ("10.1.0.1/24",), 24),
    ("netmask", ("10.1.0.1/20",), "255.255.240.0"),
    ("wildcard", ("10.1.0.1/20",), "0.0.15.255"),
    ("family", ("2001:db8::1",), 6),
    ("of_family", (["10.0.0.1/8", "2001:db8::1/64"], 6), ["2001:db8::1/64"]),
    ("ranges", ([10, 1, 3, 2],), "1-3,10"),
    ("ranges", ([],), ""),
    ("in_order", ({"Vlan2": 1, "Ethernet10": 2, "Ethernet2": 3}, "Ethernet", "Vlan"), [("Ethernet2", 3), ("Ethernet10", 2), ("Vlan2", 1)]),
    ("by_address", (["10.10.0.0/16", "2001:db8::/32", "10.2.0.0/16"],), ["10.2.0.0/16", "10.10.0.0/16", "2001:db8::/32"]),
    ("reverse_name", ("10.1.0.1",), "1.0.1.10.in-addr.arpa"),
    ("json", ({"a": SecretRef("x"), "b": [1, True, None, "ü"]},), '{"a": "⟦secret:x⟧", "b": [1, true, null, "ü"]}'),
    ("block", ("a\nb  \n\n",), "a\nb"),
    ("cron_hours", (4,), "*/4"),
    ("cron_hours", (168,), "2"),
    ("lookup", ("rw", {"rw": "RW"}), "RW"),
    ("named", (22, {22: "ssh"}), "ssh"),
    ("named", (8443, {22: "ssh"}), 8443),
    ("unless", (514, 514), None),
    ("dotted", (0,), "0.0.0.0"),
    (
        "units",
        (
            {
                "irb.20": {"mtu": 2},
                "irb.3": {},
                "ge-0/0/0": {"mode": "access"},
                "xe-0/0/0": {"mode": "access"},
                "xe-0/0/0.0": {},
                "xe-0/0/1": {},
            },
        ),
        [
            ("ge-0/0/0", {"mode": "access"}, [(0, {"mode": "access"}, False)]),
            ("irb", {}, [(3, {}, True), (20, {"mtu": 2}, True)]),
            ("xe-0/0/0", {"mode": "access"}, [(0, {}, True)]),
            ("xe-0/0/1", {}, []),
        ],
    ),
    (
        "classes_by_port",
        ({"ge-0/0/0.7": {"a": 1}, "ge-0/0/0": {"b": 2}},),
        [("ge-0/0/0", {"b": 2}, [(7, {"a": 1})])],
    ),
    ("count_values", ({"a": ["x", "y"], "b": 1},), 3),
    ("holds", ([{"a": None}, {"b": 1}], "a"), True),
    ("prefixes_not_in", (["10.0.0.0/8", "shops", "2001:db8::/32", "10.1.0.0/16"], {"10.1.0.0/16": ""}), ["10.0.0.0/8", "2001:db8::/32"]),
    ("unit_name", ("ge-0/0/0",), "ge-0/0/0.0"),
    ("having", ({"a": {"vrrp": {"group": 1}}, "b": {}, "c": {"vrrp": None}}, "vrrp"), ["a"]),
    ("vrf_of", ({"MgmtEth0/RP0/CPU0/0": {"addresses": ["10.0.0.1/24"], "vrf": "oob"}},), "oob"),
    ("vrf_of", ({"mgmt0": {"addresses": ["10.0.0.1/24"]}}, "", "management"), "management"),
    ("vrf_of", ({"mgmt0": {}}, "", "management"), "default"),
    ("vrf_of", ({"mgmt0": {}, "Vlan5": {"vrf": "red"}}, "Vlan5", "management"), "red"),
    ("grouped_by", ({"a": {"ospf": {"area": 0}}, "b": {}, "c": {"ospf": {"area": 0}}}, "ospf", "area"), [(0, ["a", "c"])]),
]


@pytest.mark.parametrize(("name", "given", "expected"), GIVES)
def test_filters(name: str, given: tuple[Any, ...], expected: Any) -> None:
    assert FILTERS[name](*given) == expected


def test_every_filter_says_what_it_does() -> None:
    assert [name for name, function in (FILTERS | TESTS).items() if not function.__doc__] == []


QUOTES = [
    ("juniper_junos", "uplink", "uplink"),
    ("juniper_junos", 'a "b" \\', '"a \\"b\\" \\\\"'),
    ("juniper_junos", SecretRef("x"), '"⟦secret:x⟧"'),
    ("cups", "Floor 1", '"Floor 1"'),
    ("bind", "nordwind.example", '"nordwind.example"'),
]


@pytest.mark.parametrize(("name", "value", "expected"), QUOTES)
def test_quote(name: str, value: object, expected: str) -> None:
    assert bound(get(name).syntax if name in names() else syntax_of_file_kind(name))["quote"](value) == expected


REFUSED = [
    ("juniper_junos", "text", "a; b"),
    ("juniper_junos", "word", "a b"),
    ("nginx", "text", "$host"),
    ("nginx", "word", "a;b"),
    ("samba", "text", "%m"),
    ("samba", "text", "; x"),
    ("bind", "quote", 'a"b'),
    ("zone", "text", "a ; b"),
    ("ganesha", "text", "a }"),
    ("chrony", "word", "#x"),
    ("path", "word", "../etc"),
    ("path", "word", "/srv/../etc"),
    ("cisco_ios", "text", "日本"),
]


@pytest.mark.parametrize(("name", "way", "value"), REFUSED)
def test_delimiters_of_a_syntax_are_refused(name: str, way: str, value: str) -> None:
    with pytest.raises(Unprintable):
        bound(get(name).syntax if name in names() else syntax_of_file_kind(name))[way](value)


def test_text_for_network_devices_is_ascii() -> None:
    assert get("cisco_ios").syntax.text("  Zoë  Müller,\N{NO-BREAK SPACE}Straße 5 ") == "Zoe Mueller, Strasse 5"

"""Every line of a text survives: it is in the tree, in the predicted text, or the grammar names it as noise. On texts of words that no
rule knows, on the generated configs of each platform, and on configs of real devices where a folder of them is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config_strategies import configs
from netops import config
from netops.dialects.grammar import Grammar
from netops.dialects.tree import Node
from netops.platforms import get, grammar_of

INDENTED = ("arista_eos", "cisco_ios", "cisco_nxos", "cisco_xr", "frr", "huawei_vrp")
relaxed = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

WORD = st.sampled_from(
    ["alpha", "beta", "gamma", "10", "10.0.0.1", "boot-start-marker", "service", "licence", "switch", "vlan", "ip", "no"]
)
LINE = st.lists(WORD, min_size=1, max_size=4).map(" ".join)


@st.composite
def unknown(draw: st.DrawFn) -> str:
    """A config of words in any order, up to three levels deep."""
    out: list[str] = []
    for line in draw(st.lists(LINE, min_size=1, max_size=8)):
        out.append(line)
        for below in draw(st.lists(LINE, max_size=3)):
            out += [f" {below}", *(f"  {deep}" for deep in draw(st.lists(LINE, max_size=2)))]
    return "\n".join([*out, ""])


def spaced(text: str) -> str:
    return " ".join(text.split())


def lines_of(grammar: Grammar, text: str) -> Iterator[str]:
    """The lines of a text that the grammar does not name as a comment, as noise, or as the end of a section."""
    for raw in text.split("\n"):
        line, at_margin = spaced(raw), not raw.startswith(" ")
        is_noise = bool(at_margin and grammar.noise and grammar.noise.match(line)) or bool(grammar.hidden and grammar.hidden.match(line))
        if line and not line.startswith(grammar.comments) and not is_noise and not (grammar.closers and grammar.closers.fullmatch(line)):
            yield line


def lines_in(node: Node) -> Iterator[str]:
    """The lines of a tree with those that lost to a later one, and a list of sections as the one line that it is."""
    for child in node.children.values():
        for one in (*child.overwritten, child):
            yield from map(spaced, one.text.split("\n"))
            yield from ([spaced(f"{child.start} {below.text}") for below in child.children.values()] if child.start else ())
            yield from lines_in(one)


@pytest.mark.parametrize("platform", INDENTED)
@relaxed
@given(data=st.data())
def test_every_line_is_in_the_tree(platform: str, data: st.DataObject) -> None:
    text = data.draw(unknown() | configs(platform))
    found = set(lines_in(config.parse(platform, text).root))
    assert [line for line in lines_of(grammar_of(get(platform)), text) if line not in found] == []


@pytest.mark.parametrize("platform", INDENTED)
@relaxed
@given(data=st.data())
def test_a_prediction_keeps_every_line_that_no_command_touches(platform: str, data: st.DataObject) -> None:
    text = data.draw(unknown() | configs(platform))
    grammar = grammar_of(get(platform))
    after = set(lines_of(grammar, config.predict(platform, text, ["zzz new-line"])))
    assert "zzz new-line" in after
    assert [line for line in lines_of(grammar, text) if line not in after] == []


UNKNOWN = {
    "cisco_ios": [
        "boot-start-marker",
        "boot-end-marker",
        "version 15.2",
        "switch 1 provision ws-c3850-24t",
        "license boot level network-advantage addon dna-advantage",
        "license udi pid C9300-24T sn FCW2303G0AB",
        "platform punt-keepalive disable-kernel-core",
        "diagnostic bootup level minimal",
    ],
    "cisco_nxos": ["version 9.3(5) Bios:version 07.68", "license grace-period", "hardware profile portmode 48x25G+6x100G", "vdc sw1 id 1"],
    "cisco_xr": ["hw-module profile netflow ipfix315-enable location 0/0/CPU0", "license smart reservation", "fpd auto-upgrade enable"],
    "arista_eos": [
        "transceiver qsfp default-mode 4x10G",
        "license import flash:a",
        "hardware speed-group 1 serdes 25g",
        "platform sand lag 512",
    ],
    "frr": ["frr defaults traditional", "service integrated-vtysh-config", "debug bgp updates"],
    "huawei_vrp": ["drop illegal-mac alarm", "license active accept agreement", "set save-configuration interval 60"],
}


@pytest.mark.parametrize(("platform", "line"), [(platform, line) for platform, lines in UNKNOWN.items() for line in lines])
def test_a_line_of_no_manual_survives_every_function(platform: str, line: str) -> None:
    grammar = grammar_of(get(platform))
    one, other = f"{line}\nalpha one\n", f"{line}\nalpha two\n"
    assert line in set(lines_in(config.parse(platform, one).root))
    assert config.diff(platform, one, one) == ()
    commands = config.remediate(platform, one, other)
    assert [sent for sent in commands if line in sent] == []
    after = config.predict(platform, one, commands)
    assert Counter(lines_of(grammar, after)) == Counter(lines_of(grammar, other))
    back = config.predict(platform, after, config.rollback(platform, one, other))
    assert Counter(lines_of(grammar, back)) == Counter(lines_of(grammar, one))


@pytest.mark.parametrize(
    "form", ["set version 18.4R1.8\nset system host-name {}\n", "version 18.4R1.8;\nsystem {{\n    host-name {};\n}}\n"]
)
def test_the_release_of_a_junos_device_stays_in_its_text(form: str) -> None:
    commands = config.remediate("juniper_junos", form.format("a"), form.format("b"))
    assert commands == ["delete system host-name a", "set system host-name b"]
    assert "set version 18.4R1.8" in config.predict("juniper_junos", form.format("a"), commands).split("\n")


def test_a_release_is_no_difference_and_is_never_sent() -> None:
    assert config.diff("cisco_ios", "version 15.2\nhostname a\n", "version 17.3\nhostname a\n") == ()
    assert config.remediate("cisco_ios", "version 15.2\nhostname a\n", "version 17.3\nhostname b\n") == ["hostname b"]


@pytest.mark.parametrize(
    ("platform", "text", "wins"),
    [
        ("cisco_ios", "hostname a\nhostname b\n", "hostname b\n"),
        ("cisco_ios", "interface Vlan10\n shutdown\n no shutdown\n", "interface Vlan10\n"),
        ("cisco_ios", "interface Vlan10\n no shutdown\n shutdown\n", "interface Vlan10\n shutdown\n"),
        (
            "cisco_ios",
            "interface Vlan10\n no ip address\n ip address 10.0.0.1 255.0.0.0\n",
            "interface Vlan10\n ip address 10.0.0.1 255.0.0.0\n",
        ),
        ("cisco_nxos", "interface Vlan10\n ip address dhcp\n ip address 10.0.0.4/24\n", "interface Vlan10\n ip address 10.0.0.4/24\n"),
        ("arista_eos", "vlan 3\n   name a\n   no name\n", "vlan 3\n"),
        ("arista_eos", "vlan 3\n   name a\n   default name\n", "vlan 3\n"),
        (
            "arista_eos",
            "interface Ethernet7/1\n   speed 400g-4\n   speed forced 400gfull\n",
            "interface Ethernet7/1\n   speed forced 400gfull\n",
        ),
        ("arista_eos", "router bgp 1\n   neighbor 10.0.0.1 remote-as 2\n   no neighbor 10.0.0.1\n", "router bgp 1\n"),
        ("frr", "route-map RM permit 10\n set metric 1\n set metric 2\nexit\n", "route-map RM permit 10\n set metric 2\nexit\n"),
        ("cisco_xr", "interface Loopback0\n mtu 1500\n mtu 9000\n", "interface Loopback0\n mtu 9000\n"),
    ],
)
def test_a_later_line_wins(platform: str, text: str, wins: str) -> None:
    """Both are the same device; the text that says it twice is kept as it is, and made as it is."""
    assert config.diff(platform, text, wins) == config.diff(platform, wins, text) == ()
    assert config.normalise(platform, text) == config.normalise(platform, wins)
    after = config.predict(platform, "", config.remediate(platform, "", text))
    grammar = grammar_of(get(platform))
    assert Counter(lines_of(grammar, after)) == Counter(lines_of(grammar, text))
    assert list(lines_of(grammar, config.predict(platform, after, config.rollback(platform, "", text)))) == []


def test_what_no_command_takes_away_is_named() -> None:
    limits = "vdc sw1 id 1\n  limit-resource vlan minimum 16\n"
    running = f"{limits}  limit-resource vrf minimum 2\ninterface Ethernet1/1\n  no shutdown\nfeature bgp\n"
    wanted = f"{limits}interface Ethernet1/1\n  description a\n"
    pair = config.ConfigPair(config.ParsedConfig("cisco_nxos", running), config.ParsedConfig("cisco_nxos", wanted))
    assert pair.remaining == ("vdc sw1 id 1 > limit-resource vrf minimum 2", "interface Ethernet1/1 > no shutdown")
    assert "no feature bgp" in pair.commands
    license_line = "license udi pid C9300-24T sn FCW2303G0AB\nhostname a\n"
    other = config.ConfigPair(config.ParsedConfig("cisco_ios", license_line), config.ParsedConfig("cisco_ios", "hostname b\n"))
    assert other.remaining == ("license udi pid C9300-24T sn FCW2303G0AB",)

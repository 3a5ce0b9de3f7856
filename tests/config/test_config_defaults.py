"""What holds without a line: each platform's table has its sources, and no line of it makes a difference or shuts a port."""

from __future__ import annotations

import re

import pytest

from netops import config
from netops.dialects.defaults import DefaultLine, parse_defaults
from netops.dialects.patterns import OPEN
from netops.platforms import get, grammar_of, names, platform_for_model

TABLES = {name: tuple(grammar_of(get(name)).defaults) for name in names() if get(name).grammar and tuple(grammar_of(get(name)).defaults)}
LEAST = {"arista_eos": 40, "cisco_ios": 40, "cisco_nxos": 40, "cisco_xr": 15, "frr": 15, "huawei_vrp": 1}
CASES = [(name, default) for name, found in TABLES.items() for default in found if not default.conditions.keys() & {"device", "stays"}]
VALUES = {"*": "1", "#": "1", "~": "1", "=": "1"}


def written(pattern: str) -> str:
    """A line that a pattern covers."""
    words = (VALUES[word] if word in OPEN else word.split("|")[0].replace("*", "1") for word in pattern.split())
    return " ".join(word for word in words if not word.startswith("["))


def texts(default: DefaultLine) -> tuple[str, str]:
    """A config without the line of a default, and one with it."""
    sections = [written(pattern) for pattern in default.above]
    beside = list(default.conditions.get("if", ()))
    lines = ["zzz 1", *(" " * depth + line for depth, line in enumerate(sections))]
    depth = " " * len(sections)
    lines += [depth + "zzz 2", *(depth + line for line in beside)]
    return "\n".join([*lines, ""]), "\n".join([*lines, depth + written(default.line), ""])


def ids(case: tuple[str, DefaultLine]) -> str:
    return f"{case[0]}-{'/'.join((*case[1].above, case[1].line))}"


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_a_default_makes_no_difference(case: tuple[str, DefaultLine]) -> None:
    platform, default = case
    without, with_it = texts(default)
    for one, other in ((without, with_it), (with_it, without)):
        assert config.diff(platform, one, other) == ()
        assert config.remediate(platform, one, other) == config.rollback(platform, one, other) == []
    assert config.normalise(platform, without) == config.normalise(platform, with_it)
    assert written(default.line) in config.predict(platform, with_it, ["zzz 3"])


def taken_back(platform: str, default: DefaultLine) -> str:
    """The config that has the opposite of a default."""
    grammar, line = grammar_of(get(platform)), written(default.line)
    return texts(default)[1].replace(line + "\n", grammar.positive(line) + "\n" if grammar.negated(line) else f"{grammar.negation}{line}\n")


OPPOSITES = [
    (name, default)
    for name, default in CASES
    if config.normalise(name, taken_back(name, default)) != config.normalise(name, texts(default)[0])
]


@pytest.mark.parametrize("case", OPPOSITES, ids=ids)
def test_the_opposite_of_a_default_is_a_difference_and_leads_back(case: tuple[str, DefaultLine]) -> None:
    """All but the negation of a value, which says again that nothing is set."""
    platform, default = case
    without, other = texts(default)[0], taken_back(platform, default)
    assert config.diff(platform, without, other) != ()
    after = config.predict(platform, without, config.remediate(platform, without, other))
    assert config.diff(platform, after, other) == ()
    assert config.diff(platform, config.predict(platform, after, config.rollback(platform, without, other)), without) == ()


def test_most_defaults_have_an_opposite() -> None:
    """All but values: their negation says again that nothing is set."""
    plain = [case for case in CASES if not case[1].line[-1].isdigit()]
    assert len([case for case in plain if case in OPPOSITES]) > 0.85 * len(plain)


@pytest.mark.parametrize("platform", sorted(TABLES))
def test_every_default_names_its_source(platform: str) -> None:
    assert [default.line for default in TABLES[platform] if len(default.source) < 15 or ":" not in default.source] == []
    assert len(TABLES[platform]) >= LEAST[platform]


UP = [
    ("cisco_ios", "interface GigabitEthernet0/1\n  description a\n{}"),
    ("arista_eos", "interface Ethernet1\n  description a\n{}"),
    ("cisco_nxos", "interface Ethernet1/1\n  description a\n{}"),
    ("cisco_nxos", "interface Vlan5\n  no shutdown\n{}"),
    ("cisco_nxos", "interface loopback0\n  description a\n{}"),
    ("cisco_nxos", "interface port-channel1\n  description a\n{}"),
    ("cisco_xr", "interface GigabitEthernet0/0/0/1\n  description a\n{}"),
    ("frr", "interface eth0\n  description a\n{}"),
]


@pytest.mark.parametrize(("platform", "port"), UP)
def test_no_way_back_shuts_a_port_that_was_up(platform: str, port: str) -> None:
    """Whether a text writes that the port is up, or leaves it out: neither the commands nor their inverse shut it."""
    forms = [port.format(""), port.format("  no shutdown\n")]
    for one in forms:
        for other in forms:
            for change in (other, other.replace("description a", "description b"), f"{other}zzz 1\n"):
                sent = [*config.remediate(platform, one, change), *config.rollback(platform, one, change)]
                assert not [line for line in sent if re.fullmatch(r" *(?:default )?shutdown", line)]


@pytest.mark.parametrize(
    ("platform", "running", "intended", "commands"),
    [
        ("arista_eos", "no enable password\n", "", []),
        ("arista_eos", "no enable password\n", "enable password sha512 $6$x\n", ["enable password sha512 $6$x"]),
        ("arista_eos", "interface Ethernet1\n   no switchport\n", "interface Ethernet1\n", ["interface Ethernet1", " switchport"]),
        ("arista_eos", "interface Ethernet1\n", "interface Ethernet1\n   no switchport\n", ["interface Ethernet1", " no switchport"]),
        (
            "cisco_ios",
            "interface Vlan5\n no ip address\n shutdown\n",
            "interface Vlan5\n ip address 10.0.0.1 255.0.0.0\n",
            ["interface Vlan5", " no shutdown", " ip address 10.0.0.1 255.0.0.0"],
        ),
        (
            "cisco_ios",
            "interface Vlan5\n ip address 10.0.0.1 255.0.0.0\n",
            "interface Vlan5\n no ip address\n shutdown\n",
            ["interface Vlan5", " no ip address", " shutdown"],
        ),
        ("cisco_ios", "no aaa new-model\n", "aaa new-model\n", ["aaa new-model"]),
        ("cisco_ios", "aaa new-model\n", "no aaa new-model\n", ["no aaa new-model"]),
        ("cisco_ios", "no ip http server\n", "ip http server\n", ["ip http server"]),
        ("cisco_nxos", "interface Vlan5\n  no shutdown\n", "interface Vlan5\n  shutdown\n", ["interface Vlan5", " shutdown", "exit"]),
        ("cisco_nxos", "interface Vlan5\n  shutdown\n", "interface Vlan5\n  no shutdown\n", ["interface Vlan5", " no shutdown", "exit"]),
        (
            "cisco_ios",
            "ip prefix-list A seq 5 permit 10.0.0.0/8\n",
            "ip prefix-list A seq 5 permit 11.0.0.0/8\n",
            ["no ip prefix-list A seq 5 permit 10.0.0.0/8", "ip prefix-list A seq 5 permit 11.0.0.0/8"],
        ),
        ("cisco_ios", "line vty 0 4\n no login\n", "line vty 0 4\n login local\n", ["line vty 0 4", " login local"]),
    ],
)
def test_the_right_command_is_sent(platform: str, running: str, intended: str, commands: list[str]) -> None:
    assert config.remediate(platform, running, intended) == commands
    after = config.predict(platform, running, commands)
    assert config.remediate(platform, after, intended) == []
    back = config.predict(platform, after, config.rollback(platform, running, intended))
    assert config.diff(platform, back, running) == ()


def test_no_command_is_sent_twice() -> None:
    """A line that takes the place of its negation is sent once."""
    for platform, line in (
        ("cisco_ios", "aaa new-model"),
        ("cisco_ios", "ip http server"),
        ("cisco_ios", "ip cef"),
        ("arista_eos", "ip routing"),
    ):
        sent = config.remediate(platform, f"no {line}\n", f"{line}\n")
        assert sent == [line]
        assert config.predict(platform, f"no {line}\n", sent) == f"{line}\n"


@pytest.mark.parametrize(
    ("platform", "running", "commands", "left"),
    [
        (
            "arista_eos",
            "router bgp 1\n   router-id 1.1.1.1\n   neighbor 10.0.0.9 remote-as 9\n   neighbor 10.0.0.9 description x\n",
            ["router bgp 1", "   no neighbor 10.0.0.9"],
            "router bgp 1\n   router-id 1.1.1.1\n",
        ),
        (
            "cisco_nxos",
            "router bgp 1\n  neighbor 10.0.0.9\n    remote-as 9\n",
            ["router bgp 1", "  no neighbor 10.0.0.9"],
            "router bgp 1\n",
        ),
        (
            "cisco_ios",
            "route-map A permit 10\nroute-map A deny 20\nroute-map AB permit 10\n",
            ["no route-map A"],
            "route-map AB permit 10\n",
        ),
        ("cisco_ios", "ip prefix-list A seq 5 permit 10.0.0.0/8\nip prefix-list A seq 10 permit 11.0.0.0/8\n", ["no ip prefix-list A"], ""),
        (
            "cisco_ios",
            "interface Vlan5\n standby 1 ip 10.0.0.1\n standby 1 priority 110\n",
            ["interface Vlan5", " no standby 1"],
            "interface Vlan5\n",
        ),
        (
            "cisco_ios",
            "username a privilege 15\nusername a secret 9 $9$x\nusername b privilege 1\n",
            ["no username a"],
            "username b privilege 1\n",
        ),
        ("cisco_ios", "ntp server 10.0.0.1 prefer\n", ["no ntp server 10.0.0.1"], ""),
        (
            "cisco_ios",
            "spanning-tree vlan 10 priority 4096\n",
            ["no spanning-tree vlan 10"],
            "spanning-tree vlan 10 priority 4096\nno spanning-tree vlan 10\n",
        ),
        ("frr", "router bgp 1\n neighbor 10.0.0.9 remote-as 9\nexit\n", ["router bgp 1", " no neighbor 10.0.0.9"], "router bgp 1\n"),
    ],
)
def test_a_short_negation_takes_all_that_is_about_the_name(platform: str, running: str, commands: list[str], left: str) -> None:
    assert config.predict(platform, running, commands) == left


def test_what_depends_on_the_model_counts_where_the_model_is_known() -> None:
    one, other = "interface Ethernet1/1\n  description a\n", "interface Ethernet1/1\n  description a\n  switchport\n"
    assert config.remediate("cisco_nxos", one, other) == ["interface Ethernet1/1", " switchport", "exit"]
    switch, router = (
        platform_for_model(get("cisco_nxos"), lambda model=model: model) for model in ("cisco/n9k-c93180yc-fx", "cisco/n7k-c7009")
    )
    assert config.remediate(switch, one, other) == config.remediate(switch, other, one) == []
    assert config.remediate(router, one, other) == ["interface Ethernet1/1", " switchport", "exit"]
    routed = "interface Ethernet1/1\n  no switchport\n"
    assert config.diff(switch, routed, routed + "  shutdown\n") == ()
    assert config.remediate(switch, routed, routed + "  no shutdown\n") == ["interface Ethernet1/1", " no shutdown", "exit"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no shutdown\n", "default 'no shutdown': no line `# ...` above it names where that is written"),
        (
            "# Guide: x\nno shutdown %when=a\n",
            "default 'no shutdown %when=a': no condition called when; there are: device, if, shown, stays, unless",
        ),
    ],
)
def test_a_table_is_checked(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        parse_defaults(text)


OFF = "no ip http server\nno ip http secure-server\n"


def test_a_line_that_ios_always_prints_in_one_form_stays_when_it_is_not_wanted() -> None:
    assert config.remediate("cisco_ios", f"{OFF}hostname a\n", "hostname b\n") == ["hostname b"]
    commands = config.remediate("cisco_ios", f"ip http server\n{OFF[18:]}hostname a\n", "hostname a\n")
    assert commands == ["no ip http server"]
    assert config.remediate("cisco_ios", f"{OFF}hostname a\n", "hostname a\n") == []
    assert config.remediate("cisco_ios", f"{OFF}hostname a\n", f"ip http server\n{OFF[18:]}hostname a\n") == ["ip http server"]


def test_the_default_comes_back_where_the_other_form_is_not_wanted() -> None:
    assert config.remediate("cisco_nxos", "hostname a\nno ip domain-lookup\n", "hostname a\n") == ["ip domain-lookup"]

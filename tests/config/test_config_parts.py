"""Parts finer than a feature: single interfaces, sections, lines. What is in none of them keeps the device's own bytes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config_strategies import configs
from netops import config
from netops.config.compliance import compliance
from netops.dialects.parts import part_names
from netops.platforms import get, names

PLATFORMS = [name for name in names() if get(name).grammar]
IOS = """\
hostname sw1
!
interface GigabitEthernet1/0/1
 description  odd   blanks
 ! a remark
!
interface Vlan100
 ip address 192.0.2.1 255.255.255.0
!
router bgp 65001
 neighbor 192.0.2.9 remote-as 65002
router bgp 65001 extra
snmp-server community old RO
snmp-server location here
no snmp-server trap link
end
"""
WANTED = """\
hostname other
interface GigabitEthernet1/0/1
 shutdown
interface Vlan100
 ip address 192.0.2.2 255.255.255.0
router bgp 65001
 neighbor 192.0.2.10 remote-as 65002
snmp-server community new RO
end
"""


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("interface: Vlan100", ("192.0.2.1 255.255.255.0\n!\n", "192.0.2.2 255.255.255.0\n")),
        ("interface: Vlan*", ("192.0.2.1 255.255.255.0\n!\n", "192.0.2.2 255.255.255.0\n")),
        ("section: router bgp 65001", ("192.0.2.9", "192.0.2.10")),
        ("lines: snmp-server community", ("community old", "community new")),
        (
            "lines: snmp-server *",
            (
                "snmp-server community old RO\nsnmp-server location here\nno snmp-server trap link\n",
                "snmp-server community new RO\n",
            ),
        ),
        ("lines: banner", ("", "")),
    ],
)
def test_a_part_changes_nothing_else(part: str, change: tuple[str, str]) -> None:
    assert config.compose("cisco_ios", IOS, WANTED, [part]) == IOS.replace(*change)


def test_parts_go_with_features_and_count_once() -> None:
    managed = ["hostname", "lines: hostname", "interface: Vlan100"]
    assert config.coverage("cisco_ios", IOS, managed) == (3, 11)
    assert config.compose("cisco_ios", IOS, WANTED, managed).startswith("hostname other\n")


def test_a_part_is_a_row_beside_its_feature() -> None:
    rows = {row.feature: row for row in compliance("cisco_ios", IOS, WANTED, ["interface: Vlan100"])}
    assert (rows["interface: Vlan100"].managed, rows["interface: Vlan100"].running_lines) == (True, 2)
    assert (rows["interfaces"].managed, rows["interfaces"].running_lines) == (False, 2)


JUNOS = """\
interfaces {
    /* of the device */
    ge-0/0/0 {
        mtu 9000;
    }
    irb {
        unit 100 {
            description old;
        }
        unit 200 {
            description other;
        }
    }
}
protocols {
    bgp {
        group one {
            peer-as 65001;
        }
        group two {
            peer-as 65002;
        }
    }
}
"""
JUNOS_WANTED = """\
interfaces {
    irb {
        unit 100 {
            description new;
        }
    }
    ge-0/0/1 {
        mtu 1500;
    }
}
protocols {
    bgp {
        group one {
            peer-as 64999;
        }
    }
}
"""


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("interface: irb.100", ("description old", "description new")),
        ("interface: irb", ("description old;\n        }\n        unit 200 {\n            description other;", "description new;")),
        ("section: protocols bgp group one", ("65001", "64999")),
        ("lines: protocols bgp group one peer-as", ("65001", "64999")),
        ("interface: ge-0/0/1", ("    }\n}\nprotocols", "    }\n    ge-0/0/1 {\n        mtu 1500;\n    }\n}\nprotocols")),
    ],
)
def test_a_part_of_junos_is_a_path(part: str, change: tuple[str, str]) -> None:
    assert config.compose("juniper_junos", JUNOS, JUNOS_WANTED, [part]) == JUNOS.replace(*change)


def test_a_part_of_a_host_is_a_file() -> None:
    running = "### file /etc/a/x.conf root:root 0644\nold\n### file /etc/b root:root 0644\nold\n"
    wanted = running.replace("old", "new")
    assert config.compose("linux", running, wanted, ["section: /etc/a/*"]) == running.replace("old", "new", 1)
    assert config.compose("linux", running, wanted, ["interface: eth0"]) == running


def test_entries_of_managed_have_names() -> None:
    assert part_names("all") is None
    assert part_names(["ntp", {"lines": "snmp-server  *"}]) == ("ntp", "lines: snmp-server *")


@pytest.mark.parametrize("platform", PLATFORMS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_no_part_covers_keeps_its_bytes(platform: str, data: st.DataObject) -> None:
    running, intended = data.draw(configs(platform)), data.draw(configs(platform))
    choices = sorted({"lines: x", *_parts(platform, running), *_parts(platform, intended)})
    parts = data.draw(st.lists(st.sampled_from(choices), min_size=1, max_size=3, unique=True))
    candidate = config.compose(platform, running, intended, parts)
    assert _outside(platform, candidate, parts) == _outside(platform, running, parts)
    assert sorted(_inside(platform, candidate, parts)) == sorted(_inside(platform, intended, parts))
    assert config.compose(platform, candidate, intended, parts) == candidate


def _parts(platform: str, text: str) -> list[str]:
    """Parts that a text has: first words of its top-level lines, and its interfaces."""
    found = list[str]()
    start = "interfaces" if platform == "juniper_junos" else "interface"
    for words in _tops(platform, text):
        found += [f"lines: {' '.join(words[:length])}" for length in (1, 2, 3) if length <= len(words)]
        found += [f"section: {' '.join(words)}"] if platform != "juniper_junos" else []
        found += [f"interface: {words[1]}"] if words[0] == start and len(words) > 1 else []
    return sorted(set(found))


def _tops(platform: str, text: str) -> list[list[str]]:
    return [head.name.split("\n")[0].removeprefix("undo ").removeprefix("no ").split() for head in config.parse(platform, text).heads]  # type: ignore[attr-defined]


def _blocks(platform: str, text: str) -> list[tuple[str, str]]:
    """The first line and the text of each top-level block; of Junos each statement with its path."""
    if platform == "juniper_junos":
        lines = config.normalise(platform, text).splitlines()
        named = [
            (
                re.sub(
                    r'^(?:set|deactivate|protect|annotate) | "[^"]*"$' if line.startswith("annotate ") else r"^(?:set|deactivate|protect) ",
                    "",
                    line,
                ),
                line,
            )
            for line in lines
        ]
        return [(name, line) for name, line in named if len(name.split()) > 2]  # containers may be left empty
    tree = config.parse(platform, text)
    heads, lines = tree.heads, text.rstrip("\n").split("\n")  # type: ignore[attr-defined]
    ends = [head.line - 1 for head in heads[1:]] + [len(lines) - (lines[-1] == "end")]
    return [(head.name, "\n".join(lines[head.line - 1 : end])) for head, end in zip(heads, ends, strict=False)]


def _is_covered(platform: str, name: str, parts: list[str]) -> bool:
    line = name.split("\n")[0].removeprefix("undo " if platform == "huawei_vrp" else "no ")
    first = "interfaces " if platform == "juniper_junos" else "interface "
    starts = [part.removeprefix("lines: ").replace("interface: ", first) for part in parts]
    return any(f"{line} ".startswith(f"{start} ") or start == f"section: {line}" for start in starts)


def _outside(platform: str, text: str, parts: list[str]) -> list[str]:
    return [block.rstrip("\n") for name, block in _blocks(platform, text) if not _is_covered(platform, name, parts)]


def _inside(platform: str, text: str, parts: list[str]) -> list[str]:
    return [name for name, _ in _blocks(platform, text) if _is_covered(platform, name, parts)]

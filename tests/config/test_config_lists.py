"""Numbers and remarks of lists, entries that change places, lines that look like one setting and are two."""

from __future__ import annotations

import pytest

from netops import config

EDGE = "ip access-list extended EDGE\n remark web\n permit tcp any host 192.0.2.1 eq 443\n deny ip any any\n"
NUMBERED = "ip access-list extended EDGE\n 10 remark web\n 10 remark shop\n 10 permit tcp any host 192.0.2.1 eq 443\n 20 deny ip any any\n"
NUMBER_OF_ALL = "ip access-list EDGE\n  10 remark web\n  20 permit tcp any host 192.0.2.1 eq 443\n  30 deny ip any any\n"


def there_and_back(platform: str, running: str, intended: str) -> list[str]:
    """The commands, which lead to the intended config, and whose inverse leads back."""
    commands = config.remediate(platform, running, intended)
    after = config.predict(platform, running, commands)
    assert config.diff(platform, after, intended) == ()
    assert config.diff(platform, config.predict(platform, after, config.rollback(platform, running, intended)), running) == ()
    return commands


def test_a_remark_takes_no_number_from_an_entry() -> None:
    assert there_and_back("cisco_ios", EDGE, EDGE.replace(" deny", " permit icmp any any\n deny")) == [
        "ip access-list resequence EDGE 10 10",
        "ip access-list extended EDGE",
        " 15 permit icmp any any",
    ]


def test_a_new_remark_comes_before_its_entry_with_a_number_of_its_own() -> None:
    assert there_and_back("cisco_ios", EDGE, EDGE.replace(" deny", " remark ping\n permit icmp any any\n deny")) == [
        "ip access-list resequence EDGE 10 10",
        "ip access-list extended EDGE",
        " 13 remark ping",
        " 16 permit icmp any any",
    ]


def test_a_remark_is_made_again_when_an_entry_comes_between() -> None:
    assert there_and_back("cisco_ios", EDGE, EDGE.replace(" permit", " permit udp any any\n permit")) == [
        "ip access-list resequence EDGE 10 10",
        "ip access-list extended EDGE",
        " no remark web",
        " 3 remark web",
        " 6 permit udp any any",
    ]


def test_only_a_remark_goes() -> None:
    assert there_and_back("cisco_ios", EDGE, EDGE.replace(" remark web\n", "")) == ["ip access-list extended EDGE", " no remark web"]


def test_remarks_that_share_the_number_of_their_entry() -> None:
    assert there_and_back("cisco_ios", "hostname a\n", "hostname a\n" + NUMBERED) == NUMBERED.splitlines()
    assert there_and_back("cisco_ios", NUMBERED, NUMBERED.replace("shop", "shops")) == [
        "ip access-list extended EDGE",
        " no 10 remark shop",
        " 10 remark shops",
    ]
    assert there_and_back("cisco_ios", NUMBERED, NUMBERED.replace(" 10 ", " 15 ")) == [
        "ip access-list extended EDGE",
        " 15 remark web",
        " 15 remark shop",
        " no 10 permit tcp any host 192.0.2.1 eq 443",
        " 15 permit tcp any host 192.0.2.1 eq 443",
        " no 10 remark web",
        " no 10 remark shop",
    ]


@pytest.mark.parametrize("platform", ["cisco_nxos", "arista_eos"])
def test_elsewhere_a_remark_is_an_entry(platform: str) -> None:
    intended = NUMBER_OF_ALL.replace("30 deny", "25 permit icmp any any\n  30 deny")
    assert [line.strip() for line in there_and_back(platform, NUMBER_OF_ALL, intended)][:2] == [
        "ip access-list EDGE",
        "25 permit icmp any any",
    ]


LISTS = [
    ("cisco_ios", "ip prefix-list A seq {} permit {}"),
    ("cisco_ios", "ipv6 prefix-list A seq {} permit {}"),
    ("cisco_nxos", "ip prefix-list A seq {} permit {}"),
    ("cisco_nxos", "ip as-path access-list A seq {} permit {}"),
    ("cisco_nxos", "ip community-list standard A seq {} permit {}"),
    ("frr", "ip prefix-list A seq {} permit {}"),
    ("frr", "access-list A seq {} permit {}"),
    ("frr", "bgp community-list standard A seq {} permit {}"),
    ("arista_eos", "ip prefix-list A\n   seq {} permit {}"),
    ("cisco_ios", "ip access-list extended A\n {} permit {}"),
    ("cisco_xr", "ipv4 access-list A\n {} permit {}"),
]


@pytest.mark.parametrize(("platform", "entry"), LISTS)
def test_entries_that_swap_their_contents_are_never_there_twice(platform: str, entry: str) -> None:
    first, second = "65001:1", "65002:2"
    running = f"{entry.format(5, first)}\n{entry.format(10, second)}\n"
    intended = f"{entry.format(5, second)}\n{entry.format(10, first)}\n"
    commands = there_and_back(platform, running, intended)
    for end in range(1, len(commands) + 1):
        state = config.predict(platform, running, commands[:end])
        assert state.count(first) < 2
        assert state.count(second) < 2


def test_each_line_of_an_snmp_user_is_a_group_or_a_filter() -> None:
    first = "snmp-server user mon network-operator auth sha 0xaaa priv aes-128 0xbbb localizedkey\n"
    more = "snmp-server user mon vdc-operator\nsnmp-server user mon use-ipv4acl SNMP\n"
    assert there_and_back("cisco_nxos", first, first + more) == more.splitlines()
    assert there_and_back("cisco_nxos", first + more, "") == ["no snmp-server user mon"]
    assert there_and_back("cisco_nxos", first + more, first.replace("aaa", "ccc") + more) == [
        "no snmp-server user mon",
        *(first.replace("aaa", "ccc") + more).splitlines(),
    ]
    group = "snmp-server user mon {}\n"
    assert there_and_back("cisco_nxos", group.format("one"), group.format("two")) == [
        "snmp-server user mon two",
        "no snmp-server user mon one",
    ]


TWICE = [
    (
        "cisco_xr",
        "router isis A\n interface Loopback0\n  address-family ipv4 unicast\n",
        "   ",
        ("metric 10", "metric maximum", "metric 20 level 2"),
    ),
    ("cisco_xr", "", "", ("logging buffered 2000000", "logging buffered debugging")),
    ("cisco_xr", "ntp\n", " ", ("source Loopback0", "source vrf MGMT MgmtEth0/RP0/CPU0/0")),
    ("cisco_ios", "", "", ("ntp peer vrf A 10.0.0.1", "ntp peer vrf A 10.0.0.2")),
    ("cisco_ios", "", "", ("ntp server ipv6 2001:DB8::1", "ntp server ipv6 2001:DB8::2")),
    ("cisco_ios", "", "", ("logging source-interface Loopback0", "logging source-interface Vlan10 vrf MGMT")),
    ("cisco_ios", "", "", ("logging history size 10", "logging history warnings")),
    ("cisco_ios", "", "", ("ip domain name example.net", "ip domain name vrf A example.org")),
    ("cisco_ios", "", "", ("enable secret level 5 9 $9$a", "enable secret 9 $9$b")),
    ("cisco_ios", "", "", ("aaa authorization commands 15 default group A", "aaa authorization commands 15 CON none")),
    ("cisco_ios", "interface Vlan10\n", " ", ("standby 1 ip 10.0.0.1", "standby 1 ip 10.0.0.9 secondary")),
    ("cisco_ios", "interface Tunnel1\n", " ", ("bandwidth 1000", "bandwidth receive 5000")),
    ("cisco_ios", "line vty 0 4\n", " ", ("access-class A in", "access-class B in vrfname MGMT")),
    ("cisco_nxos", "", "", ("boot nxos bootflash:/a.bin sup-1", "boot nxos bootflash:/b.bin sup-2")),
    ("arista_eos", "", "", ("ntp local-interface Loopback0", "ntp local-interface vrf MGMT Management1")),
    ("arista_eos", "", "", ("tacacs-server host 10.0.0.1 vrf A key 7 0A", "tacacs-server host 10.0.0.1 vrf B key 7 0B")),
    ("arista_eos", "", "", ("logging trap informational", "logging trap system severity errors")),
]


@pytest.mark.parametrize(("platform", "above", "pad", "lines"), TWICE)
def test_what_a_manual_allows_twice_is_no_contradiction(platform: str, above: str, pad: str, lines: tuple[str, ...]) -> None:
    whole = above + "".join(f"{pad}{line}\n" for line in lines)
    there_and_back(platform, "hostname a\n", f"hostname a\n{whole}")
    for line in lines:
        there_and_back(platform, whole, whole.replace(f"{pad}{line}\n", ""))


def test_the_class_for_the_rest_is_last_by_itself() -> None:
    running = "policy-map EDGE\n class VOICE\n class class-default\n  fair-queue\n"
    assert there_and_back("cisco_ios", running, running.replace(" class class-default", " class VIDEO\n class class-default")) == [
        "policy-map EDGE",
        " class VIDEO",
    ]


VLANS = (
    ("cisco_ios", " name a\n"),
    ("cisco_ios", " remote-span\n"),
    ("arista_eos", "   trunk group A\n"),
    ("cisco_nxos", "  mode fabricpath\n"),
)


@pytest.mark.parametrize(("platform", "below"), VLANS)
def test_a_section_for_several_vlans_is_one_for_each(platform: str, below: str) -> None:
    def text(*names: str) -> str:
        return "hostname a\n" + "".join(f"vlan {name}\n{below}" for name in names)

    assert config.diff(platform, text("10", "12"), text("10,12")) == ()
    for running, intended in ((("10",), ("10,12",)), (("10-12",), ("10-13",)), (("10,12",), ("10", "12", "14"))):
        assert not [line for line in there_and_back(platform, text(*running), text(*intended)) if line.startswith("no ")]
    assert there_and_back(platform, text("10-12"), text("11")) == ["no vlan 12", "no vlan 10"]
    assert there_and_back(platform, "hostname a\nvlan 10,12\n", text("10,12"))


def test_a_later_section_wins_over_one_for_several() -> None:
    wanted = "interface range GigabitEthernet0/1-2\n mtu 9000\ninterface GigabitEthernet0/1\n mtu 1600\n"
    assert there_and_back("cisco_ios", "interface GigabitEthernet0/1\n mtu 1600\ninterface GigabitEthernet0/2\n mtu 9000\n", wanted) == []


VLANS_IN_A_LINE = (
    (
        "cisco_ios",
        "ip dhcp snooping vlan 10,20",
        "ip dhcp snooping vlan 10,30",
        ["ip dhcp snooping vlan 30", "no ip dhcp snooping vlan 20"],
    ),
    ("cisco_nxos", "ip arp inspection vlan 10-20", "ip arp inspection vlan 10-18", ["no ip arp inspection vlan 19-20"]),
    ("arista_eos", "ip dhcp snooping vlan 10", "ip dhcp snooping vlan 10\nip dhcp snooping vlan 30", ["ip dhcp snooping vlan 30"]),
    (
        "cisco_ios",
        "spanning-tree vlan 10,20 priority 4096\nspanning-tree vlan 30,40 priority 8192",
        "spanning-tree vlan 10 priority 4096\nspanning-tree vlan 20,30 priority 8192",
        ["spanning-tree vlan 20 priority 8192", "no spanning-tree vlan 40 priority 8192"],
    ),
    (
        "cisco_nxos",
        "spanning-tree vlan 10,20 hello-time 1\nspanning-tree vlan 10 priority 4096",
        "spanning-tree vlan 10 hello-time 1\nspanning-tree vlan 10,20 priority 4096",
        ["spanning-tree vlan 20 priority 4096", "no spanning-tree vlan 20 hello-time 1"],
    ),
    (
        "arista_eos",
        "spanning-tree vlan-id 10,20 priority 4096",
        "spanning-tree vlan-id 10,20 priority 8192",
        ["spanning-tree vlan-id 10,20 priority 8192"],
    ),
    ("cisco_ios", "vlan filter MAP vlan-list 10,20", "vlan filter MAP vlan-list 10-20", ["vlan filter MAP vlan-list 11-19"]),
    (
        "cisco_ios",
        "spanning-tree mst configuration\n instance 1 vlan 10-20\n instance 2 vlan 30",
        "spanning-tree mst configuration\n instance 1 vlan 10-18\n instance 2 vlan 20,30",
        ["spanning-tree mst configuration", " instance 2 vlan 20", " no instance 1 vlan 19"],
    ),
)


@pytest.mark.parametrize(("platform", "running", "intended", "commands"), VLANS_IN_A_LINE, ids=lambda value: str(value).partition("\n")[0])
def test_only_the_numbers_that_change_are_sent(platform: str, running: str, intended: str, commands: list[str]) -> None:
    """Each list of VLANs adds to the one that is there, and a VLAN has one priority: it is never without one on the way."""
    assert there_and_back(platform, running + "\n", intended + "\n") == commands


def test_the_negation_of_a_list_needs_no_value() -> None:
    after = config.predict("cisco_ios", "spanning-tree vlan 10,20 priority 4096\n", ["no spanning-tree vlan 10 priority"])
    assert after == "spanning-tree vlan 20 priority 4096\n"


def test_a_later_list_takes_a_number_over() -> None:
    typed = "spanning-tree vlan 10,20 priority 4096\nspanning-tree vlan 20 priority 8192\n"
    shown = "spanning-tree vlan 10 priority 4096\nspanning-tree vlan 20 priority 8192\n"
    assert config.remediate("cisco_ios", typed, shown) == [] == config.remediate("cisco_ios", shown, typed)

"""One thing that can be typed in several ways and is shown in one: what a device would show for a typed text is the same tree."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config_strategies import configs
from netops import config
from netops.dialects.words import KeywordTree, ambiguous_word, expand_abbreviations
from netops.errors import ConfigError
from netops.platforms import get

IOS_PORT = "interface GigabitEthernet1/0/1\n description uplink\n switchport mode access\n switchport access vlan 10\n"

SAME = [
    # platform, as shown, as typed
    ("cisco_ios", IOS_PORT + IOS_PORT.replace("0/1", "0/2"), "interface range GigabitEthernet1/0/1-2" + IOS_PORT[30:]),
    ("cisco_ios", IOS_PORT + IOS_PORT.replace("0/1", "0/3"), "int range gi1/0/1 , gi1/0/3\n desc uplink\n sw mode acc\n sw acc vl 10\n"),
    ("cisco_ios", "interface Vlan10\n ipv6 address 2001:DB8:10::1/64\n", "interface Vlan10\n ipv6 address 2001:db8:0010:0::1/64\n"),
    ("cisco_ios", "ipv6 route 2001:DB8::/32 2001:DB8:1::1\n", "ipv6 route 2001:db8::/32 2001:db8:1::1\n"),
    ("cisco_ios", "hostname R1\nusername bob privilege 15 secret 5 x\n", "host R1\nuser bob priv 15 sec 5 x\n"),
    (
        "cisco_ios",
        "interface GigabitEthernet0/0\n ip address 192.0.2.1 255.255.255.0\n shutdown\n",
        "int g0/0\n ip addr 192.0.2.1 255.255.255.0\n sh\n",
    ),
    ("cisco_ios", "interface Loopback0\n ip address 192.0.2.1 255.255.255.255\n", "interface lo 0\n ip add 192.0.2.1 255.255.255.255\n"),
    (
        "cisco_ios",
        "ip access-list extended A\n permit tcp any host 192.0.2.1 eq www\n",
        "ip access-list extended A\n permit tcp any 192.0.2.1 0.0.0.0 eq 80\n",
    ),
    (
        "cisco_ios",
        "ip access-list standard A\n permit 192.0.2.1\n permit any\n",
        "ip access-list standard A\n permit host 192.0.2.1\n permit 0.0.0.0 255.255.255.255\n",
    ),
    (
        "cisco_ios",
        "ip access-list extended A\n deny udp any any range netbios-ns netbios-ss\n",
        "ip access-list extended A\n deny udp any any range 137 139\n",
    ),
    (
        "cisco_ios",
        "ntp source Loopback0\nlogging source-interface GigabitEthernet0/1\n",
        "ntp source lo0\nlogging source-interface Gi0/1\n",
    ),
    ("cisco_ios", "line vty 0 4\n login local\n transport input ssh\n", "line vty 0 4\n login loc\n trans in ssh\n"),
    (
        "arista_eos",
        "interface Ethernet1\n   mtu 9000\ninterface Ethernet2\n   mtu 9000\ninterface Ethernet5\n   mtu 9000\n",
        "interface Et1-2,5\n   mtu 9000\n",
    ),
    ("arista_eos", "interface Ethernet1\n   description a\n   shutdown\n", "int et1\n   desc a\n   shut\n"),
    ("arista_eos", "interface Vlan10\n   ip address 192.0.2.1/24\n", "interface vlan 10\n   ip address 192.0.2.1 255.255.255.0\n"),
    ("arista_eos", "ip route 192.0.2.0/24 198.51.100.1\n", "ip route 192.0.2.0 255.255.255.0 198.51.100.1\n"),
    ("arista_eos", "ip access-list A\n   10 permit ip host 192.0.2.1 any\n", "ip access-list A\n   10 permit ip 192.0.2.1/32 0.0.0.0/0\n"),
    ("arista_eos", "interface Ethernet1\n   ipv6 address 2001:db8::1/64\n", "interface Ethernet1\n   ipv6 address 2001:DB8::1/64\n"),
    ("cisco_nxos", "interface Ethernet1/1\n  mtu 9000\ninterface Ethernet1/2\n  mtu 9000\n", "interface eth1/1-2\n  mtu 9000\n"),
    ("cisco_nxos", "interface Ethernet1/1\n  ip address 192.0.2.1/24\n", "interface ethernet 1/1\n  ip address 192.0.2.1 255.255.255.0\n"),
    ("cisco_nxos", "interface port-channel1\n  description a\n", "interface po1\n  desc a\n"),
    (
        "cisco_nxos",
        "ip access-list A\n  10 permit tcp 192.0.2.0/24 any eq www\n",
        "ip access-list A\n  10 permit tcp 192.0.2.0 0.0.0.255 any eq 80\n",
    ),
    (
        "cisco_xr",
        "interface GigabitEthernet0/0/0/0\n ipv6 address 2001:db8::1/64\n",
        "interface Gi0/0/0/0\n ipv6 address 2001:DB8:0::1/64\n",
    ),
    ("cisco_xr", "interface Bundle-Ether1\n description a\n", "interface BE1\n desc a\n"),
    (
        "frr",
        "interface eth0\n ip ospf cost 7\n ipv6 address 2001:db8::1/64\nexit\n",
        "int eth0\n ip ospf cost 7\n ipv6 address 2001:DB8::1/64\nexit\n",
    ),
    ("huawei_vrp", "interface GigabitEthernet0/0/1\n description a\n", "interface GE0/0/1\n desc a\n"),
    (
        "juniper_junos",
        "set interfaces ae11 unit 0 family inet address 192.0.2.1/24\n",
        "set interfaces ae11.0 family inet address 192.0.2.1/24\n",
    ),
    (
        "juniper_junos",
        "interfaces {\n    ae11 {\n        unit 0 {\n            family inet;\n        }\n    }\n}\n",
        "set interfaces ae11.0 family inet\n",
    ),
    ("juniper_junos", "set groups G interfaces ae1 unit 5 mtu 9000\n", "set groups G interfaces ae1.5 mtu 9000\n"),
    (
        "juniper_junos",
        "set interfaces lo0 unit 0 family inet6 address 2001:db8::1/128\n",
        "set interfaces lo0 unit 0 family inet6 address 2001:DB8:0::1/128\n",
    ),
]


@pytest.mark.parametrize(("platform", "shown", "typed"), SAME)
def test_a_typed_text_is_the_one_shown(platform: str, shown: str, typed: str) -> None:
    assert config.diff(platform, shown, typed) == ()
    assert config.remediate(platform, shown, typed) == []
    assert config.remediate(platform, typed, shown) == []
    assert config.normalise(platform, typed) == config.normalise(platform, shown)


SAME += [
    ("cisco_xr", "interface Loopback0\n ipv4 address 192.0.2.1 255.255.255.255\n", "interface Lo0\n ipv4 address 192.0.2.1/32\n"),
    ("huawei_vrp", "interface Vlanif10\n ip address 192.0.2.1 255.255.255.0\n", "interface Vlanif10\n ip address 192.0.2.1 24\n"),
    ("huawei_vrp", "ip route-static 192.0.2.0 255.255.255.0 198.51.100.1\n", "ip route-static 192.0.2.0 24 198.51.100.1\n"),
    ("cisco_nxos", "ip route 0.0.0.0/0 192.0.2.1\n", "ip route 0.0.0.0 0.0.0.0 192.0.2.1\n"),
    ("arista_eos", "interface Ethernet1\n   ip ospf area 0.0.0.0\n", "interface Ethernet1\n   ip ospf area 0\n"),
    ("cisco_nxos", "interface Ethernet1/1\n  ip router ospf 1 area 0.0.0.10\n", "interface Ethernet1/1\n  ip router ospf 1 area 10\n"),
    ("cisco_ios", "router bgp 65546\n neighbor 192.0.2.1 remote-as 65547\n", "router bgp 1.10\n neighbor 192.0.2.1 remote-as 1.11\n"),
    ("cisco_ios", "route-map A permit 10\n set as-path prepend 65546 65546\n", "route-map A permit 10\n set as-path prepend 1.10 1.10\n"),
    ("cisco_ios", "router bgp 1\n bgp confederation peers 65546 65547\n", "router bgp 1\n bgp confederation peers 1.10 1.11\n"),
    ("cisco_ios", "vrf definition A\n route-target export 65546:5\n", "vrf definition A\n route-target export 1.10:5\n"),
    ("arista_eos", "route-map A permit 10\n   match as 65546\n", "route-map A permit 10\n   match as 1.10\n"),
    ("cisco_nxos", "vrf context A\n  rd 65546:1\n", "vrf context A\n  rd 1.10:1\n"),
    ("cisco_xr", "router bgp 1\n bgp confederation peers\n  65546\n", "router bgp 1\n bgp confederation peers\n  1.10\n"),
    ("frr", "route-map A permit 10\n set as-path exclude 65546\n", "route-map A permit 10\n set as-path exclude 1.10\n"),
    ("huawei_vrp", "bgp 65546\n peer 192.0.2.1 as-number 1\n", "bgp 1.10\n peer 192.0.2.1 as-number 1\n"),
    ("juniper_junos", "set protocols bgp group A peer-as 65546\n", "set protocols bgp group A peer-as 1.10\n"),
    (
        "juniper_junos",
        'set policy-options policy-statement A then as-path-prepend "65546 1"\n',
        'set policy-options policy-statement A then as-path-prepend "1.10 1"\n',
    ),
    ("cisco_ios", "route-map A permit 10\n set community 4259840001\n", "route-map A permit 10\n set community 65000:1\n"),
    ("arista_eos", "mac address-table static 001b.54aa.0001 vlan 1 drop\n", "mac address-table static 00:1B:54:AA:00:01 vlan 1 drop\n"),
]

TWO_FORMS = [
    ("cisco_ios", "class-map match-all A\n match dscp ef\n", "class-map A\n match dscp ef\n"),
    (
        "cisco_ios",
        "class-map type inspect match-all A\n match class-map B\n",
        "class-map type inspect A\n match class-map B\n",
    ),
    ("cisco_ios", "crypto isakmp policy 10\n encryption aes 256\n", "crypto isakmp policy 10\n encr aes 256\n hash sha\n"),
    ("cisco_ios", "interface GigabitEthernet1/0/1\n spanning-tree portfast edge\n", "int gi1/0/1\n spanning-tree portfast\n"),
    ("cisco_ios", "interface GigabitEthernet1/0/1\n spanning-tree portfast edge trunk\n", "int gi1/0/1\n spanning-tree portfast trunk\n"),
    ("cisco_ios", "spanning-tree portfast edge bpduguard default\n", "spanning-tree portfast bpduguard default\n"),
    ("cisco_ios", "interface GigabitEthernet0/1\n negotiation auto\n", "interface GigabitEthernet0/1\n"),
    ("cisco_ios", "logging host 192.0.2.1 vrf MGMT\nlogging host 2001:DB8::1\n", "logging 192.0.2.1 vrf MGMT\nlogging 2001:db8::1\n"),
    ("cisco_ios", "no ip domain lookup\nip domain name a.example\n", "no ip domain-lookup\nip domain-name a.example\n"),
    ("cisco_ios", "snmp-server community x view V RO 99\n", "snmp-server community x view V ro 99\n"),
    ("cisco_ios", "ip route 192.0.2.0 255.255.255.0 Null0 250\n", "ip route 192.0.2.0 255.255.255.0 null 0 250\n"),
    ("cisco_ios", "interface Vlan10\n standby 0 ip 192.0.2.1\n standby 0 preempt\n", "int vl10\n standby ip 192.0.2.1\n standby preempt\n"),
    ("cisco_ios", "policy-map P\n class A\n  police cir 8000\n", "policy-map P\n class A\n  police 8000\n"),
    ("cisco_ios", "router bgp 1\n neighbor 192.0.2.1 send-community\n", "router bgp 1\n neighbor 192.0.2.1 send-community standard\n"),
    ("cisco_ios", "line vty 0 4\n transport input telnet ssh\n", "line vty 0 4\n transport input ssh telnet\n"),
    ("cisco_nxos", "class-map type qos match-all A\n  match dscp 46\n", "class-map A\n  match dscp 46\n"),
    ("cisco_nxos", "class-map type qos match-any A\n  match dscp 46\n", "class-map match-any A\n  match dscp 46\n"),
    ("cisco_nxos", "policy-map type qos P\n  class A\n    set dscp 1\n", "policy-map P\n  class A\n    set dscp 1\n"),
    (
        "cisco_nxos",
        "interface Ethernet1/1\n  service-policy type qos input P\n",
        "int e1/1\n  service-policy input P\n  negotiate auto\n",
    ),
    ("cisco_nxos", "interface Vlan10\n  hsrp 1\n    ip 192.0.2.1\n", "interface Vlan10\n  hsrp 1 ipv4\n    ip 192.0.2.1\n"),
    ("cisco_nxos", "snmp-server community x group network-operator\n", "snmp-server community x ro\n"),
    ("cisco_nxos", "ntp server 192.0.2.1 use-vrf default\n", "ntp server 192.0.2.1\n"),
    ("cisco_nxos", "vrf context A\n  ip route 192.0.2.0/24 Null0\n", "vrf context A\n  ip route 192.0.2.0/24 null0\n"),
    ("cisco_xr", "class-map match-any A\n match dscp ef\n end-class-map\n", "class-map A\n match dscp ef\n end-class-map\n"),
    (
        "cisco_xr",
        "policy-map P\n class A\n  set dscp 1\n !\n end-policy-map\n",
        "policy-map type qos P\n class A\n  set dscp 1\n",
    ),
    ("cisco_xr", "logging 192.0.2.1 vrf default severity info port default\n", "logging 192.0.2.1\n"),
    ("cisco_xr", "snmp-server community x RO\n", "snmp-server community x ro\n"),
    ("arista_eos", "class-map type qos match-any A\n   match dscp ef\n", "class-map A\n   match dscp ef\n"),
    ("arista_eos", "policy-map type quality-of-service P\n   class A\n", "policy-map P\n   class A\n"),
    ("arista_eos", "dns domain a.example\n", "ip domain-name a.example\n"),
    ("arista_eos", "logging vrf M host 192.0.2.1\n", "logging vrf M host 192.0.2.1 514 protocol udp\n"),
    ("arista_eos", "interface Ethernet1\n   spanning-tree portfast\n", "interface Ethernet1\n   spanning-tree portfast edge\n"),
    (
        "arista_eos",
        "router bgp 1\n   neighbor G peer group\n   neighbor 192.0.2.1 peer group G\n",
        "router bgp 1\n   neighbor G peer-group\n   neighbor 192.0.2.1 peer-group G\n",
    ),
    ("huawei_vrp", "acl number 3000\n rule 5 permit ip\n", "acl 3000 match-order config\n rule 5 permit ip\n"),
]
"""What a platform takes in an older and a newer form, or with a word that it supposes: its spellings and defaults."""
SAME += TWO_FORMS

OTHER = [
    ("cisco_ios", "class-map match-any A\n match dscp ef\n", "class-map A\n match dscp ef\n"),
    ("cisco_ios", "interface GigabitEthernet1/0/1\n spanning-tree portfast network\n", "int gi1/0/1\n spanning-tree portfast\n"),
    ("cisco_ios", "interface GigabitEthernet0/1\n no negotiation auto\n", "interface GigabitEthernet0/1\n"),
    ("cisco_ios", "interface Vlan10\n standby 1 ip 192.0.2.1\n", "interface Vlan10\n standby ip 192.0.2.1\n"),
    ("cisco_nxos", "class-map type qos match-any A\n  match dscp 46\n", "class-map A\n  match dscp 46\n"),
    ("cisco_nxos", "ntp server 192.0.2.1 use-vrf management\n", "ntp server 192.0.2.1\n"),
    ("cisco_xr", "logging 192.0.2.1 vrf MGMT severity info\n", "logging 192.0.2.1\n"),
    ("arista_eos", "logging host 192.0.2.1 515\n", "logging host 192.0.2.1\n"),
    ("cisco_ios", "interface Vlan10\n ipv6 address 2001:DB8::1/64\n", "interface Vlan10\n ipv6 address 2001:DB8::2/64\n"),
    ("cisco_ios", "ip access-list extended A\n permit tcp any any eq www\n", "ip access-list extended A\n permit tcp any any eq 443\n"),
    (
        "cisco_ios",
        "ip access-list extended A\n permit ip 10.0.0.0 0.0.255.0 any\n",
        "ip access-list extended A\n permit ip 10.0.0.0 0.0.0.255 any\n",
    ),
    ("cisco_ios", "interface Vlan10\n description 2001:DB8::1\n", "interface Vlan10\n description 2001:db8::1\n"),
    ("juniper_junos", "set protocols ospf area 0 interface ae1.0\n", "set protocols ospf area 0 interface ae1 unit 0\n"),
    (
        "juniper_junos",
        "set security zones security-zone t interfaces ae1.0\n",
        "set security zones security-zone t interfaces ae1 unit 0\n",
    ),
]


@pytest.mark.parametrize(("platform", "shown", "typed"), TWO_FORMS)
def test_both_forms_are_taken_back(platform: str, shown: str, typed: str) -> None:
    """In words of one of them, and the text without them is reached from both."""
    words = {line.strip() for line in f"{shown}{typed}".splitlines()}
    for running in (shown, typed):
        commands = config.remediate(platform, running, "hostname a\n")
        assert config.diff(platform, config.predict(platform, running, commands), "hostname a\n") == ()
        gone = [line.strip().removeprefix("no ").removeprefix("undo ") for line in commands if line.strip().startswith(("no ", "undo "))]
        assert [line for line in gone if not any(word.startswith(line) for word in words)] == []


def test_a_line_is_taken_back_in_the_form_in_which_it_runs() -> None:
    """For a release may know one of both only."""
    for line in ("logging 192.0.2.1", "logging host 192.0.2.1"):
        assert config.remediate("cisco_ios", f"{line}\n", "hostname a\n") == [f"no {line}", "hostname a"]


@pytest.mark.parametrize(("platform", "one", "other"), OTHER)
def test_what_is_not_the_same_differs(platform: str, one: str, other: str) -> None:
    assert config.diff(platform, one, other) != ()


def test_a_range_changes_each_of_its_members_and_back() -> None:
    running = "interface GigabitEthernet1/0/1\n mtu 1500\ninterface GigabitEthernet1/0/2\n"
    intended = "interface range gi1/0/1 - 2\n mtu 9000\n"
    commands = config.remediate("cisco_ios", running, intended)
    assert commands == ["interface GigabitEthernet1/0/1", " mtu 9000", "interface GigabitEthernet1/0/2", " mtu 9000"]
    after = config.predict("cisco_ios", running, commands)
    assert config.diff("cisco_ios", after, intended) == ()
    assert config.diff("cisco_ios", config.predict("cisco_ios", after, config.rollback("cisco_ios", running, intended)), running) == ()


def test_a_range_of_names_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ConfigError) as caught:
        config.normalise("cisco_ios", "interface range macro ALL\n shutdown\n")
    assert str(caught.value) == (
        "'interface range macro ALL' names interfaces that cannot be read\n    hint: write each interface as a section of its own"
    )


def test_short_words_can_be_taken_back() -> None:
    running = "interface GigabitEthernet0/1\n description a\n shutdown\n"
    after = config.predict("cisco_ios", running, ["int g0/1", " no desc", " no sh"])
    assert config.diff("cisco_ios", after, "interface GigabitEthernet0/1\n") == ()


def _shortened(words: KeywordTree, line: str, letters: int) -> str:
    """A line with each word cut to its first letters, where these still mean that word alone."""
    parts = line.split(" ")
    for place, word in enumerate(parts):
        short = " ".join([*parts[:place], word[:letters], *parts[place + 1 :]])
        if ambiguous_word(words, short) is None and expand_abbreviations(words, short) == expand_abbreviations(words, line):
            parts[place] = word[:letters]
    return " ".join(parts)


@pytest.mark.parametrize("platform", ["cisco_ios", "arista_eos", "cisco_nxos", "cisco_xr", "frr", "huawei_vrp"])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_text_in_short_words_is_the_text(platform: str, data: st.DataObject) -> None:
    grammar = get(platform).grammar
    assert grammar is not None
    text = data.draw(configs(platform))
    letters = data.draw(st.integers(2, 6))
    noise = grammar.noise or re.compile("(?!)")
    typed = [
        line if noise.match(line) or not line[:1].isalpha() else _shortened(grammar.book.words, line, letters) for line in text.split("\n")
    ]
    short = "\n".join(typed)
    assert config.normalise(platform, short) == config.normalise(platform, text)

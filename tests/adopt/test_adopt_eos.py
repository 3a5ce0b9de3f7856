"""What the table of EOS reads: all that the templates write, and what devices print in other forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from adopt_golden import again, cases, data_of, lines_of, text_of

from netops.adopt.configs import ImportedConfigs, ImportOptions, import_configs
from netops.facts.importer import VLANS, VRFS
from netops.project import Project
from netops.render import Renderer

NOT_OF_ITS_OWN = frozenset({"main", "raw_config", "vlans", "acls", "qos", "interfaces", "management", "routing"})
"""main, raw_config: they hold lines of `raw_config`. qos: not read yet, so its lines stay raw. acls: the list of the clients of SNMP is
read as a filter of its own. The others hold what the model derives, such as VLAN numbers: `test_all_comes_back_as_data` is for them."""

LEAF = """\
! device: leaf1 (DCS-7050SX3-48YC8, EOS-4.28.3M)
!
no aaa root
!
username anna privilege 15 role network-admin secret sha512 $6$abcdefgh$0123456789
username guest role network-operator secret 0 plaintextword
username ops privilege 15 role netops secret 5 $1$abcd$0123456789012345678901
!
alias shvni show vxlan vni | awk '{ print $1 }'
!
vlan internal order ascending range 1006 1199
!
transceiver qsfp default-mode 4x10G
!
service routing protocols model multi-agent
!
no lldp tlv transmit management-address
!
daemon TerminAttr
   exec /usr/bin/TerminAttr -taillogs
   no shutdown
!
agent PowerManager shutdown
!
logging buffered 1000 informational
no logging console
logging vrf MGMT host 192.0.2.9 1514
logging trap warnings
logging facility local6
!
hostname Leaf-1
ip name-server vrf MGMT 192.0.2.53
dns domain example.net
!
sflow sample 16384
sflow destination 10.1.10.9 9995
sflow source-interface Loopback0
sflow run
!
spanning-tree mode rapid-pvst
no spanning-tree vlan-id 4093-4094
spanning-tree vlan-id 1-4094 priority 8192
!
system l1
   unsupported speed action error
   unsupported error-correction action error
!
tacacs-server host 192.0.2.5 vrf MGMT key 7 s3cretserverkey
!
aaa group server tacacs+ ADMINS
   server 192.0.2.5 vrf MGMT
!
aaa authentication login default group ADMINS local
aaa authorization exec default group ADMINS local
aaa authorization commands all default local
!
vlan 110
   name staff
!
vlan 301-302
!
vlan 4094
   trunk group mlag-peer
!
vrf instance MGMT
!
vrf instance guest
!
management api http-commands
   no shutdown
   !
   vrf MGMT
      no shutdown
!
interface Port-Channel1
   description Host 1
   switchport trunk allowed vlan 110,301
   switchport mode trunk
   mlag 1
!
interface Port-Channel100
   switchport trunk group mlag-peer
   switchport mode trunk
!
interface Ethernet1
   mtu 9100
   no switchport
   ip address 10.255.0.1/31
!
interface Ethernet2
   switchport access vlan 110
   spanning-tree portfast
   spanning-tree bpduguard enable
!
interface Ethernet3
   channel-group 1 mode active
   lacp timer fast
!
interface Ethernet4
   shutdown
   switchport trunk native vlan 301
   switchport trunk allowed vlan 110
   switchport mode trunk
!
interface Ethernet6
   no switchport
   bfd interval 300 min-rx 300 multiplier 3
   ip address 10.255.2.1/31
   ip access-group EDGE in
!
interface Ethernet5
   no switchport
   channel-group 100 mode on
!
interface Loopback0
   ip address 10.254.0.1/32
!
interface Management1
   vrf MGMT
   ip address dhcp
   dhcp client accept default-route
!
interface Vlan110
   vrf guest
   ip address virtual 10.1.10.1/24
!
interface Vlan301
   ipv6 address 2001:db8::2/64
!
interface Vlan4094
   no autostate
   ip address 10.255.1.0/31
!
interface Vxlan1
   vxlan source-interface Loopback0
   vxlan udp-port 4789
   vxlan vlan 110 vni 10110
   vxlan vrf guest vni 10099
!
ip virtual-router mac-address 02:00:00:aa:00:01
!
ip routing
no ip routing vrf MGMT
ip routing vrf guest
!
mac address-table aging-time 600
!
ip access-list EDGE
   9 remark Our own
   10 permit tcp 10.0.0.0/8 host 10.1.10.1 eq ssh log
   20 permit udp any any eq 5000
   30 deny ip any any
!
ip access-list standard POLL
   10 permit host 192.0.2.7
!
ip prefix-list LOOPBACKS
   seq 10 permit 10.254.0.0/24 le 32
!
mlag configuration
   domain-id LEAFS
   local-interface Vlan4094
   peer-address 10.255.1.1
   peer-link Port-Channel100
!
ip route vrf MGMT 0.0.0.0/0 192.0.2.1 tag 5 name out
ip route 10.0.0.0/8 Null0 250
!
ntp server vrf MGMT time.example.net prefer
!
ip community-list CUSTOMERS permit 65001:100
ip community-list regexp PEERS permit 65001:.*
ip as-path access-list OWN permit ^$ any
!
route-map LO permit 10
   match ip address prefix-list LOOPBACKS
   set community 65001:1 additive
   set as-path prepend 65001.3 64500
!
router bfd
   multihop interval 100 min-rx 100 multiplier 3
!
router bgp 65001.3
   bgp asn notation asdot
   router-id 10.254.0.1
   no bgp default ipv4-unicast
   maximum-paths 4 ecmp 4
   neighbor SPINES peer group
   neighbor SPINES remote-as 65001.4
   neighbor SPINES send-community
   neighbor SPINES maximum-routes 0
   neighbor 10.255.0.0 peer group SPINES
   neighbor 10.255.0.0 password 7 s3cretbgpkey
   neighbor 10.255.1.1 remote-as 65001.3
   neighbor 2001:db8::1 remote-as 64500
   redistribute connected route-map LO
   !
   vlan 110
      rd 10.254.0.1:110
      route-target both 110:10110
      redistribute learned
   !
   address-family evpn
      neighbor SPINES activate
   !
   address-family ipv4
      no neighbor SPINES activate
      neighbor 10.255.1.1 activate
   !
   vrf guest
      rd 10.254.0.1:99
      route-target import evpn 65001:99
      route-target export evpn 65001:99
      redistribute connected
!
management api gnmi
   transport grpc MGMT
      vrf MGMT
!
management ssh
   idle-timeout 30
   vrf MGMT
!
end
"""

OLD = """\
! device: spine1 (vEOS, EOS-4.21.1F)
hostname spine1
!
snmp-server community s3cretcommunity ro
snmp-server host 192.0.2.9 vrf MGMT version 2c s3crettrapword
snmp-server enable traps bgp
snmp-server vrf MGMT
!
clock timezone Europe/Berlin
!
spanning-tree mode mstp
spanning-tree mst 0 priority 4096
spanning-tree mst 1 priority 8192
!
spanning-tree mst configuration
   name HQ
   revision 1
   instance 1 vlan 1-100
!
username anna privilege 15 role network-admin secret sha512 $6$abcdefgh$0123456789
!
vrf definition MGMT
   rd 65000:1
!
interface Port-Channel7
   port-channel lacp fallback timeout 5
   port-channel lacp fallback individual
!
interface Ethernet1
   speed forced 10000full
   no lldp transmit
   pim ipv4 sparse-mode
!
interface Management1
   vrf forwarding MGMT
   ip address 192.0.2.10/24
!
ip routing
no ip routing vrf MGMT
!
ip prefix-list HOSTS seq 10 permit 10.0.0.0/8 eq 32
!
mlag configuration
   domain-id SPINES
   peer-address heartbeat 192.0.2.12 vrf MGMT
   dual-primary detection delay 5 action errdisable all-interfaces
!
router multicast
   ipv4
      software-forwarding kernel
!
router ospf 1
   passive-interface Management1
   network 10.0.0.0/8 area 0.0.0.0
   max-lsa 12000
!
router isis CORE
   net 49.0001.0100.0000.0001.00
   is-type level-2
!
banner login
Property of us.
   Keep out.
EOF
!
management api http-commands
   protocol https
   no shutdown
!
management console
   idle-timeout 60
!
management ssh
   shutdown
   vrf MGMT
      no shutdown
!
end
"""


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(Project(Path(__file__).parents[2]))


@pytest.fixture(scope="module")
def leaf() -> dict[str, Any]:
    return data_of("arista_eos", LEAF)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> ImportedConfigs:
    texts = {"leaf1": LEAF, "spine1": OLD}
    return import_configs(texts, tmp_path_factory.mktemp("company"), ImportOptions(), company="acme")


@pytest.mark.parametrize("case", cases("arista_eos", NOT_OF_ITS_OWN))
def test_what_is_written_is_read(case: str, renderer: Renderer) -> None:
    assert lines_of("arista_eos", again(renderer, case)) == lines_of("arista_eos", text_of(case))


def test_all_comes_back_as_data(imported: ImportedConfigs) -> None:
    assert imported.refused == []
    assert [(draft.name, dict(draft.raw), list(draft.without)) for draft in imported.drafts] == [("leaf1", {}, []), ("spine1", {}, [])]


def test_keys_of_users_are_read() -> None:
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample anna"
    old = data_of("arista_eos", f"username anna privilege 15 role network-admin nopassword\nusername anna sshkey {key}\n")
    assert old["users"] == [{"name": "anna", "privilege": 15, "ssh_keys": [key]}]
    assert old["system"] == {"legacy_ssh_keys": True}


def test_reads_ports(leaf: dict[str, Any]) -> None:
    assert leaf["interfaces"] == {
        "Port-Channel1": {"description": "Host 1", "mode": "tagged", "tagged_vlans": [110, 301], "mlag": 1, "lacp": {"fast": True}},
        "Port-Channel100": {"mode": "tagged", "tagged_vlans": "all", "trunk_groups": ["mlag-peer"], "lacp": {"mode": "static"}},
        "Ethernet1": {"mtu": 9100, "mode": "routed", "addresses": ["10.255.0.1/31"]},
        "Ethernet2": {"mode": "access", "untagged_vlan": 110, "edge": True, "stp": {"bpduguard": True}},
        "Ethernet3": {"lag": "Port-Channel1"},
        "Ethernet4": {"enabled": False, "mode": "tagged", "untagged_vlan": 301, "tagged_vlans": [110], "allow_untagged": False},
        "Ethernet6": {
            "mode": "routed",
            "bfd": {"interval_ms": 300, "min_rx_ms": 300, "multiplier": 3},
            "addresses": ["10.255.2.1/31"],
            "acl_in": "EDGE",
        },
        "Ethernet5": {"mode": "routed", "lag": "Port-Channel100"},
        "Loopback0": {"addresses": ["10.254.0.1/32"]},
        "Management1": {"vrf": "MGMT", "dhcp": True, "dhcp_default_route": True},
        "Vlan110": {"vrf": "guest", "addresses": ["10.1.10.1/24"], "anycast_gateway": True},
        "Vlan301": {"addresses": ["2001:db8::2/64"]},
        "Vlan4094": {"autostate": False, "addresses": ["10.255.1.0/31"]},
    }


def test_reads_bgp(leaf: dict[str, Any]) -> None:
    bgp = leaf["bgp"]
    assert bgp["asn"] == 65001 * 65536 + 3
    assert bgp["groups"] == {
        "SPINES": {
            "remote_asn": 65001 * 65536 + 4,
            "send_community": "all",
            "maximum_prefix": 0,
            "address_families": {"evpn": {"activate": True}, "ipv4": {"activate": False}},
        }
    }
    assert [{key: value for key, value in one.items() if key != "password"} for one in bgp["neighbors"]] == [
        {"address": "10.255.0.0", "group": "SPINES", "password_type": "7"},
        {"address": "10.255.1.1", "remote_asn": 65001 * 65536 + 3, "address_families": {"ipv4": {"activate": True}}},
        {"address": "2001:db8::1", "remote_asn": 64500, "address_families": {}},
    ]
    assert bgp["vrfs"] == {"guest": {"redistribute": [{"source": "connected"}]}}
    assert leaf["evpn"] == {
        "vlans": [
            {
                "vlan": 110,
                "rd": "10.254.0.1:110",
                "import_targets": ["110:10110"],
                "export_targets": ["110:10110"],
                "redistribute": ["learned"],
            }
        ]
    }


def test_reads_tables_and_the_rest(leaf: dict[str, Any]) -> None:
    assert leaf[VLANS] == {110: {"name": "staff"}, 301: {}, 302: {}, 4094: {"trunk_groups": ["mlag-peer"]}}
    assert leaf[VRFS] == {
        "MGMT": {"routing": False},
        "guest": {
            "routing": True,
            "rd": "10.254.0.1:99",
            "vni": 10099,
            "address_families": {"evpn": {"import_targets": ["65001:99"], "export_targets": ["65001:99"]}},
        },
    }
    assert leaf["static_routes"] == [
        {"vrf": "MGMT", "prefix": "0.0.0.0/0", "next_hop": "192.0.2.1", "tag": 5, "name": "out"},
        {"prefix": "10.0.0.0/8", "blackhole": True, "distance": 250},
    ]
    assert leaf["system"] == {
        "root_account": False,
        "aliases": {"shvni": "show vxlan vni | awk '{ print $1 }'"},
        "daemons": [{"name": "TerminAttr", "exec": "/usr/bin/TerminAttr -taillogs", "enabled": True}],
        "agents_off": ["PowerManager"],
        "unsupported_speed": "error",
        "unsupported_error_correction": "error",
        "mac_aging_s": 600,
        "gnmi": {"transports": [{"name": "MGMT", "vrf": "MGMT"}]},
        "internal_vlans": {"order": "ascending", "first": 1006, "last": 1199},
        "qsfp_default_mode": "4x10G",
        "routing_models": ["multi-agent"],
        "api": True,
        "api_vrfs": ["MGMT"],
        "routing": True,
        "prefix_list_sections": True,
    }
    assert leaf["stp"] == {"mode": "rapid-pvst", "disabled_vlans": "4093-4094", "priority": 8192}
    assert [(user["name"], user["privilege"], user.get("role"), user.get("hash_type")) for user in leaf["users"]] == [
        ("anna", 15, None, None),
        ("guest", 1, None, "0"),
        ("ops", 15, "netops", "5"),
    ]


def test_reads_services_and_filters(leaf: dict[str, Any]) -> None:
    assert leaf["syslog"] == {
        "buffered": {"size": 1000, "severity": "informational"},
        "console": False,
        "servers": [{"host": "192.0.2.9", "port": 1514, "vrf": "MGMT", "severity": "warnings"}],
        "facility": "local6",
    }
    assert leaf["dns"] == {"vrf": "MGMT", "servers": ["192.0.2.53"]}
    assert {key: value for key, value in leaf["aaa"]["tacacs"].items() if key != "key"} == {
        "servers": ["192.0.2.5"],
        "key_type": "7",
        "vrf": "MGMT",
        "group": "ADMINS",
    }
    assert leaf["aaa"]["rules"] == [{"kind": "authorization", "service": "commands all", "list": "default", "methods": "local"}]
    assert leaf["acls"] == {
        "EDGE": {
            "entries": [
                {
                    **{"seq": 10, "action": "permit", "protocol": "tcp", "source": "10.0.0.0/8", "destination": "10.1.10.1/32"},
                    **{"port": 22, "log": True, "remark": "Our own"},
                },
                {"seq": 20, "action": "permit", "protocol": "udp", "port": 5000},
                {"seq": 30, "action": "deny"},
            ]
        },
        "POLL": {"type": "standard", "entries": [{"seq": 10, "action": "permit", "source": "192.0.2.7/32"}]},
    }
    assert leaf["community_lists"] == {
        "CUSTOMERS": {"type": "standard", "entries": [{"action": "permit", "communities": ["65001:100"]}]},
        "PEERS": {"type": "expanded", "entries": [{"action": "permit", "regex": "65001:.*"}]},
    }
    assert leaf["as_path_lists"] == {"OWN": [{"action": "permit", "regex": "^$"}]}


def test_reads_what_older_releases_show() -> None:
    data = data_of("arista_eos", OLD)
    assert data["banner"] == {"login": "Property of us.\n   Keep out.\n"}
    assert data["interfaces"]["Port-Channel7"] == {"lacp": {"fallback_timeout_s": 5, "fallback": "individual"}}
    assert data["interfaces"]["Ethernet1"] == {"speed": 10000, "duplex": "full", "lldp_transmit": False, "pim_sparse": True}
    assert data["ssh"] == {"enabled": False, "vrfs": ["MGMT"], "vrf_enabled": True}
    assert data["lines"] == [{"line": "console", "exec_timeout": "60"}]
    assert data["prefix_lists"] == {"HOSTS": [{"seq": 10, "action": "permit", "prefix": "10.0.0.0/8", "eq": 32}]}
    assert data["mlag"] == {
        "domain": "SPINES",
        "heartbeat_address": "192.0.2.12",
        "peer_vrf": "MGMT",
        "dual_primary_delay_s": 5,
        "dual_primary_action": "errdisable all-interfaces",
    }
    assert {key: value for key, value in data["system"].items() if key in ("time_zone", "https", "api", "multicast")} == {
        "time_zone": "Europe/Berlin",
        "https": True,
        "api": True,
        "multicast": {"software_forwarding": "kernel"},
    }
    assert data["ospf"] == {"networks": [{"prefix": "10.0.0.0/8", "area": 0}], "max_lsa": 12000}


def test_a_vrf_that_differs_is_the_devices_own(imported: ImportedConfigs) -> None:
    ipam = imported.files["inventory/sites/main/ipam.yaml"]
    guest = next(row for row in ipam["vrfs"] if row["name"] == "guest")
    assert (guest["vni"], guest["routing"]) == (10099, True)
    spine = next(value for name, value in imported.files.items() if name.endswith("/spine1.yaml"))
    assert spine["vrf_instances"] == {"MGMT": {"rd": "65000:1"}}
    assert spine["stp"] == {
        "mode": "mstp",
        "mst": {"name": "HQ", "revision": 1, "instances": [{"instance": 1, "priority": 8192, "vlans": "1-100"}]},
        "priority": 4096,
    }
    assert spine["system"]["legacy_vrf"] is True

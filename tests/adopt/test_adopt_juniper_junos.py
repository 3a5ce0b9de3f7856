"""Junos: what its configs are in the model, and what stays a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from adopt_golden import data_of, lines_of, text_of, view_of

from netops.adopt.configs import ImportedConfigs, ImportOptions, import_configs
from netops.adopt.draft import DeviceDraft
from netops.adopt.hiding import find_secrets
from netops.adopt.reading import read_data
from netops.dialects.written import WrittenLine
from netops.platforms import get, grammar_of
from netops.platforms.juniper_junos.importing import IMPORTER
from netops.project import Project
from netops.render import Renderer
from netops.secrets import PLACEHOLDER

PLATFORM = get("juniper_junos")
GRAMMAR = grammar_of(PLATFORM)
GOLDEN = Path(__file__).parents[1] / "golden" / "juniper_junos"

ROUTER = """\
system {
    host-name EDGE-1;
    root-authentication {
        encrypted-password "$6$abcdefgh$0123456789"; ## SECRET-DATA
    }
    login {
        message "Keep out.\\n";
        class auditor {
            permissions [ view view-configuration ];
        }
        user anna {
            full-name "Anna Example";
            uid 2001;
            class auditor;
            authentication {
                encrypted-password "$6$ijklmnop$0123456789"; ## SECRET-DATA
            }
        }
    }
    services {
        ssh {
            root-login deny-password;
        }
        telnet;
    }
    syslog {
        file messages {
            any notice;
            authorization info;
        }
    }
    ntp {
        server 192.0.2.123 prefer;
    }
}
interfaces {
    ge-0/0/0 {
        description "Uplink; \\"north\\"";
        flexible-vlan-tagging;
        unit 100 {
            description Voice;
            vlan-id 100;
            family inet {
                mtu 1400;
                address 192.0.2.1/31;
            }
            family mpls;
        }
    }
    ge-0/0/1 {
        disable;
        unit 0 {
            description inside;
            family inet {
                address 203.0.113.1/30;
            }
        }
    }
    ge-0/0/2 {
        ether-options {
            802.3ad ae0;
        }
    }
    ae0 {
        unit 0 {
            family ethernet-switching {
                interface-mode trunk;
                vlan {
                    members [ staff voice ];
                }
            }
        }
    }
    lo0 {
        unit 0 {
            family inet {
                address 198.51.100.1/32;
            }
        }
    }
}
policy-options {
    prefix-list OURS {
        198.51.100.0/24;
    }
    policy-statement TO-NORTH {
        term ours {
            from {
                protocol [ direct static ];
                prefix-list OURS;
            }
            then {
                community add NORTH;
                accept;
            }
        }
        then reject;
    }
    community NORTH members 65010:100;
}
routing-instances {
    blue {
        instance-type vrf;
        interface ge-0/0/0.100;
        route-distinguisher 198.51.100.1:10;
        vrf-target target:65010:10;
        protocols {
            bgp {
                group CE {
                    type external;
                    neighbor 192.0.2.0 {
                        peer-as 65020;
                    }
                }
            }
        }
    }
}
routing-options {
    static {
        route 192.0.2.128/25 discard;
        route 10.0.0.0/8 {
            next-hop 203.0.113.2;
            preference 200;
        }
    }
    autonomous-system 65010;
}
protocols {
    bgp {
        group MESH {
            type internal;
            local-address 198.51.100.1;
            export ( TO-NORTH && B );
            neighbor 198.51.100.2;
            neighbor 198.51.100.3 {
                description third;
            }
        }
    }
    lldp {
        interface all;
    }
}
vlans {
    staff {
        vlan-id 110;
    }
    voice {
        description Phones;
        vlan-id 140;
    }
}
"""


def draft_of(text: str) -> DeviceDraft:
    """A config with the data that is read off it."""
    draft = DeviceDraft("device", "device", PLATFORM, text)
    draft.read_lines()
    read_data(draft)
    return draft


def brought_in(folder: Path, **texts: str) -> ImportedConfigs:
    """Configs that come back as they were."""
    found = import_configs(texts, folder, ImportOptions(), company="acme")
    assert not found.refused
    return found


@pytest.fixture(scope="module")
def router(tmp_path_factory: pytest.TempPathFactory) -> DeviceDraft:
    (draft,) = brought_in(tmp_path_factory.mktemp("router"), router=ROUTER).drafts
    return draft


def test_all_of_a_router_is_data(router: DeviceDraft) -> None:
    assert [path[0] for path in router.raw] == []
    assert list(router.without) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("hostname", "EDGE-1"),
        ("ssh", {"root_login": "deny-password"}),
        ("system", {"telnet": True, "aggregated_devices": 0}),
        ("banner", {"login": "Keep out.\n"}),
        ("login_classes", {"auditor": {"permissions": ["view", "view-configuration"]}}),
        ("syslog", {"files": {"messages": {"any": "notice", "authorization": "info"}}}),
        ("ntp", {"servers": [{"host": "192.0.2.123", "prefer": True}]}),
        ("lldp", {}),
        ("prefix_sets", {"OURS": ["198.51.100.0/24"]}),
        ("community_lists", {"NORTH": {"entries": [{"action": "permit", "communities": ["65010:100"]}]}}),
    ],
)
def test_services_of_a_router(router: DeviceDraft, path: str, value: object) -> None:
    assert router.data[path] == value


def test_users_have_class_and_number(router: DeviceDraft) -> None:
    root, anna = router.data["users"]
    assert (root["name"], set(root)) == ("root", {"name", "password_hash"})
    assert {key: anna[key] for key in ("name", "full_name", "uid", "role")} == {
        "name": "anna",
        "full_name": "Anna Example",
        "uid": 2001,
        "role": "auditor",
    }


def test_ports_and_units(router: DeviceDraft) -> None:
    ports = router.data["interfaces"]
    assert ports["ge-0/0/0"] == {"description": 'Uplink; "north"', "vlan_tagging": "flexible"}
    assert ports["ge-0/0/0.100"] == {
        "description": "Voice",
        "vlan_tag": 100,
        "families": {"inet": {"mtu": 1400}, "mpls": {}},
        "addresses": ["192.0.2.1/31"],
        "vrf": "blue",
    }
    assert ports["ge-0/0/1"] == {"enabled": False}
    assert ports["ge-0/0/1.0"] == {"description": "inside", "addresses": ["203.0.113.1/30"]}
    assert ports["ge-0/0/2"] == {"lag": "ae0", "lag_options": "ether-options"}
    assert ports["ae0"] == {"mode": "tagged", "tagged_vlans": [110, 140], "lacp": {"mode": "static"}}


def test_policies_have_terms_in_their_order(router: DeviceDraft) -> None:
    policy = router.data["routing_policies"]["TO-NORTH"]
    assert [term["name"] for term in policy["terms"]] == ["ours"]
    assert policy["terms"][0]["from"] == {"prefix_lists": ["OURS"], "protocols": ["direct", "static"]}
    assert policy["terms"][0]["then"] == {"action": "accept", "communities": [{"add": "NORTH"}]}
    assert policy["then"] == {"action": "reject"}


def test_groups_of_bgp_have_their_own_names(router: DeviceDraft) -> None:
    bgp = router.data["bgp"]
    assert bgp["asn"] == 65010
    assert bgp["groups"] == {"MESH": {"peering": "internal", "local_address": "198.51.100.1", "export_policies": ["TO-NORTH && B"]}}
    assert bgp["neighbors"][1] == {"address": "198.51.100.3", "group": "MESH", "description": "third"}
    assert bgp["vrfs"]["blue"]["neighbors"] == [{"address": "192.0.2.0", "group": "CE", "remote_asn": 65020}]


def test_static_routes(router: DeviceDraft) -> None:
    assert router.data["static_routes"] == [
        {"prefix": "192.0.2.128/25", "blackhole": True},
        {"prefix": "10.0.0.0/8", "next_hop": "203.0.113.2", "distance": 200},
    ]


FIREWALL = """\
set interfaces ge-0/0/0 unit 0 family inet address 192.0.2.1/30
set interfaces ge-0/0/1 unit 0 family inet address 198.51.100.1/24
set security address-book global address shops 10.4.0.0/16
set security address-book global address-set branches address shops
set security policies from-zone trust to-zone Untrust policy OUT_1 match source-address branches
set security policies from-zone trust to-zone Untrust policy OUT_1 match destination-address any
set security policies from-zone trust to-zone Untrust policy OUT_1 match application [ junos-https tills ]
set security policies from-zone trust to-zone Untrust policy OUT_1 then permit
set security policies from-zone trust to-zone Untrust policy OUT_1 then log session-close
set security policies from-zone trust to-zone Untrust policy rest match source-address any
set security policies from-zone trust to-zone Untrust policy rest match destination-address any
set security policies from-zone trust to-zone Untrust policy rest match application any
set security policies from-zone trust to-zone Untrust policy rest then deny
set security zones security-zone trust host-inbound-traffic system-services all
set security zones security-zone trust interfaces ge-0/0/1.0
set security screen ids-option edge icmp ping-death
set security zones security-zone Untrust screen edge
set security zones security-zone Untrust interfaces ge-0/0/0.0
set applications application tills protocol tcp
set applications application tills destination-port 8443
"""


def test_policies_of_a_firewall_use_names(tmp_path: Path) -> None:
    (draft,) = brought_in(tmp_path, firewall=FIREWALL).drafts
    assert not draft.raw
    security = draft.data["security"]
    assert security["address_book"] == {"shops": "10.4.0.0/16"}
    assert security["applications"] == {"tills": {"protocol": "tcp", "port": "8443"}}
    assert security["policies"][0] == {
        "seq": 10,
        "name": "OUT_1",
        "from": "trust",
        "to": "Untrust",
        "sources": ["branches"],
        "applications": ["junos-https", "tills"],
        "action": "permit",
        "log_at": ["session-close"],
    }
    assert {zone["name"]: zone["interfaces"] for zone in security["zones"]} == {"trust": ["ge-0/0/1"], "Untrust": ["ge-0/0/0"]}


def test_a_policy_is_read_as_a_whole_or_not_at_all() -> None:
    policy = "set policy-options policy-statement P term"
    text = f"{policy} one from protocol bgp\n{policy} one then accept\n{policy} two from traffic-engineering\n{policy} two then reject\n"
    assert draft_of(text).data == {}
    assert "routing_policies" in draft_of(text.replace("traffic-engineering", "rib inet.0")).data


def test_what_is_deactivated_is_no_data() -> None:
    text = "system {\n    host-name a;\n}\nprotocols {\n    inactive: lldp {\n        interface all;\n    }\n}\n"
    assert draft_of(text).data == {"hostname": "a"}


def test_groups_are_not_what_they_are_applied_to() -> None:
    text = "groups {\n    g {\n        system {\n            host-name b;\n        }\n    }\n}\n"
    text += "apply-groups g;\nsystem {\n    host-name a;\n}\n"
    assert draft_of(text).data == {"hostname": "a"}


def test_an_address_in_another_spelling_stays_as_it_is() -> None:
    text = (
        "set routing-options rib inet6.0 static route 0::0/0 discard\nset routing-options rib inet6.0 static route 2001:db8::/32 discard\n"
    )
    assert draft_of(text).data["static_routes"] == [{"prefix": "2001:db8::/32", "blackhole": True}]


def test_a_brace_that_closes_nothing_is_reported() -> None:
    text, changes = IMPORTER.tidy("system {\n    host-name a;\n}\n}\n")
    assert (text, changes) == ("system {\n    host-name a;\n}\n\n", ("4: a '}' that closes nothing is left out",))
    assert IMPORTER.tidy(ROUTER) == (ROUTER, ())


def test_only_the_secret_part_of_a_key_is_hidden() -> None:
    key = "-----BEGIN PRIVATE KEY-----\\nAAAABBBBCCCC\\n-----END PRIVATE KEY-----\\n"
    text = f'set security certificates local web "{key}"\n'
    found = find_secrets(PLATFORM, text)
    assert [one.value for one in found] == ["AAAABBBBCCCC"]


def test_what_was_taken_out_is_no_secret() -> None:
    assert find_secrets(PLATFORM, 'system {\n    root-authentication {\n        encrypted-password "******";\n    }\n}\n') == []


CASES = ("acls", "bgp", "dns", "lldp", "ntp", "policies", "snmp", "stp", "syslog", "users")
"""Templates whose text needs no other one to be right."""


def test_what_templates_write_is_read_back(tmp_path: Path) -> None:
    texts = {}
    for case in CASES:
        text = (GOLDEN / case / "expected.txt").read_text(encoding="utf-8")
        text = PLACEHOLDER.sub(lambda match: f"$6$abcdefgh${match[1]}0123456789", text)
        inside = "protocols" if case in ("bgp", "lldp", "stp") else "system"
        texts[case] = f"{inside} {{\n{text}}}\n" if text.startswith("    ") else text
    texts["bgp"] += (
        "interfaces {\n    ge-0/0/0 {\n        unit 0 {\n            family inet {\n                address 10.9.1.1/24;\n            }\n"
    )
    texts["bgp"] += "            family inet6 {\n                address 2001:db8:1::1/64;\n            }\n        }\n    }\n}\n"
    found = brought_in(tmp_path, **texts)
    assert {draft.name: [path[0] for path in draft.raw] for draft in found.drafts} == {case: [] for case in CASES}


def raw(text: str, *wanted: str, depth: int = 0) -> list[str]:
    """The raw lines of the `set` lines that start so, of all for none."""
    lines: list[WrittenLine] = list(GRAMMAR.dialect.written(GRAMMAR, text))
    chosen = [one for one in lines if not wanted or one.path[0].startswith(wanted)]
    return GRAMMAR.dialect.raw_lines(GRAMMAR, text, [(chosen, depth)])[0]


BRACES = """\
apply-groups [ a b ];
interfaces {
    ge-0/0/0 {
        description x;
        unit 0 {
            family inet {
                address 192.0.2.1/24;
            }
        }
        unit 7 {
            family inet {
                address 192.0.2.9/24;
            }
        }
    }
}
protocols {
    inactive: bgp {
        group X {
            import [ P Q ];
            neighbor 192.0.2.2;
        }
    }
    protect: lldp {
        interface all;
    }
}
"""


def test_raw_lines_in_braces_are_the_text() -> None:
    assert "\n".join(raw(BRACES)) + "\n" == BRACES


def test_raw_lines_of_an_interface_are_without_it() -> None:
    assert raw(BRACES, "set interfaces ge-0/0/0 unit 0", depth=1) == [
        "unit 0 {",
        "    family inet {",
        "        address 192.0.2.1/24;",
        "    }",
        "}",
    ]
    assert raw(BRACES, "set interfaces ge-0/0/0 unit 7", depth=1) == ["family inet {", "    address 192.0.2.9/24;", "}"]


def test_set_lines_become_blocks() -> None:
    text = """\
set system services netconf ssh
set protocols bgp group X neighbor 192.0.2.2 peer-as 65020
set protocols bgp group X export [ P Q ]
set policy-options policy-statement P term 1 from route-filter 10.0.0.0/8 orlonger
set security policies from-zone a to-zone b policy p then permit
deactivate protocols bgp group X
"""
    found = raw(text)
    assert "    inactive: bgp {" not in found
    assert "        inactive: group X {" in found
    assert any(line.strip() == "route-filter 10.0.0.0/8 orlonger;" for line in found)
    again = [one.path for one in GRAMMAR.dialect.written(GRAMMAR, "\n".join(found))]
    assert sorted(again) == sorted(one.path for one in GRAMMAR.dialect.written(GRAMMAR, text))


@pytest.mark.parametrize("noun", ["isis", "mpls", "multicast"])
def test_what_is_below_protocols_comes_back(noun: str) -> None:
    renderer = Renderer(Project(Path(__file__).parents[2]))
    ports = "".join(f"set interfaces {port} unit 0 family inet\n" for port in ("lo0", "ge-0/0/0", "ge-0/0/1"))
    ports += "set interfaces ge-0/0/1 unit 7 family inet\n"
    written = lines_of("juniper_junos", _below_protocols(text_of(f"juniper_junos/{noun}")))
    text = ports + "".join(f"{path[-1]}\n" for path in written)
    again = renderer.noun(view_of("juniper_junos", data_of("juniper_junos", text)), noun)
    assert lines_of("juniper_junos", _below_protocols(again)) == written


def _below_protocols(text: str) -> str:
    return f"protocols {{\n{text}}}\n"

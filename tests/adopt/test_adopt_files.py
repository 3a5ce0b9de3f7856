"""Files as people have them: whole or not, with what a terminal leaves around them, and what stays of them as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.adopt.configs import ImportedConfigs, ImportOptions, import_configs
from netops.adopt.hiding import FoundSecret, name_secrets
from netops.cli import run
from netops.config.whole import decode_config, find_damage, without_prompts
from netops.platforms import get, template_words

IOS = "version 15.2\nhostname {name}\n!\nvlan 10\n name {vlan}\n!\nend\n"
KEY = "authentication md5 key-string 7 ⟦secret:ios_authentication_md5_key_string⟧ timeout 30"
AS_YAML = "authentication md5 key-string 7 !secret ios_authentication_md5_key_string timeout 30"
TEXTS = {
    "ios": """\
version 15.2
hostname ios
!
interface GigabitEthernet0/1.5
 encapsulation dot1Q 5
 ip address 172.16.5.1 255.255.255.0
!
router bgp 65001
 network 172.16.0.0
 network 10.0.0.0 mask 255.255.255.0
!
interface Vlan10
 ip address 10.0.10.2 255.255.255.0
 standby 10 ip 10.0.10.1
 standby 10 authentication md5 key-string 7 0822455D0A16 timeout 30
end
""",
    "xr": """\
!! IOS XR Configuration 7.5.2
hostname xr
interface GigabitEthernet0/0/0/1.100
 ipv4 address 10.1.0.1 255.255.255.0
 encapsulation dot1q 100
!
end
""",
    "srx": """\
version 21.4R3.15;
system {
    host-name srx;
}
security {
    zones {
        security-zone trust {
            address-book {
                address pc1 10.2.2.2/32;
            }
            interfaces {
                ge-0/0/1.0 {
                    host-inbound-traffic {
                        system-services {
                            ping;
                        }
                    }
                }
            }
        }
    }
}
interfaces {
    fxp0 {
        unit 0 {
            family inet {
                address 192.168.1.1/24;
            }
        }
    }
    ge-0/0/1 {
        unit 0 {
            family inet {
                address 10.2.2.1/24;
            }
        }
    }
}
""",
    "sw1": IOS.format(name="sw1", vlan="USERS"),
    "sw2": IOS.format(name="sw2", vlan="USERS"),
    "sw3": IOS.format(name="sw3", vlan="STAFF"),
    "sw4": "version 15.2\nhostname sw4\nvlan 10\n!\nend\n",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> ImportedConfigs:
    return import_configs(TEXTS, tmp_path_factory.mktemp("found"), ImportOptions(), company="c", flat=True)


def device(found: ImportedConfigs, name: str) -> dict[str, Any]:
    data: dict[str, Any] = found.files[f"inventory/sites/main/devices/{name}.yaml"]
    return data


def test_each_device_has_its_own_name_of_a_vlan(found: ImportedConfigs) -> None:
    assert found.files["inventory/sites/main/ipam.yaml"]["vlans"][0] == {"name": "USERS", "vid": 10}
    shown = [device(found, name).get("vlan_names") for name in ("sw1", "sw2", "sw3", "sw4")]
    assert shown == [None, None, {"USERS": "STAFF"}, {"USERS": "VLAN0010"}]


@pytest.mark.parametrize(
    ("name", "raw"),
    [("ios", ["version 15.2", f"standby 10 {KEY}"]), ("xr", []), ("srx", []), ("sw3", ["version 15.2"])],
)
def test_what_comes_in_as_data(found: ImportedConfigs, name: str, raw: list[str]) -> None:
    draft = next(draft for draft in found.drafts if draft.name == name)
    assert [path[-1] for path in draft.raw] == raw


def test_data_of_which_no_line_is_left_is_none(found: ImportedConfigs) -> None:
    port = device(found, "ios")["interfaces"]["Vlan10"]
    assert (port["hsrp"], port["raw_config"]) == ([{"group": 10, "address": "10.0.10.1"}], [f"standby 10 {AS_YAML}"])
    assert not any("standby" in line for line in device(found, "ios").get("without", ()))


def test_networks_of_a_class_come_in(found: ImportedConfigs) -> None:
    assert device(found, "ios")["bgp"]["networks"] == ["172.16.0.0/16", "10.0.0.0/24"]


def test_equal_secrets_of_two_kinds_have_two_names() -> None:
    def secret(line: int, kind: str) -> FoundSecret:
        return FoundSecret(line, 0, 4, "same", f"{kind} ", kind)

    names = name_secrets({"a": [secret(1, "enable secret"), secret(2, "snmp community")], "b": [secret(9, "enable secret")]})
    assert {(device, one.line): name for (device, one), name in names.items()} == {
        ("a", 1): "enable_secret",
        ("a", 2): "a_snmp_community",
        ("b", 9): "enable_secret",
    }
    held = name_secrets({"a": [secret(1, "enable secret"), secret(2, "snmp community")]}, {"snmp_ro": "same"})
    assert sorted(held.values()) == ["a_snmp_community", "snmp_ro"]


@pytest.mark.parametrize(
    ("platform", "text", "line", "words"),
    [
        ("cisco_ios", "hostname a\n!\nend\n", None, ""),
        ("cisco_ios", "hostname a\n!\n", None, ""),
        ("cisco_ios", "hostname a\ninterface Gi", 2, "cut off"),
        ("cisco_ios", "hostname a\n --More-- \nend\n", 2, "paging prompt"),
        ("cisco_ios", "hostname a\nend\n\nhostname b\nend\n", 4, "the config of a with that of b behind it"),
        ("frr", "hostname a\nhostname b\nend\n", None, ""),
        ("cisco_nxos", "version 9.3(5)\nhostname a\nversion 9.3(5)\nhostname b\n", 4, "behind it"),
        ("juniper_junos", "version 1;\nsystem {\n    host-name a;\n}\nversion 1;\nsystem {\n    host-name b;\n}\n", 7, "behind it"),
        ("juniper_junos", "groups {\n    node0 {\n        system {\n            host-name a;\n        }\n    }\n}\n", None, ""),
        ("linux", "", None, ""),
    ],
)
def test_damage(platform: str, text: str, line: int | None, words: str) -> None:
    damage = find_damage(get(platform), text, in_file=True)
    assert (damage and damage.line) == line
    assert damage is None or words in damage.found


@pytest.mark.parametrize(
    ("platform", "before", "text", "after"),
    [
        ("cisco_ios", "\nsw1#show running-config\n", "hostname sw1\nend\n", "\nsw1#\nsw1#exit"),
        ("arista_eos", "sw1(config)#show run\n", "hostname sw1\nend\n", "sw1(config)#"),
        ("juniper_junos", "ann@sw1> show configuration | no-more\n", "system {\n    host-name sw1;\n}\n", "\n{master:0}\nann@sw1> \n"),
        ("cisco_xr", "RP/0/RP0/CPU0:sw1#show run\nMon Jan  1 00:00:00 UTC\n", "hostname sw1\nend\n", "RP/0/RP0/CPU0:sw1#"),
        ("cisco_nxos", "", "hostname sw1\nbanner motd #\nsw2# text\n#\n", ""),
        ("frr", "", "! a comment\nfrr version 8\nhostname sw1\n#\n", ""),
    ],
)
def test_what_a_terminal_leaves_is_left_out(platform: str, before: str, text: str, after: str) -> None:
    whole, changes = without_prompts(get(platform), before + text + after)
    stamp = "Mon Jan  1 00:00:00 UTC\n" if "Mon" in before else ""
    assert whole.strip() == (stamp + text).strip()
    assert bool(changes) == bool(before)


@pytest.mark.parametrize("encoded", ["hostname ä\r\n".encode(), "hostname ä\n".encode("latin-1"), "hostname ä\n".encode("utf-16")])
def test_bytes_of_a_config(encoded: bytes) -> None:
    assert decode_config(encoded) == decode_config(b"\xef\xbb\xbf" + "hostname ä\r".encode()) == "hostname ä\n"


def test_names_that_a_template_puts_together_are_read() -> None:
    assert {"enable_secret", "enable_password_type", "acl_in", "route_map_out"} <= template_words("cisco_ios")


def test_a_part_of_the_files_ends_with_a_code_and_the_reasons_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configs, company = tmp_path / "configs", tmp_path / "acme"
    (configs / "folder.cfg").mkdir(parents=True)
    (configs / "sw1.cfg").write_text(
        f"sw1#show run\n{TEXTS['sw1'].replace('!', 'enable secret 5 $1$abcd$0123456789012345678901', 1)}sw1#\n"
    )
    (configs / "cut.cfg").write_text("version 15.2\nhostname cut\ninterface Gig")
    (configs / "gone.cfg").symlink_to(tmp_path / "gone")
    assert run(["import", "configs", str(configs), "--output", str(company)]) == 3
    *_, last, folder, gone, cut = capsys.readouterr().out.strip().split("\n")
    assert last.startswith(f"{company}: ")
    assert folder == "REFUSED folder.cfg: it is a folder"
    assert gone == "REFUSED gone.cfg: it cannot be read: No such file or directory"
    assert cut.startswith("REFUSED cut:3: this is a config that ends with 'interface Gig' instead of 'end': it was cut off (")
    secrets = tmp_path / "other.secrets.yaml"
    secrets.write_text(yaml.safe_dump({"sw1_enable_secret": "mine"}))
    assert run(["import", "configs", str(configs), "--output", str(tmp_path / "other")]) == 2
    assert "other.secrets.yaml has other values for sw1_enable_secret" in capsys.readouterr().err
    assert yaml.safe_load(secrets.read_text()) == {"sw1_enable_secret": "mine"}
    assert not (tmp_path / "other").exists()

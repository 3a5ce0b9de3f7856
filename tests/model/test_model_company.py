"""The small company: its objects, targets, views, and where its values come from."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import netops
from netops.errors import DataError, Origin, UsageError
from netops.model.company import Company, ConfigTarget
from netops.model.inventory import KINDS
from netops.schema import Schemas
from netops.secrets import SecretRef
from netops.source.trace import TracedDict, TracedList

HERE = Path(__file__).parent


def test_targets(acme: Company) -> None:
    assert list(acme.targets.values()) == [
        ConfigTarget("aa-sw-1", "aa-sw-1", "arista_eos", "aa", "access", "device", "active", "10.9.0.11"),
        ConfigTarget("aa-prn-1", "aa-prn-1", "printer", "aa", "printer", "printer", "planned", "10.9.0.31"),
        ConfigTarget("aa-print-1", "aa-print-1", "linux", "aa", "print-server", "server", "active", "10.9.0.22"),
        ConfigTarget("aa-print-1:cups", "aa-print-1", "cups", "aa", "print-server", "server", "active", "10.9.0.22"),
        ConfigTarget("aa-nas-1", "aa-nas-1", "linux", "aa", "file-server", "storage", "active", "10.9.0.21"),
        ConfigTarget("bb-sw-1", "bb-sw-1", "arista_eos", "bb", "access", "device", "active", "10.8.0.11"),
    ]


def test_objects_by_kind_and_name(acme: Company) -> None:
    names = {kind: list(objects) for kind, objects in acme.objects.items()}
    assert names == {
        "site": ["aa", "bb"],
        "region": ["north"],
        "device_type": ["acme/box", "acme/switch"],
        "department": ["it"],
        "contact": ["desk"],
        "provider": ["telco"],
        "backup_policy": ["daily"],
        "service": ["files"],
        "location": ["aa/lab"],
        "vlan": ["aa/mgmt", "aa/staff", "bb/mgmt"],
        "prefix": ["10.9.0.0/24"],
        "cable": ["A-1", "aa-sw-1 Ethernet3 - aa-print-1 eth0"],
        "device": ["aa-sw-1", "aa-prn-1", "aa-print-1", "aa-nas-1", "bb-sw-1"],
    }
    assert acme.objects["vlan"]["aa/staff"] == {"name": "staff", "vid": 20, "status": "active", "site": "aa"}
    assert acme.objects["site"]["bb"] == {
        "name": "Site B",
        "region": "north",
        "status": "active",
        "time_zone": "Europe/Berlin",
        "slug": "bb",
    }
    assert acme.objects["region"]["north"] == {"name": "North"}


def test_a_device_is_merged_from_all_of_its_layers(acme: Company) -> None:
    made = acme.devices["aa-sw-1"]
    assert (made["name"], made["kind"], made["site"]) == ("aa-sw-1", "device", "aa")
    assert [server["host"] for server in made["ntp"]["servers"]] == ["10.9.0.5", "10.9.0.7"]
    assert made["stp"] == {"mode": "rapid-pvst", "priority": 4096, "enabled": True, "edge_keyword": True}
    assert made["syslog"]["servers"] == [{"host": "10.9.0.9", "severity": "errors", "port": 514}]
    assert made["dns"] == {"servers": ["10.9.0.5"], "search": ["lab.acme.example"]}
    assert list(made["interfaces"]) == ["Ethernet1", "Ethernet2", "Management1", "Ethernet3"]
    assert made["interfaces"]["Ethernet1"]["type"] == "1000base-t"
    assert made["snmp"]["community"] == SecretRef("ro")


def test_a_site_in_one_file_is_like_a_site_in_a_folder(acme: Company) -> None:
    made = acme.devices["bb-sw-1"]
    assert [server["host"] for server in made["ntp"]["servers"]] == ["10.8.0.5"]
    assert made["stp"]["priority"] == 12288


def test_an_extra_platform_has_its_own_layer(acme: Company) -> None:
    assert "print_queues" not in acme.view("aa-print-1")
    view = acme.view("aa-print-1:cups")
    assert [queue["name"] for queue in view["print_queues"]] == ["q1"]
    assert (view["target"], view["platform"], view["device"]["name"]) == ("aa-print-1:cups", "cups", "aa-print-1")


def test_a_view_holds_the_data_and_what_it_is_about(acme: Company) -> None:
    view = acme.view("aa-sw-1")
    assert view["device"] == {
        "name": "aa-sw-1",
        "kind": "device",
        "site": "aa",
        "role": "access",
        "platform": "arista_eos",
        "device_type": "acme/switch",
        "status": "active",
        "location": "lab",
        "tags": ["pilot"],
    }
    assert (view["site"]["slug"], view["hostname"], view["target"]) == ("aa", "aa-sw-1", "aa-sw-1")
    assert "interface_profiles" not in view
    assert acme.devices["aa-sw-1"]["interface_profiles"]


def test_views_are_the_same_with_and_without_trace(acme: Company) -> None:
    for name in acme.targets:
        plain, traced = acme.view(name), acme.view(name, trace=True)
        assert traced == plain
        assert json.dumps(traced, default=str) == json.dumps(plain, default=str)


def test_a_view_changes_nothing(acme: Company) -> None:
    before = json.dumps(acme.devices, default=str)
    first = json.dumps(acme.view("aa-sw-1"), default=str)
    assert json.dumps(acme.view("aa-sw-1"), default=str) == first
    assert json.dumps(acme.devices, default=str) == before


def test_every_leaf_of_every_device_and_object_has_an_origin(acme: Company) -> None:
    values = {**acme.traced.devices, **{f"{k}/{n}": o for k, named in acme.traced.objects.items() for n, o in named.items()}}
    assert [place for name, value in values.items() for place in orphans(value, name)] == []


def orphans(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict | list):
        assert isinstance(value, TracedDict | TracedList), f"{path} is not traced"
        for key in value if isinstance(value, dict) else range(len(value)):
            if not value.origins[key]:
                yield f"{path}.{key}"
            yield from orphans(value[key], f"{path}.{key}")


@pytest.mark.parametrize(
    ("kind", "name", "path", "place"),
    [
        ("device", "aa-sw-1", ("ntp", "servers", 0, "prefer"), "inventory/defaults.yaml:4:32"),
        ("device", "aa-sw-1", "interfaces.Ethernet1.mode", "inventory/defaults.yaml:9:21"),
        ("device", "aa-sw-1", "interfaces.Ethernet3", "inventory/roles/access.yaml:3:16"),
        ("device", "aa-sw-1", "interfaces.Management1.type", "inventory/catalog/device-types/acme/switch.yaml:7:31"),
        ("device", "aa-sw-1", "nobody.says.this", "inventory/sites/aa/devices/aa-sw-1.yaml:1:1"),
        ("server", "aa-print-1", "platform", "inventory/sites/aa/servers/aa-print-1.yaml:3:11"),
        ("device", "bb-sw-1", "stp.priority", "inventory/sites/bb.yaml:9:21"),
        ("device", "bb-sw-1", "name", "inventory/sites/bb.yaml:12:3"),
        ("vlan", "aa/staff", "vid", "inventory/sites/aa/ipam.yaml:3:24"),
        ("cable", "A-1", ("a", "interface"), "inventory/sites/aa/cables.yaml:2:38"),
        ("site", "aa", "contacts.technical", "inventory/sites/aa/site.yaml:3:23"),
        ("service", "files", "", "inventory/services/files.yaml:1:1"),
    ],
)
def test_origin(acme: Company, kind: str, name: str, path: str | tuple[str | int, ...], place: str) -> None:
    assert str(acme.origin(kind, name, path)) == place


def test_origin_of_nothing(acme: Company) -> None:
    assert acme.origin("device", "nobody") is None
    assert acme.origin("nothing", "nobody") is None


def test_origin_of_a_secret(acme: Company) -> None:
    assert acme.secret_origin("ro") == Origin("netops.yaml", 4, 3)
    assert acme.secret_origin("nobody") is None


EXPLAINED = sorted((HERE / "cases" / "explain").glob("*.txt"))


@pytest.mark.parametrize("case", EXPLAINED, ids=lambda path: path.stem)
def test_explain(acme: Company, case: Path) -> None:
    """A case is a text: NAME PATH in the first line, then one line for each who says something."""
    question, *told = case.read_text().splitlines()
    name, path = question.split()
    assert [line(e) for e in acme.explain(name, path)] == told


def line(e: Any) -> str:
    reason = f" ({e.reason})" if e.reason else ""
    place = re.sub(r"(schema\.json):\d+:\d+", r"\1", str(e.origin))
    return f"{'->' if e.won else '  '} {e.value!s} | {e.layer} | {place}{reason}"


def hint_of(company: Company, path: str) -> str:
    """The hint for a path that nobody sets."""
    with pytest.raises(UsageError) as caught:
        company.explain("aa-sw-1", path)
    return caught.value.hint


def test_explain_nothing(acme: Company) -> None:
    with pytest.raises(UsageError, match=re.escape("nothing sets 'ntp.nothing' of aa-sw-1")):
        acme.explain("aa-sw-1", "ntp.nothing")
    assert hint_of(acme, "ntp.server") == "did you mean ntp.servers?"
    assert hint_of(acme, "nttp") == "did you mean ntp?"
    assert hint_of(acme, "ntp.nothing") == "netops show aa-sw-1 shows all that is set"
    with pytest.raises(UsageError, match="did you mean aa-sw-1"):
        acme.explain("aa-sw1", "ntp")
    with pytest.raises(UsageError, match="not a path"):
        acme.explain("aa-sw-1", "ntp[servers")


def test_load_finds_the_company_from_within_and_raises_all_problems(tmp_path: Path) -> None:
    root = shutil.copytree(HERE / "company", tmp_path / "company")
    assert netops.load(root / "inventory" / "sites", date(2026, 1, 1)).today == date(2026, 1, 1)
    (root / "inventory" / "defaults.yaml").write_text("a: [\n")
    (root / "inventory" / "sites" / "bb.yaml").write_text("a: 0123\n")
    with pytest.raises(DataError) as caught:
        netops.load(root)
    assert [problem.code for problem in caught.value.diagnostics] == ["YML002", "YML006"]


def test_links_are_not_passed_over(tmp_path: Path) -> None:
    root = shutil.copytree(HERE / "company", tmp_path / "company")
    shutil.move(root / "inventory" / "services", tmp_path / "services")
    (root / "inventory" / "services").symlink_to(tmp_path / "services")
    (root / "inventory" / "org" / "more.yaml").symlink_to(root / "inventory" / "nothing.yaml")
    with pytest.raises(DataError) as caught:
        netops.load(root)
    assert [str(problem).splitlines()[0] for problem in caught.value.diagnostics] == [
        "inventory/org/more.yaml:1:1: error YML001: the file cannot be read: No such file or directory",
        "inventory/services:1:1: error YML001: the link leads out of the project",
    ]


def test_settings_have_their_defaults(acme: Company) -> None:
    assert acme.settings["name"] == "Acme"
    assert acme.settings["secrets"] == {"ro": {"env": "ACME_RO"}}


def test_the_keys_of_a_site_s_file_cannot_be_confused(acme: Company) -> None:
    """A site's file holds attributes, collections, devices and layer keys: no key may be two of them, but what selects."""
    schemas: Schemas = acme.schemas
    attributes, data = schemas.properties("site"), schemas.properties("device")
    collections = {"vlans", "vrfs", "prefixes", "cables", "circuits", "power_feeds", "stock_items", "roles", *KINDS}
    assert not collections & (attributes | data)
    assert attributes & data == {"status", "tenant"}

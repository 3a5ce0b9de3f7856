"""A noun of a company's own is one schema file, wherever the noun lives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import netops
from companies import Company
from netops.errors import DataError
from netops.project import Project
from netops.schema import load

SITE, SWITCH = "inventory/sites/hq", "inventory/sites/hq/devices/hq-sw-1.yaml"
BATTERY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "replace_by": {"type": "string", "format": "date"},
        "cells": {"type": "integer", "default": 4},
    },
    "required": ["name"],
    "additionalProperties": False,
}
BATTERIES = {"type": "array", "items": BATTERY, "x-netops-key": "name"}


def add(root: Path, noun: str, lives: Any, schema: Any = BATTERY) -> None:
    (root / "schemas").mkdir(exist_ok=True)
    (root / f"schemas/{noun}.schema.json").write_text(json.dumps({**schema, "x-netops-lives": lives}))


def write(company: Company, name: str, text: str) -> None:
    (company.root / name).parent.mkdir(parents=True, exist_ok=True)
    (company.root / name).write_text(text)


def test_a_noun_of_a_site_is_a_list_in_any_of_its_files(starter: Company) -> None:
    add(
        starter.root,
        "ups_battery",
        {"in": "site", "key": "batteries", "name": ["{rack.name}/{name}", "{site}/{name}"]},
        {**BATTERY, "additionalProperties": True},
    )
    write(starter, f"{SITE}/power.yaml", "batteries:\n  - {name: a1, cells: 6}\n  - {name: a2, rack: {name: R1}}\n")
    objects = netops.load(starter.root).objects["ups_battery"]
    assert objects == {
        "hq/a1": {"name": "a1", "cells": 6, "site": "hq"},
        "R1/a2": {"name": "a2", "rack": {"name": "R1"}, "cells": 4, "site": "hq"},
    }
    assert str(netops.load(starter.root).origin("ups_battery", "hq/a1", "cells")) == f"{SITE}/power.yaml:2:23"
    assert starter.netops("show", "ups_battery").out == "UPS_BATTERY  CELLS\nR1/a2        4\nhq/a1        6\n"


def test_a_noun_of_the_company_is_a_map_by_name(starter: Company) -> None:
    add(starter.root, "battery_type", {"in": "org", "key": "battery_types"})
    write(starter, "inventory/org/power.yaml", "battery_types:\n  lead: {name: Lead, cells: 12}\n")
    write(starter, "inventory/policies/power.yaml", "battery_types:\n  gel: {name: Gel}\n")
    assert netops.load(starter.root).objects["battery_type"] == {"lead": {"name": "Lead", "cells": 12}, "gel": {"name": "Gel", "cells": 4}}


def test_a_noun_of_a_device_merges_by_layers(starter: Company) -> None:
    add(starter.root, "batteries", {"in": "device"}, BATTERIES)
    starter.append("inventory/defaults.yaml", "batteries: [{name: a, replace_by: 2027-01-01}]\n")
    starter.append(SWITCH, "batteries: [{name: a, cells: 6}, {name: b}]\n")
    devices = netops.load(starter.root).devices
    assert devices["hq-sw-1"]["batteries"] == [{"name": "a", "replace_by": "2027-01-01", "cells": 6}, {"name": "b", "cells": 4}]
    assert devices["hq-srv-1"]["batteries"] == [{"name": "a", "replace_by": "2027-01-01", "cells": 4}]


def test_a_noun_lives_in_another_under_a_key_of_its_choice(starter: Company) -> None:
    """Also in one that is the company's own."""
    add(starter.root, "optics", {"in": "interface", "key": "transceiver"}, {"type": "string"})
    add(starter.root, "ups", {"in": "device"}, {"type": "object", "additionalProperties": False})
    add(starter.root, "ups_batteries", {"in": "ups", "key": "batteries"}, BATTERIES)
    starter.edit(SWITCH, "untagged_vlan: servers}", "untagged_vlan: servers, transceiver: SFP-10G-SR}")
    starter.append(SWITCH, "ups: {batteries: [{name: a}]}\n")
    switch = netops.load(starter.root).devices["hq-sw-1"]
    assert (switch["interfaces"]["Ethernet1"]["transceiver"], switch["ups"]) == ("SFP-10G-SR", {"batteries": [{"name": "a", "cells": 4}]})


def test_a_mistake_in_a_noun_of_ones_own_has_its_place(starter: Company) -> None:
    add(starter.root, "ups_battery", {"in": "site", "key": "batteries", "name": ["{site}/{name}"]}, {**BATTERY, "x-netops-key": "name"})
    write(starter, f"{SITE}/power.yaml", "batteries:\n  - {name: a1, cels: 6}\n")
    assert starter.netops("validate", expect=3).out.startswith(f"{SITE}/power.yaml:2:16: error SCH001: unknown key 'cels' (at ")
    write(starter, f"{SITE}/power.yaml", "batteries: {a1: {cells: 6}}\n")
    assert f"{SITE}/power.yaml:1:12: error INV004: wrong type for batteries (at batteries)" in starter.netops("validate", expect=3).out
    write(starter, f"{SITE}/power.yaml", "bateries: []\n")
    assert "unknown key 'bateries'\n    hint: did you mean 'batteries'?" in starter.netops("validate", expect=3).out


def test_a_rule_of_the_company_reads_it(starter: Company) -> None:
    add(starter.root, "ups_battery", {"in": "site", "key": "batteries", "name": ["{site}/{name}"]})
    write(starter, f"{SITE}/power.yaml", "batteries:\n  - {name: a1}\n")
    code = """
    from netops.checks import Finding, place_of, rule


    @rule("UPS001", title="battery has a day", scope="site")
    def day(site):
        '''Batteries have a day.

        What it does: looks at each battery.
        Why it matters: old ones fail.
        Example: none.
        Use instead: one.
        '''
        for name, battery in site.of("ups_battery").items():
            if "replace_by" not in battery:
                yield Finding(place_of("ups_battery", name), f"battery {name} has no day")
    """
    write(starter, "checks/ups.py", "\n".join(line.removeprefix("    ") for line in code.splitlines()))
    told = starter.netops("validate", expect=3).out
    assert told.startswith(f"{SITE}/power.yaml:2:5: error UPS001: battery hq/a1 has no day")


@pytest.mark.parametrize(
    ("lives", "told"),
    [
        ({"in": "nowhere"}, 'x-netops-lives needs "in": "org", "site", or the name of another noun'),
        ({"in": "ups"}, 'x-netops-lives needs "in": "org", "site", or the name of another noun'),
        ("device", 'x-netops-lives needs "in": "org", "site", or the name of another noun'),
        ({"in": "site"}, 'x-netops-lives needs "key": the key under which the objects stand'),
        ({"in": "org", "key": "ups", "name": "{name}"}, 'x-netops-lives: "name" is a list of patterns'),
        ({"in": "device", "key": "ntp"}, "x-netops-lives: the key 'ntp' is taken by device; choose another \"key\""),
        ({"in": "site", "key": "ntp"}, "x-netops-lives: the key 'ntp' is taken by device; choose another \"key\""),
        ({"in": "site", "key": "region"}, "x-netops-lives: the key 'region' is taken by site; choose another \"key\""),
    ],
)  # fmt: skip
def test_a_wrong_home_is_told(starter: Company, lives: Any, told: str) -> None:
    add(starter.root, "ups", lives)
    with pytest.raises(DataError) as caught:
        load(Project(starter.root))
    assert str(caught.value) == f"schemas/ups.schema.json:1:1: error SCH000: {told} (at x-netops-lives)"


def test_two_nouns_do_not_share_a_key(starter: Company) -> None:
    add(starter.root, "ups", {"in": "site", "key": "vlans"})
    with pytest.raises(DataError) as caught:
        load(Project(starter.root))
    assert sorted((problem.origin.file, problem.message.split(": ")[1]) for problem in caught.value.diagnostics) == [
        ("netops:schemas/vlan.schema.json", "the key 'vlans' is taken by ups; choose another \"key\""),
        ("schemas/ups.schema.json", "the key 'vlans' is taken by vlan; choose another \"key\""),
    ]


def test_a_company_types_its_custom_map(starter: Company) -> None:
    starter.append(SWITCH, "custom: {cost_centre: many}\n")
    starter.netops("validate")
    custom = {
        "description": "What we keep.",
        "type": "object",
        "properties": {"cost_centre": {"type": "integer"}, "ours": {"default": True}},
    }
    (starter.root / "schemas").mkdir()
    (starter.root / "schemas/custom.schema.json").write_text(json.dumps(custom))
    assert starter.netops("validate", expect=3).out.startswith(f"{SWITCH}:11:23: error SCH002: wrong type (at custom.cost_centre)")
    starter.edit(SWITCH, "many", "4711")
    starter.edit(f"{SITE}/ipam.yaml", "description: Servers}\n\n", "description: Servers, custom: {cost_centre: 1}}\n\n")
    company = netops.load(starter.root)
    assert company.devices["hq-sw-1"]["custom"] == {"cost_centre": 4711, "ours": True}
    assert company.objects["vlan"]["hq/servers"]["custom"] == {"cost_centre": 1, "ours": True}

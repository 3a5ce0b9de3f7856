"""netops show as a table: columns by path, narrowed, sorted, in each format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from companies import Company
from netops.commands._table import Table, row_data, table_of, table_text
from netops.errors import UsageError
from netops.project import Project
from netops.schema import load

VLANS: dict[str, dict[str, Any]] = {
    "hq/a": {"vid": 10, "name": "a", "site": "hq", "ports": {"e1": {"mtu": 1500}, "e2": {"mtu": 9000}}, "tags": ["x", "y"]},
    "hq/b": {"vid": 2, "name": "b", "site": "hq", "gateway": True},
    "hq/c": {"vid": 100, "name": "c, d", "site": "hq", "description": 'said "no"'},
}


@pytest.fixture(scope="module")
def schema(untouched_starter: Company) -> Any:
    return load(Project.discover(untouched_starter.root)).whole("vlan").contents


def table(schema: Any, columns: str | None = None, where: tuple[str, ...] = (), sort: str | None = None) -> Table:
    return table_of("vlan", VLANS, schema, columns=columns, where=where, sort=sort)


@pytest.mark.parametrize(
    ("columns", "where", "sort", "rows"),
    [
        ("vid", (), "vid", [("hq/b", 2), ("hq/a", 10), ("hq/c", 100)]),
        ("vid", (), "-vid", [("hq/c", 100), ("hq/a", 10), ("hq/b", 2)]),
        ("vid", (), "description", [("hq/c", 100), ("hq/a", 10), ("hq/b", 2)]),
        ("ports.*.mtu", ("vid=10",), None, [("hq/a", [1500, 9000])]),
        ("ports.e2.mtu,tags", ("vid=10",), None, [("hq/a", 9000, ["x", "y"])]),
        ("vid", ("name!=b", "vid=1*"), None, [("hq/a", 10), ("hq/c", 100)]),
        ("vid", ("tags=y",), None, [("hq/a", 10)]),
        ("vid", ("ports.*.mtu=9000",), None, [("hq/a", 10)]),
        ("vlan", ("gateway=true",), None, [("hq/b",)]),
        ("gateway", ("vlan=hq/c",), None, [("hq/c", None)]),
    ],
)
def test_rows_are_chosen_narrowed_and_sorted(
    schema: Any, columns: str, where: tuple[str, ...], sort: str | None, rows: list[tuple[Any, ...]]
) -> None:
    assert list(table(schema, columns, where, sort).rows) == rows


def test_the_formats_hold_the_same(schema: Any) -> None:
    made = table(schema, "vid,name,description,ports")
    assert yaml.safe_load(table_text(made, "yaml")) == json.loads(json.dumps(row_data(made)))
    rows = list(csv.reader(io.StringIO(table_text(made, "csv"))))
    assert rows[0] == ["vlan", "vid", "name", "description", "ports"]
    assert rows[1] == ["hq/a", "10", "a", "", '{"e1": {"mtu": 1500}, "e2": {"mtu": 9000}}']
    assert rows[3] == ["hq/c", "100", "c, d", 'said "no"', ""]
    assert table_text(table(schema, "vid"), "table") == "VLAN  VID\nhq/a  10\nhq/b  2\nhq/c  100\n"


@pytest.mark.parametrize(
    ("columns", "where", "hint"),
    [
        ("vd", (), "did you mean vid?; columns: vlan, description, gateway, name, ports, site, tags, vid"),
        ("ports.e1.mtuu", (), "did you mean mtu?; ports.e1 has mtu"),
        (None, ("vid",), "PATH=PATTERN or PATH!=PATTERN, such as role=access or vlan!=mgmt"),
    ],
)
def test_an_unknown_column_lists_the_possible(schema: Any, columns: str | None, where: tuple[str, ...], hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        table(schema, columns, where)
    assert refused.value.hint == hint


def test_a_field_that_no_object_has_yet_is_a_column(schema: Any) -> None:
    assert table(schema, "trunk_groups").columns == ("vlan", "trunk_groups")


def test_without_columns_what_differs_is_shown(schema: Any) -> None:
    assert table(schema).columns == ("vlan", "vid", "name", "gateway", "description")


def test_devices_are_narrowed_by_a_selector(untouched_starter: Company) -> None:
    said = untouched_starter.netops("show", "device", "--columns", "site,status", "--limit", "name=hq-sw-1", "--format", "csv").out
    assert said == "device,site,status\nhq-sw-1,hq,active\n"
    assert "--where PATH=PATTERN" in untouched_starter.netops("show", "vlan", "--limit", "site=hq", expect=2).err
    assert "one kind" in untouched_starter.netops("show", "--sort", "site", expect=2).err


@pytest.mark.parametrize("kind", ["device", "site", "service", "prefix", "contact", "cable"])
def test_every_kind_can_be_a_table(kind: str) -> None:
    company = Company(Path(__file__).parents[2])
    assert company.netops("show", kind, "--format", "csv").out.startswith(f"{kind},")
    assert f"no {kind} has 'no_such'" in company.netops("show", kind, "--columns", "no_such", expect=2).err

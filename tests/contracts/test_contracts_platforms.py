"""A platform is one folder: no other module of netops compares with a platform's name, and a record is whole or refused."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

import netops
from netops import platforms
from netops.errors import UsageError
from netops.platforms.cisco_ios import PLATFORM

SOURCE = Path(netops.__file__).parent
OWN = ("platforms/", "lab/sim/", "lab/real/provision.py", "lab/real/needs.py")
"""Where platforms and devices are made: their folders, the simulators, and the hosts of the real lab with their Debian packages."""
NOUNS = {
    "checks/organisation.py": "printer",
    "checks/printing.py": "printer",
    "checks/stock.py": "printer",
    "model/derive/printing.py": "printer",
    "graph/elements.py": "printer",
    "model/inventory.py": "printer",
}
"""Nouns of the model with the name of a platform: a device of kind `printer`, and the `printer` of a queue."""


def slugs(text: str, names: set[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in names:
            yield node.lineno, node.value


def test_no_module_outside_of_the_folders_names_a_platform() -> None:
    names = set(platforms.names())
    found = {
        f"{name}:{line}: {slug}"
        for path in SOURCE.rglob("*.py")
        if not (name := path.relative_to(SOURCE).as_posix()).startswith(OWN)
        for line, slug in slugs(path.read_text(encoding="utf-8"), names)
        if NOUNS.get(name) != slug
    }
    assert found == set()


def test_the_search_finds_a_name() -> None:
    assert [*slugs('X = {"frr": 1}\nif name == "cups": pass\n', {"frr", "cups"})] == [(1, "frr"), (2, "cups")]


@pytest.mark.parametrize("field", [field.name for field in fields(PLATFORM)])
def test_a_record_that_lacks_a_field_is_refused_with_file_field_and_type(field: str, tmp_path: Path) -> None:
    path = tmp_path / "platforms" / "ours" / "__init__.py"
    path.parent.mkdir(parents=True)
    given = {one.name: f"X.{one.name}" for one in fields(PLATFORM) if one.name != field}
    filled = ", ".join(f"{name}={value}" for name, value in {**given, **({"name": "'ours'"} if field != "name" else {})}.items())
    path.write_text(
        f"from netops.platforms import Platform\nfrom netops.platforms.cisco_ios import PLATFORM as X\nPLATFORM = Platform({filled})\n",
        encoding="utf-8",
    )
    expected = next(str(one.type) for one in fields(PLATFORM) if one.name == field)
    with pytest.raises(UsageError) as caught:
        platforms.get("ours", tmp_path)
    name = "without a name" if field == "name" else "ours"
    assert (caught.value.message, caught.value.hint) == (
        f"{path}: cannot be loaded as a platform: the record of platform {name} is not whole: {field} is missing, expected {expected}",
        "None, or empty, where the platform has nothing of the kind; docs/platforms.md explains each field",
    )


def test_a_field_of_another_type_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        replace(PLATFORM, transport="telnet", nouns="qos")  # type: ignore[arg-type]
    assert caught.value.message == (
        "the record of platform cisco_ios is not whole: nouns is 'qos', expected tuple[str, ...]; transport is 'telnet', expected Transport"
    )


def test_a_company_extends_a_platform(tmp_path: Path) -> None:
    path = tmp_path / "platforms" / "cisco_ios" / "__init__.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        "from dataclasses import replace\nfrom netops import platforms\n"
        'PLATFORM = replace(platforms.get("cisco_ios"), nouns=("qos", "security"))\n',
        encoding="utf-8",
    )
    assert platforms.get("cisco_ios", tmp_path) == replace(PLATFORM, nouns=("qos", "security"))
    assert platforms.platforms_writing_noun("security", tmp_path) == ("cisco_ios", "juniper_junos")
    assert platforms.platforms_writing_noun("security") == ("juniper_junos",)

"""netops init: a company, and what editors need for it."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path

from companies import Company
from netops.cli import run
from netops.setup.company import STARTER

SETTINGS = ".vscode/settings.json"


def settings(company: Company) -> dict[str, object]:
    return json.loads((company.root / SETTINGS).read_text())


def test_every_schema_that_the_settings_name_is_there(starter: Company) -> None:
    found = settings(starter)
    assert {str(path.relative_to(starter.root)) for path in (starter.root / ".netops/schemas").iterdir()} == set(found["yaml.schemas"])
    assert {"!secret scalar", "!unset scalar", "!replace sequence"} <= set(found["yaml.customTags"])
    assert (starter.root / ".gitignore").read_text() == ".netops/\n"


def test_the_first_line_of_a_file_names_its_schema(starter: Company) -> None:
    """Editors that know no settings read that line; it names the schema that the settings name."""
    globs = settings(starter)["yaml.schemas"]
    names = [path.relative_to(STARTER).as_posix() for path in STARTER.rglob("*.yaml")]
    for name in names:
        line = (starter.root / name).read_text().splitlines()[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line)
        assert named, name
        schema = (starter.root / name).parent.joinpath(named[1]).resolve().relative_to(starter.root.resolve()).as_posix()
        assert any(fnmatchcase(name, glob) for glob in globs[schema]), (name, schema)
    assert len(names) > 10


def test_editor_writes_anew_and_keeps_what_is_not_its_own(starter: Company) -> None:
    first = settings(starter)
    own = {
        "editor.rulers": [120],
        "yaml.customTags": ["!doctype scalar"],
        "yaml.schemas": {"ci.json": ["ci.yaml"], ".netops/schemas/old.json": ["x"]},
    }
    (starter.root / SETTINGS).write_text(json.dumps(own))
    (starter.root / "schemas").mkdir()
    (starter.root / "schemas/rack_door.schema.json").write_text('{"type": "string", "x-netops-lives": {"in": "device"}}')
    assert run(["init", str(starter.root), "--editor"]) == 0
    assert settings(starter) == {
        "editor.rulers": [120],
        "yaml.customTags": sorted([*first["yaml.customTags"], "!doctype scalar"]),
        "yaml.schemas": {"ci.json": ["ci.yaml"], **first["yaml.schemas"]},
    }
    assert '"rack_door"' in (starter.root / ".netops/schemas/device.json").read_text()


def test_editor_tells_what_it_cannot_do(starter: Company, tmp_path: Path, capsys) -> None:
    (starter.root / SETTINGS).write_text("{\n  // mine\n}\n")
    (starter.root / ".netops/schemas/site.json").unlink()
    assert run(["init", str(starter.root), "--editor"]) == 2
    assert f"{starter.root / SETTINGS}:2:3: not plain JSON" in capsys.readouterr().err
    assert not (starter.root / ".netops/schemas/site.json").exists()
    assert run(["init", str(tmp_path / "nothing"), "--editor"]) == 2
    assert "no netops.yaml in" in capsys.readouterr().err


def test_a_company_is_not_overwritten(starter: Company, capsys) -> None:
    before = {path: path.read_bytes() for path in starter.root.rglob("*") if path.is_file()}
    assert run(["init", str(starter.root)]) == 2
    assert "already holds netops.yaml and inventory" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in starter.root.rglob("*") if path.is_file()} == before


def test_a_new_company_is_right_and_tidy(starter: Company) -> None:
    assert starter.netops("validate").out == "valid: 1 device, 1 server, 2 targets, 0 business services\n"
    assert starter.netops("fmt").out == ""

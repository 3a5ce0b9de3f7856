"""The mechanism of migrations: keys renamed, moved and split, with their comments; all files at once or none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from companies import Company
from netops.commands.fmt import write_all
from netops.errors import DataError, UsageError
from netops.migrate import MIGRATIONS, Migration, MigrationResult, migrate_files
from netops.migrate.steps import KeyChange, move_key, rename_key, split_key
from netops.model.sources import find_sources
from netops.project import Project
from netops.schema import SCHEMA, load

MODEL = Path(__file__).parents[1] / "model" / "company"
USE = "remove it: nothing reads it"
ROLE = "inventory/roles/access.yaml"
LAYER = """\
# all of it
custom:
  room: "B/2"   # where
  # two sites
  owners:
    - it        # first
    - facility
  tags: {a: 1}
interfaces:
  Ethernet1-3: {profile: desk-port, custom: {old: 1}}
  Ethernet4:
    custom:
      old: 2    # two
"""


@pytest.fixture
def acme(tmp_path: Path) -> Company:
    company = Company(shutil.copytree(MODEL, tmp_path / "company"))
    company.edit("netops.yaml", "schema: 2", "schema: 1")
    (company.root / ROLE).write_text(LAYER)
    return company


def migrated(company: Company, *steps: KeyChange) -> MigrationResult:
    project = Project(company.root)
    return migrate_files(find_sources(project), load(project), [Migration(2, "", steps)])


def place(text: str) -> dict[str, str]:
    building, _, floor = text.partition("/")
    return {"building": json.dumps(building), "floor": floor}


STEPS = {
    "renamed in maps and ranges": (
        rename_key("device", "interfaces.*.custom.old", "new"),
        LAYER.replace("{old: 1}", "{new: 1}").replace("old: 2    # two", "new: 2    # two"),
        ["Ethernet1-3", "Ethernet4"],
    ),
    "moved with its comments": (
        move_key("device", "custom.owners", "owners"),
        LAYER.replace("  # two sites\n  owners:\n    - it        # first\n    - facility\n", "")
        + "# two sites\nowners:\n  - it        # first\n  - facility\n",
        ["owners"],
    ),
    "moved into a new map": (
        move_key("device", "custom.tags", "labels.tags"),
        LAYER.replace("  tags: {a: 1}\n", "") + "labels: {tags: {a: 1}}\n",
        ["tags"],
    ),
    "split in two": (
        split_key("device", "custom.room", "building and floor", place),
        LAYER.replace('  room: "B/2"   # where\n', "  # where\n").replace("{a: 1}\n", '{a: 1}\n  building: "B"\n  floor: 2\n'),
        ["room"],
    ),
}


@pytest.mark.parametrize("row", STEPS)
def test_step(acme: Company, row: str) -> None:
    step, after, _ = STEPS[row]
    done = migrated(acme, step)
    assert done.files[ROLE] == (LAYER, after)
    assert done.files["netops.yaml"][1] == done.files["netops.yaml"][0].replace("schema: 1", "schema: 2")
    assert {note.code for note in done.notes} == {"FMT006"}
    assert all(key in "".join(note.path for note in done.notes) for key in STEPS[row][2])


def test_an_anchored_map_is_renamed_for_all_its_aliases(acme: Company) -> None:
    text = "interfaces:\n  Ethernet1: {custom: &c {old: 1}}\n  Ethernet2: {custom: *c}\n  Ethernet3: {custom: {<<: *c, x: 2}}\n"
    (acme.root / ROLE).write_text(text)
    assert migrated(acme, rename_key("device", "interfaces.*.custom.old", "new")).files[ROLE][1] == text.replace("old", "new")


def test_what_cannot_be_rewritten_is_reported_and_nothing_is_changed(acme: Company) -> None:
    (acme.root / ROLE).write_text("custom: {owners: &o [it]}\nbanner: {login: x}\ndns: {search: *o}\n")
    with pytest.raises(DataError) as refused:
        migrated(acme, move_key("device", "custom.owners", "owners"))
    assert str(refused.value) == (
        f"{ROLE}:1:10: error FMT006: a key of schema 1 (at custom.owners)\n    expected: owners\n    found: owners\n"
        "    hint: do it by hand: an anchor, an alias, a comment or a link is in the way"
    )


def test_an_alias_elsewhere_that_would_change_too_is_refused(acme: Company) -> None:
    (acme.root / ROLE).write_text("custom: &c {old: 1}\ninterfaces:\n  Ethernet1: {custom: *c}\n")
    with pytest.raises(DataError, match=rf"{ROLE}:1:1: error FMT005: the file would mean something else"):
        migrated(acme, rename_key("device", "interfaces.*.custom.old", "new"))


def test_a_file_that_cannot_be_read_stops_all(acme: Company) -> None:
    (acme.root / ROLE).write_text("custom: [\n")
    before = (acme.root / "netops.yaml").read_text()
    assert f"{ROLE}:2:1: error YML002" in acme.netops("fmt", "--migrate", expect=3).err
    assert (acme.root / "netops.yaml").read_text() == before


def test_all_files_are_written_or_none(acme: Company) -> None:
    texts = {name: (acme.root / name).read_text() for name in (ROLE, "netops.yaml")}
    changed = {name: (text, f"# new\n{text}") for name, text in texts.items()}
    (acme.root / ROLE).write_text("custom: {}\n")
    with pytest.raises(UsageError, match="was changed while netops read it"):
        write_all(acme.root, changed)
    assert (acme.root / "netops.yaml").read_text() == texts["netops.yaml"]
    with pytest.raises(UsageError, match="was changed while netops read it"):
        write_all(acme.root, {"netops.yaml": changed["netops.yaml"], ROLE: (texts[ROLE], "")})
    assert (acme.root / "netops.yaml").read_text() == texts["netops.yaml"]


def test_files_and_migrate_do_not_go_together(acme: Company) -> None:
    assert "--migrate takes no FILES" in acme.netops("fmt", "--migrate", str(acme.root / "netops.yaml"), expect=2).err


def test_a_deprecated_key_is_a_warning_with_place_and_date(acme: Company) -> None:
    acme.netops("fmt", "--migrate")
    (acme.root / "schemas").mkdir(exist_ok=True)
    old = {"type": "string", "description": "Desk.", "x-netops-deprecated": {"since": "0.2.0", "removed": "2027-12-01", "use": USE}}
    schema = {"$id": "custom.schema.json", "title": "Custom fields", "type": "object", "properties": {"desk": old}}
    (acme.root / "schemas/custom.schema.json").write_text(json.dumps(schema))
    (acme.root / ROLE).write_text("custom: {desk: x}\n")
    assert (
        f"{ROLE}:1:10: warning SCH015: a deprecated key: not to be used since 0.2.0, refused from 2027-12-01 (at custom.desk)\n"
        "    hint: remove it: nothing reads it\n"
    ) in acme.netops("validate", expect=None).out


def test_there_is_a_migration_for_every_schema() -> None:
    assert [migration.to for migration in MIGRATIONS] == list(range(2, SCHEMA + 1))
    schema = load(Project(Path(__file__).parents[2])).whole("netops").contents["properties"]["schema"]
    assert (schema["maximum"], schema["examples"]) == (SCHEMA, [SCHEMA])

"""Laws of `validate`: site by site finds what all at once finds; a cache gives the same bytes as none, whatever happened to it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import netops
from companies import Company as Starter
from netops import checks
from netops.cache import Cache
from netops.errors import Severity
from netops.model.unobeyed import unused_acceptances, unused_settings, used_names
from netops.project import Project
from netops.validation import ValidationResult, open_company, validate_company_files
from whole_company import evaluate_rules, read

RULES = Path(__file__).parents[1] / "checks"
ROOT = Path(__file__).parents[2]
CASES = sorted(path.parent.name for path in RULES.glob("cases/*/case.yaml"))
TODAY = date(2026, 1, 1)


def at_once(root: Path) -> ValidationResult:
    """The same verdict from the company read as a whole."""
    company, problems = read(Project(root), TODAY)
    if company is None:
        return ValidationResult(problems)
    problems += [*unused_settings(company.files), *unused_acceptances(company.files.settings, used_names(company.files))]
    verdict = evaluate_rules(company)
    return ValidationResult(checks.sort_problems([*problems, *verdict.problems]), waived=verdict.waived, complete=True)


def told(result: ValidationResult) -> tuple[list[str], list[str], bool]:
    return [str(p) for p in result.problems], [str(p) for p in result.waived], result.complete


def copied(tmp_path: Path, case: str = "") -> Path:
    root = tmp_path / "company"
    shutil.copytree(RULES / "company", root)
    for change in yaml.safe_load((RULES / "cases" / case / "case.yaml").read_text()) if case else ():
        path = root / change["file"]
        path.write_text(path.read_text().replace(change["old"], change["new"]))
    return root


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a cache that was filled before anything was changed."""
    folder = tmp_path_factory.mktemp("filled")
    validate_company_files(Project(RULES / "company"), TODAY, Cache(folder), render=False)
    return folder


@pytest.mark.parametrize("case", CASES[::3])
def test_site_by_site_finds_what_all_at_once_finds(case: str, filled: Path, tmp_path: Path) -> None:
    root = copied(tmp_path, case)
    cache = Cache(shutil.copytree(filled, tmp_path / "cache"))
    expected = told(at_once(root))
    assert told(validate_company_files(Project(root), TODAY, render=False)) == expected
    assert told(validate_company_files(Project(root), TODAY, cache, render=False)) == expected, (
        "with what is known of the company before the change"
    )
    assert told(validate_company_files(Project(root), TODAY, cache, render=False)) == expected, "from the cache"


def test_example_is_judged_the_same_both_ways() -> None:
    assert told(validate_company_files(Project(ROOT), TODAY, render=False)) == told(at_once(ROOT))


BROKEN = {
    "a file that is no YAML": ("inventory/sites/bb.yaml", "name: [", "YML"),
    "an unknown key of a site": ("inventory/sites/bb.yaml", "nmae: x\n", "INV006"),
    "a layer of the company": ("inventory/defaults.yaml", "ntp: 5\n", "SCH"),
    "no hierarchy": ("inventory/hierarchy.yaml", "layers: 5\n", "SCH"),
    "settings": ("netops.yaml", "schema: 2\n", "SCH"),
    "layers of two types": ("inventory/roles/access.yaml", "acls: !unset\nstatic_routes: !final []\n", "MRG"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_errors_of_every_stage_are_told_the_same_both_ways(what: str, tmp_path: Path) -> None:
    file, text, code = BROKEN[what]
    root = copied(tmp_path)
    (root / file).write_text(text)
    result = validate_company_files(Project(root), TODAY)
    assert ([str(problem) for problem in result.data], result.complete) == (told(at_once(root))[0], False)
    assert [p for p in result.problems if p.code.startswith(code) and p.severity == Severity.ERROR]


def test_one_name_at_two_sites_is_told_the_same_both_ways(tmp_path: Path) -> None:
    root = copied(tmp_path)
    shutil.copy(root / "inventory/sites/aa.yaml", root / "inventory/sites/ab.yaml")
    result = validate_company_files(Project(root), TODAY)
    assert told(result) == told(at_once(root))
    assert {"INV003"} == {p.code for p in result.problems if p.severity == Severity.ERROR}


class Asked:
    """How sites are asked: in this process, counting them."""

    def __init__(self) -> None:
        self.sites: list[str] = []

    def __call__(self, work: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
        todo = list(items)
        self.sites += todo
        return [work(item) for item in todo]


def sites_asked(root: Path, cache: Cache) -> list[str]:
    asked = Asked()
    validate_company_files(Project(root), TODAY, cache, asked)
    return asked.sites


def test_only_a_site_that_changed_is_asked_again(tmp_path: Path) -> None:
    root, cache = copied(tmp_path), Cache(tmp_path / "cache")
    every = sites_asked(root, cache)
    assert {"aa", "bb"} <= set(every)
    assert sites_asked(root, cache) == []
    site = root / "inventory/sites/bb.yaml"
    site.write_text(f"# A comment.\n{site.read_text()}")
    assert sites_asked(root, cache) == ["bb"]
    assert sites_asked(root, cache) == []
    (root / "inventory/roles/new.yaml").write_text("# A role.\n")
    assert sites_asked(root, cache) == every
    assert sites_asked(root, Cache(None)) == every


@pytest.mark.parametrize("harm", [b"", b"\xff\xfe", b"{}", b"0" * 32 + b"\n[]", None])
def test_a_damaged_cache_is_made_anew(harm: bytes | None, tmp_path: Path) -> None:
    root, folder = copied(tmp_path, CASES[0]), tmp_path / "cache"
    expected = told(validate_company_files(Project(root), TODAY, Cache(folder)))
    for path in folder.iterdir():
        data = path.read_bytes()
        path.write_bytes(data[:-1] + b"x" if harm is None else harm)
    assert told(validate_company_files(Project(root), TODAY, Cache(folder))) == expected
    for path in folder.glob("*.outline"):
        path.unlink()
    (folder / "result").unlink()
    (folder / "company").unlink(missing_ok=True)
    assert told(validate_company_files(Project(root), TODAY, Cache(folder))) == expected


def test_another_day_and_another_schema_ask_anew(tmp_path: Path) -> None:
    root, cache = copied(tmp_path), Cache(tmp_path / "cache")
    validate_company_files(Project(root), TODAY, cache)
    (root / "checks").mkdir()
    (root / "checks/day.py").write_text(
        '"""Ours."""\nfrom netops.checks import Finding, rule\n\n\n@rule("DAY001", title="day", scope="target")\n'
        'def day(device, *, today):\n    """Day."""\n    yield Finding(device.at(), f"it is {today}")\n'
    )
    for day in (TODAY, date(2026, 1, 2), TODAY):
        found = {problem.message for problem in validate_company_files(Project(root), day, cache).problems if problem.code == "DAY001"}
        assert found == {f"it is {day}"}


def test_two_processes_at_once_say_the_same(tmp_path: Path) -> None:
    root = copied(tmp_path, CASES[0])
    command = [sys.executable, "-c", "from netops.cli import main; main()", "-C", str(root), "validate", "--format", "json"]
    alone = subprocess.run([*command, "--no-cache"], capture_output=True, text=True, check=False)
    for _ in range(3):
        shutil.rmtree(root / ".netops", ignore_errors=True)
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
        assert [each.communicate()[0] for each in running] == [alone.stdout] * 3
    assert [path.name for path in (root / ".netops/cache/validate").iterdir() if path.name.startswith(".")] == []


def test_the_command_says_the_same_without_a_cache(starter: Starter) -> None:
    starter.append("inventory/sites/hq/site.yaml", "nmae: x\n")
    said = [starter.netops(*words, expect=3).out for words in (("validate", "--no-cache"), ("validate",), ("validate",))]
    assert said[0] == said[1] == said[2]
    assert (starter.root / ".netops/cache/validate/result").is_file()


def test_a_cache_that_cannot_be_written_is_none(starter: Starter) -> None:
    shutil.rmtree(starter.root / ".netops")
    (starter.root / ".netops").write_text("a file where the folder should be")
    assert "\nvalid: " in f"\n{starter.netops('validate').out}"


def test_opened_company_has_the_same_views_and_targets(tmp_path: Path) -> None:
    """The company of which nothing is read before it is asked for, and the one read at once."""
    whole, _ = read(Project(ROOT), TODAY)
    assert whole is not None
    for _ in ("filling the cache", "from the cache"):
        company, _ = open_company(Project(ROOT), TODAY, Cache(tmp_path))
        assert company is not None
        assert company.targets == whole.targets
        assert {name: company.view(name) for name in company.targets} == {name: whole.view(name) for name in whole.targets}
        assert {kind: dict(found) for kind, found in company.objects.items()} == {kind: dict(f) for kind, f in whole.objects.items()}
        name = next(iter(whole.targets))
        assert company.traced.view(name) == whole.view(name)
        assert company.origin("device", name, ("role",)) == whole.origin("device", name, ("role",))


def test_opened_company_parses_no_other_site(tmp_path: Path) -> None:
    company, _ = open_company(Project(ROOT), TODAY, Cache(tmp_path))
    assert company is not None
    alone = {name: entry for name, entry in company.files.devices.items() if not entry.part.path}

    def parsed() -> set[str]:
        return {entry.site for entry in alone.values() if "spot" in vars(entry.part.document)}

    assert company.target("ber-acc-1").site == "ber"
    assert len(company.targets) > len(alone) > 0
    company.view("ber-acc-1", trace=True)
    assert parsed() == {"ber"}


@pytest.mark.parametrize("text", ["interface_profiles: 3\n", "interfaces:\n  Ethernet3: {profile: [uplink]}\n", "acls: [1]\nntp: x\n"])
def test_nothing_is_merged_on_common_files_that_are_wrong(text: str, tmp_path: Path) -> None:
    root = copied(tmp_path)
    with (root / "inventory/defaults.yaml").open("a") as file:
        file.write(text)
    result = validate_company_files(Project(root), TODAY)
    assert told(result) == told(at_once(root))
    assert {problem.code[:3] for problem in result.problems} <= {"SCH", "MRG"}


def test_files_of_a_company_that_rules_hang_on_ask_anew(starter: Starter) -> None:
    rules = starter.root / "capabilities/own.yaml"
    rules.parent.mkdir()
    line = "{code: OUR102, line: ip http server, why: our image has no web server, source: our build notes}"
    rules.write_text(f"platform: arista_eos\nrules:\n  - {line}\n")
    starter.append("netops.yaml", "rules: {OUR102: warning}\n")
    starter.netops("validate")
    rules.unlink()
    assert "there is no rule OUR102" in starter.netops("validate", expect=3).out


def test_the_library_and_the_commands_keep_their_results_side_by_side(starter: Starter, monkeypatch: pytest.MonkeyPatch) -> None:
    """`netops.load` without a date has results of its own: neither way of loading makes the other one work again."""
    starter.netops("validate")
    netops.load(starter.root)
    run: list[str] = []
    monkeypatch.setattr("netops.validation._company.validate_company", lambda *_: run.append("again"))
    starter.netops("validate")
    assert netops.load(starter.root).targets
    assert run == []

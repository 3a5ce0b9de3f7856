"""Guards through the real commands, on a simulated lab of two targets. With --strict a lab is treated as the real network."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from companies import Company
from netops.state import State

pytestmark = pytest.mark.lab

SWITCH = "hq-sw-1"
NAMES = (SWITCH, "hq-sw-2")
FILE = "inventory/sites/hq/devices/{}.yaml"
DEFAULTS = "inventory/defaults.yaml"
LAB = ("--lab", "--yes")


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)


def commit(root: Path, author: str = "maker@example.net") -> None:
    git(root, "add", "-A")
    git(root, "-c", f"user.email={author}", "-c", "user.name=x", "commit", "-q", "-m", "change")


SECOND = """\
device_type: arista/dcs-7050sx3-48yc8
role: access
platform: arista_eos
status: active
interfaces:
  Management1: {addresses: [10.0.10.12/24]}
"""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, untouched_starter: Company) -> Iterator[Company]:
    """A company in git with two switches, and its lab, which runs what is intended."""
    root = shutil.copytree(untouched_starter.root, tmp_path_factory.mktemp("guards") / "company")
    company = Company(root)
    (root / FILE.format("hq-sw-2")).write_text(SECOND)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.email", "maker@example.net")
    commit(root)
    company.netops("lab", "up", "--limit", ",".join(NAMES))
    company.netops("deploy", *LAB)
    yield company
    company.netops("lab", "down")


@pytest.fixture
def company(original: Company) -> Iterator[Company]:
    """The same, with its files as they were, on a branch of its own."""
    git(original.root, "checkout", "-q", "-b", "test")
    yield original
    git(original.root, "reset", "-q", "--hard")
    git(original.root, "clean", "-qfd")
    git(original.root, "checkout", "-q", "main")
    git(original.root, "branch", "-q", "-D", "test")


def change(company: Company, file: str = DEFAULTS) -> None:
    """Some change for both switches that no change before was."""
    company.append(file, f"\nbanner: {{login: at {datetime.now(UTC).isoformat()}}}\n")


def refused(company: Company, *words: str) -> str:
    return company.netops("deploy", *LAB, *words, expect=7).err.partition("error: ")[2]


def newest(company: Company) -> tuple[str, dict[str, object]]:
    """The newest run, and what its journal has of permissions."""
    with State(company.root / ".netops/lab/state.db") as state:
        run = state.runs(1)[0].id
        return run, next((json.loads(detail) for _, _, step, detail in state.journal(run) if step == "permits"), {})


def test_how_many_devices(company: Company) -> None:
    change(company)
    assert refused(company, "--limit", "name=*").startswith(
        "nothing was sent, refused by GRD002: --limit 'name=*' narrows nothing: 2 devices"
    )
    company.append("netops.yaml", "guards: {max_devices: 1}\n")
    assert refused(company) == (
        "nothing was sent, refused by GRD001: 2 devices would change, guards allow 1: hq-sw-1, hq-sw-2\n"
        "    hint: deploy a part: --limit site=NAME; to change all 2: --allow-devices 2\n"
    )
    assert "GRD001" in refused(company, "--allow-devices", "1")
    assert company.netops("plan", "--lab").out.endswith(
        "deploy needs --allow-devices 2: GRD001: 2 devices would change, guards allow 1: hq-sw-1, hq-sw-2\n"
    )
    company.netops("deploy", *LAB, "--limit", "name=*", "--allow-devices", "2")
    _, permits = newest(company)
    assert [(one["guard"], one["permitted"]) for one in permits["guards"][:2]] == [("GRD001", "number"), ("GRD002", "number")]  # type: ignore[index]


def test_a_template_that_was_cut_down(company: Company) -> None:
    company.netops("eject", "templates/arista_eos/main.j2")
    main = company.root / "templates/arista_eos/main.j2"
    lines = main.read_text().splitlines(keepends=True)
    main.write_text("".join(line for line in lines if "include" not in line or "interfaces" in line))
    text = refused(company, SWITCH)
    assert "GRD007: hq-sw-1 would have nothing of users left:\n" in text
    assert "GRD007: hq-sw-1 would lose what netops connects by:\n" in text
    number = text.rpartition("--allow-removals ")[2].strip()
    before = company.netops("lab", "exec", SWITCH, "show running-config").out
    refused(company, SWITCH, "--allow-removals", str(int(number) - 1))
    assert company.netops("lab", "exec", SWITCH, "show running-config").out == before


def test_a_device_that_has_left(company: Company) -> None:
    change(company)
    (company.root / FILE.format("hq-sw-2")).unlink()
    text = refused(company)
    assert "GRD003: hq-sw-2 has left the inventory: no device with role access is left at hq" in text
    company.netops("deploy", *LAB, "--allow-removals", "1")
    change(company, FILE.format(SWITCH))
    company.netops("deploy", *LAB)  # what was permitted once is known now
    git(company.root, "checkout", "-q", FILE.format("hq-sw-2"))
    company.netops("deploy", *LAB)


def test_what_is_not_committed_or_not_on_the_branch(company: Company, tmp_path: Path) -> None:
    change(company)
    assert (
        "lab: a real deploy would be refused by GRD009: files of the source of truth are not committed\n"
        in company.netops("deploy", *LAB, SWITCH).err
    )
    assert refused(company, "hq-sw-2", "--strict").startswith(
        "nothing was sent, refused by GRD009: files of the source of truth are not committed\n"
    )
    configs = ("--running", str(tmp_path), "-o", str(tmp_path / "x.plan"))
    assert "refused by GRD009" in company.netops("plan", SWITCH, *configs, expect=7).err
    assert not (tmp_path / "x.plan").exists()
    company.netops("plan", SWITCH, *configs, "--dirty", expect=5)
    done = company.netops("deploy", *LAB, "hq-sw-2", "--strict", "--dirty")
    assert done.out.count("made of files that are not committed: ") == 2, "in the plan and in the recap"
    _, permits = newest(company)
    assert permits["dirty"] is True
    company.append("netops.yaml", "deploy: {branch: main}\n")
    change(company, FILE.format(SWITCH))
    commit(company.root)
    text = refused(company, "--strict", "--emergency", "fire", SWITCH)
    assert "GRD010: commit " in text
    assert "only what is on branch main is deployed" in text
    git(company.root, "branch", "-f", "main")
    company.netops("deploy", *LAB, "--strict", SWITCH)
    git(company.root, "branch", "-f", "main", "HEAD~1")


def test_windows_freezes_and_an_emergency(company: Company) -> None:
    change(company)
    today = date.today()
    days = {"from": today - timedelta(days=2), "to": today + timedelta(days=2)}
    (company.root / "inventory/policies").mkdir()
    company.append(
        "inventory/policies/freezes.yaml",
        f"freezes:\n  - {{name: audit, from: {days['from']}, to: {days['to']}, match: 'role=core', reason: Audit}}\n",
    )
    past = f"{{name: past, date: {today - timedelta(days=3)}, from: '00:00', to: '01:00'}}"
    company.append("inventory/sites/hq/site.yaml", f"maintenance_windows:\n  - {past}\n")
    commit(company.root)
    company.netops("validate")
    text = refused(company, "--strict", SWITCH)
    assert (
        f"\nGRD012: hq is outside of its maintenance windows past ({today - timedelta(days=3)} 00:00-01:00); none opens again: hq-sw-1\n"
        in text
    )
    assert f"\nGRD013: hq is frozen by audit ({days['from']} to {days['to']}: Audit); " in text
    assert "GRD013" not in refused(company, "--strict", "hq-sw-2")
    done = company.netops("deploy", *LAB, "--strict", SWITCH, "--emergency", "the core is down", "--ticket", "INC7")
    assert "\nemergency: the core is down\n  overrode GRD012: hq is outside" in done.out
    run, permits = newest(company)
    assert (permits["emergency"], permits["ticket"]) == ("the core is down", "INC7")
    assert "GRD012" in company.netops("rollback", run, *LAB, "--strict", expect=7).err
    company.netops("rollback", run, *LAB, "--strict", "--emergency", "it is worse")


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh-keygen")
def test_signed_plans(company: Company, tmp_path: Path) -> None:
    keys = {name: tmp_path / name for name in ("lead", "maker", "cook", "stranger")}
    for path in keys.values():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    contacts = [
        f"  {name}: {{role: {name}, email: {name}@example.net, ssh_keys: [{path.with_suffix('.pub').read_text().strip()}]}}\n"
        for name, path in keys.items()
        if name != "stranger"
    ]
    (company.root / "inventory/org").mkdir()
    company.append("inventory/org/contacts.yaml", "contacts:\n" + "".join(contacts))
    company.append("netops.yaml", "plans: {valid_for: 1h, signers: [lead, maker]}\n")
    change(company)
    commit(company.root)
    plan = tmp_path / "x.plan"
    company.netops("plan", "--lab", SWITCH, "-o", str(plan), "--reason", "a banner")
    assert "only a plan file signed by lead, maker is deployed" in refused(company, "--strict", SWITCH)
    assert "has 0 valid signatures, 1 needed" in refused(company, "--strict", str(plan))
    assert "the key of no contact" in company.netops("approve", str(plan), "--yes", "--key", str(keys["stranger"]), expect=2).err

    def signed_by(name: str) -> Path:
        company.netops("approve", str(plan), "--yes", "--key", str(keys[name]))
        return tmp_path / f"x.plan.{name}.sig"

    for name, words in {"cook": "is by cook, who is no signer", "maker": "is by maker, who has made the plan"}.items():
        made = signed_by(name)
        assert words in refused(company, "--strict", str(plan))
        made.unlink()
    good = signed_by("lead")
    text = good.read_text()
    good.write_text(text.replace("A", "B", 3))
    assert "x.plan.lead.sig is no signature of this plan and commit" in refused(company, "--strict", str(plan))
    good.write_text(text)
    done = company.netops("deploy", *LAB, "--strict", str(plan))
    assert "reason: a banner" in done.out
    other = tmp_path / "y.plan"
    company.netops("plan", "--lab", "hq-sw-2", "-o", str(other))
    (tmp_path / "y.plan.lead.sig").write_text(text)
    assert "y.plan.lead.sig is no signature of this plan and commit" in refused(company, "--strict", str(other))
    a_policy_cannot_permit_its_own_change(company, other, keys)


def a_policy_cannot_permit_its_own_change(company: Company, plan: Path, keys: dict[str, Path]) -> None:
    """A commit drops the signers, lets an emergency override them, and gives the lead the key of the cook; the last deploy knew better."""
    settings, contacts = company.root / "netops.yaml", company.root / "inventory/org/contacts.yaml"
    before = settings.read_text(), contacts.read_text()
    settings.write_text(before[0].replace("signers: [lead, maker]", "self_approval: true, signers: [cook]"))
    company.append("netops.yaml", "deploy: {emergency: [windows, signatures]}\n")
    swapped = [keys[name].with_suffix(".pub").read_text().strip() for name in ("lead", "cook")]
    contacts.write_text(before[1].replace(swapped[0], "?").replace(swapped[1], swapped[0]).replace("?", swapped[1]))
    commit(company.root)
    company.netops("deploy", *LAB, "--strict", SWITCH)  # nothing to change, so nothing is accepted by it
    company.netops("plan", "--lab", "hq-sw-2", "-o", str(plan))
    company.netops("approve", str(plan), "--yes", "--key", str(keys["cook"]))  # as the lead
    said = refused(company, "--strict", str(plan), "--emergency", "fire")
    assert "y.plan.lead.sig is by a key of no signer" in said
    assert "y.plan has 0 valid signatures, 2 needed of lead, maker: what decides on deploys has changed since the last one" in said
    assert "netops.yaml, the keys of lead" in said
    settings.write_text(before[0])
    contacts.write_text(before[1].replace("maker@", "other@"))
    commit(company.root)
    company.netops("plan", "--lab", "hq-sw-2", "-o", str(plan))
    company.netops("approve", str(plan), "--yes", "--key", str(keys["maker"]))
    assert "y.plan.maker.sig is by maker, who has made the plan" in refused(company, "--strict", str(plan))


def test_a_guard_that_is_broken_or_crashes(company: Company) -> None:
    change(company)
    (company.root / "guards").mkdir()
    guard = company.root / "guards/ours.py"
    guard.write_text(
        '"""Lets all pass."""\nCODE = "OUR001"\ndef find(request):\n    return ()\ndef violate(request):\n    return request\n'
    )
    said = company.netops("deploy", *LAB, SWITCH, expect=1)
    assert "guard OUR001 lets a bad plan pass, nothing was sent" in said.err
    guard.write_text(
        '"""Crashes."""\nCODE = "OUR001"\ndef find(request):\n    raise KeyError("x")\ndef violate(request):\n    return request\n'
    )
    assert "refused by OUR001: the guard has crashed: KeyError: 'x'" in refused(company, SWITCH)
    guard.write_text(guard.read_text().replace("OUR001", "GRD015"))
    assert "takes the place of the guard GRD015" in company.netops("deploy", *LAB, SWITCH, expect=2).err


def test_a_window_that_closes_while_it_runs(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window closes after the first wave."""
    change(company)
    begun: list[str] = []

    def late(asked: object, names: tuple[str, ...], now: datetime) -> dict[str, str]:
        closed = dict.fromkeys(names, "GRD012: closed") if begun else {}
        begun.extend(names)
        return closed

    monkeypatch.setattr("netops.jobs.guarding.targets_outside_window", late)
    done = company.netops("deploy", *LAB, expect=7)
    assert f"{begun[1]}: refused: GRD012: closed\n" in done.out
    assert f"   1 applied          {begun[0]}\n" in done.out


def test_what_would_cut_netops_off_is_refused(company: Company) -> None:
    line = company.edit(
        FILE.format(SWITCH), "Management1: {addresses: [10.0.10.11/24]}", "Management1: {addresses: [10.0.10.11/24], enabled: false}"
    )
    commit(company.root)
    said = company.netops("deploy", *LAB, "--allow-removals", "9", SWITCH, expect=7)
    assert "refused by GRD016: hq-sw-1: hq-sw-1 would be cut off from netops: Management1 with 10.0.10.11 is shut down" in said.err
    assert f"+ interface Management1 / shutdown ({FILE.format(SWITCH)}:{line}:" in said.err

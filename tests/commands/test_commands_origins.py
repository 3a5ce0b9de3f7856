"""netops show --origins and netops explain: where each value was written, in which layer, by which commit."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import yaml

from companies import Company

SWITCH = "inventory/sites/hq/devices/hq-sw-1.yaml"
WHO = ("-c", "user.name=A", "-c", "user.email=a@example.net", "-c", "commit.gpgsign=false")


def git(company: Company, *words: str, day: str = "2026-03-04") -> str:
    environment = {
        "GIT_AUTHOR_DATE": f"{day}T12:00:00Z",
        "GIT_COMMITTER_DATE": f"{day}T12:00:00Z",
        "PATH": "/usr/bin:/bin",
        "HOME": "/nonexistent",
    }
    done = subprocess.run(["git", "-C", str(company.root), *WHO, *words], capture_output=True, text=True, check=True, env=environment)
    return done.stdout.strip()


def values(company: Company, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(company.netops("explain", "hq-sw-1", path, "--format", "json").out)["values"]
    return found


def test_show_origins_is_the_object_with_a_place_at_each_line(starter: Company) -> None:
    said = starter.netops("show", "hq-sw-1", "--origins").out
    object_ = yaml.safe_load(said)
    assert object_["hostname"] == "hq-sw-1"
    assert object_["interfaces"]["Ethernet1"]["untagged_vlan"] == "servers"
    assert [line for line in said.splitlines() if " # " not in line] == ["device:", "target: hq-sw-1"]
    lines = {line.partition(" # ")[0].strip(): line.partition(" # ")[2] for line in said.splitlines()}
    number = next(n for n, text in enumerate((starter.root / SWITCH).read_text().splitlines(), 1) if "untagged_vlan" in text)
    assert lines["untagged_vlan: servers"] == f"{SWITCH}:{number}"
    assert lines["domain: example.net"] == "inventory/defaults.yaml:3"
    assert lines["hostname: hq-sw-1"] == f"derived (device) from {SWITCH}:1"
    assert f"derived (vlans) from {SWITCH}:{number}, inventory/sites/hq/ipam.yaml:" in said


def test_show_origins_of_what_is_no_target(starter: Company) -> None:
    said = starter.netops("show", "site", "hq", "--origins").out
    assert yaml.safe_load(said)["slug"] == "hq"
    assert "# inventory/sites/hq/site.yaml:" in said
    assert "hint: netops show site lists them" in starter.netops("show", "site", "nowhere", "--origins", expect=2).err
    assert starter.netops("show", "--origins", expect=2).err.startswith("error: --origins is about one object")


def test_explain_tells_commit_and_day_of_each_line(starter: Company) -> None:
    assert [(one["commit"], one["date"]) for one in values(starter, "domain")] == [("", "")]
    git(starter, "init", "-q")
    assert "  not committed  (defaults.yaml)" in starter.netops("explain", "hq-sw-1", "domain").out
    git(starter, "add", ".")
    git(starter, "commit", "-q", "-m", "One")
    first = git(starter, "rev-parse", "--short=12", "HEAD")
    starter.append(SWITCH, "domain: hq.example.net\n")
    won, lost = values(starter, "domain")
    assert (won["won"], won["commit"], won["date"]) == (True, "", "")
    assert (lost["won"], lost["commit"], lost["date"]) == (False, first, "2026-03-04")
    git(starter, "commit", "-q", "-a", "-m", "Two", day="2026-05-06")
    second = git(starter, "rev-parse", "--short=12", "HEAD")
    told = starter.netops("explain", "hq-sw-1", "domain").out.splitlines()
    assert [line.rpartition("  (")[0][-23:] for line in told] == [f"{second} 2026-05-06", f"{first} 2026-03-04"]

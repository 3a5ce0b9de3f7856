"""A plan is rehearsed from the plan file alone: in a private lab that runs what it was made for, there and back."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

import netops
from companies import Company
from netops.jobs.rehearsing import FOLDER
from netops.lab import Configs, private_lab

pytestmark = pytest.mark.lab

TARGETS = ("ber-acc-1", "ber-core-1", "ber-rtr-1", "muc-rtr-1", "ber-web-1", "ber-print-1:cups")
"""One of each platform of the example."""


def files_of(company: Company, *names: str) -> Path:
    """A folder with what is intended of some targets now: what they run when the YAML changes."""
    folder = company.root / "configs"
    company.netops("render", *names, "-o", str(folder))
    return folder


def planned(company: Company, folder: Path, *names: str) -> str:
    """A plan of some targets that run the files of a folder."""
    file = str(company.root / "change.plan")
    company.netops("plan", *names, "--running", str(folder), "-o", file)
    return file


def is_left(company: Company) -> list[str]:
    """What rehearsals have left behind."""
    return [path.name for path in (company.root / ".netops" / FOLDER).iterdir() if path.is_dir()]


def changed(company: Company) -> None:
    company.edit("inventory/defaults.yaml", "Authorised access only", "Authorized access only")
    company.edit("inventory/defaults.yaml", "host: 10.1.20.6}", "host: 10.1.20.7}")
    company.edit("inventory/services/printing.yaml", "Finance and HR", "Finance")


def test_every_platform_goes_there_and_back(make_example: Callable[[], Company]) -> None:
    company = make_example()
    folder = files_of(company, *TARGETS)
    changed(company)
    said = company.netops("rehearse", planned(company, folder, *TARGETS), "--format", "json")
    found = json.loads(said.out)
    ends = {name: (one["proven"], one["deployed"]["outcome"], one["rolled_back"]["outcome"]) for name, one in found["targets"].items()}
    assert ends == dict.fromkeys(sorted(TARGETS), (True, "applied", "applied"))
    assert (found["left_out"], is_left(company)) == ({}, [])

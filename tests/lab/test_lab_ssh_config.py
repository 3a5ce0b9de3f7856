"""A device of the simulated lab is reached as a real one, with address, port and login name from ~/.ssh/config."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from companies import Company

pytestmark = pytest.mark.lab

IOS = "ham-acc-1"


def test_a_host_of_ssh_config_is_reached(make_example: Callable[[], Company], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    company = make_example()
    company.netops("lab", "up", "--limit", IOS)
    try:
        entry = json.loads((company.root / ".netops/lab/targets.json").read_text())["targets"][IOS]
        (tmp_path / ".ssh").mkdir()
        host = f"Host {IOS}\n  HostName {entry['hostname']}\n  Port {entry['port']}\n  User {entry['username']}\n"
        (tmp_path / ".ssh/config").write_text(host)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("NETOPS_LAB_LOGIN", entry["password"])
        settings = company.root / "netops.yaml"
        settings.write_text(
            settings.read_text()
            .replace("access:\n", f"access:\n  - {{match: name={IOS}, ssh_config: true, password: !secret lab_login}}\n")
            .replace("secrets:\n", "secrets:\n  lab_login: {env: NETOPS_LAB_LOGIN}\n")
        )
        with (company.root / "inventory/known_hosts").open("a") as known:
            known.write(f"[{entry['hostname']}]:{entry['port']} {entry['host_key']}\n")
        assert f"hostname {IOS}" in company.netops("exec", IOS, "show running-config").out
    finally:
        company.netops("lab", "down")

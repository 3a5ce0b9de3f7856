"""What goes wrong with a target is told once, in netops' words: no library puts a line or a traceback on the terminal."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from companies import Company

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("quiet")]

TARGETS = {
    "ber-core-1": "arista_eos",
    "ber-acc-1": "cisco_ios",
    "ber-fw-1": "juniper_junos",
    "ber-rtr-1": "frr",
    "ber-web-1": "linux",
    "ber-print-1:cups": "cups",
    "ber-prn-1": "printer",
}
ON_SSH = [name for name, platform in TARGETS.items() if platform in ("cisco_ios", "juniper_junos", "frr", "linux")]
HOST = "127.11.251.10"
Entry = dict[str, Any]


@pytest.fixture(scope="module")
def company(make_example: Callable[[], Company]) -> Iterator[Company]:
    """The example company with one target of each platform in a lab."""
    made = make_example()
    made.netops("lab", "up", "--limit", ",".join(f"name={name}" for name in TARGETS))
    yield made
    made.netops("lab", "down")


@contextmanager
def reached_as(company: Company, change: Callable[[Entry], Entry]) -> Iterator[None]:
    """The lab, with every target reached in another way than is right."""
    path = company.root / ".netops/lab/targets.json"
    right = path.read_text()
    told = json.loads(right)
    told["targets"] = {name: entry | change(entry) for name, entry in told["targets"].items()}
    path.write_text(json.dumps(told))
    try:
        yield
    finally:
        path.write_text(right)


def drift(company: Company) -> tuple[int, dict[str, str], str]:
    """Exit code, what is told of each target, and stderr of `netops drift` in a process of its own, as a person runs it."""
    script = Path(sys.executable).with_name("netops")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NETOPS_", "PYTEST_"))}
    done = subprocess.run([script, "-C", company.root, "drift", "--lab"], capture_output=True, text=True, env=environment, check=False)
    assert "Traceback" not in done.stdout
    told = dict(line.split(": ", 1) for line in done.stdout.splitlines() if line.split(": ")[0] in TARGETS)
    return done.returncode, told, done.stderr


def banner(company: Company) -> str:
    return json.loads((company.root / ".netops/lab/targets.json").read_text())["banner"] + "\n"


@pytest.fixture
def closed_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        yield taken.getsockname()[1]


@pytest.fixture
def babbler() -> Iterator[int]:
    """The port of a server that talks no protocol of ours, but to the terminal."""

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line:
                line.sendall(b"\x1b[2Jhello\r\n\r\nthere\r\n")

    with socket.create_server((HOST, 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(20)


def test_nobody_listens(company: Company, closed_port: int) -> None:
    with reached_as(company, lambda entry: {"hostname": HOST, "port": closed_port}):
        code, told, err = drift(company)
    assert (code, err) == (5, banner(company))
    assert told == dict.fromkeys(TARGETS, f"unreachable: cannot reach {HOST} port {closed_port}: Connection refused")


def test_something_else_listens(company: Company, babbler: int) -> None:
    with reached_as(company, lambda entry: {"hostname": HOST, "port": babbler}):
        code, told, err = drift(company)
    assert (code, err) == (5, banner(company))
    assert {name: text.split(":")[0] for name, text in told.items()} == dict.fromkeys(TARGETS, "unreachable")
    assert "\x1b" not in "".join(told.values())


def test_the_password_is_wrong(company: Company) -> None:
    with reached_as(company, lambda entry: {"password": f"wrong-{entry['port']}-{entry['hostname']}"}):
        code, told, err = drift(company)
    assert (code, err) == (5, banner(company))
    refused = {name for name, text in told.items() if text.startswith("refused: ")}
    assert refused == set(TARGETS) - {"ber-prn-1"}


def test_the_host_key_is_another(company: Company) -> None:
    entries = json.loads((company.root / ".netops/lab/targets.json").read_text())["targets"]
    keys = sorted(entry["host_key"] for entry in entries.values() if entry["host_key"])
    other = dict(zip(keys, [*keys[1:], keys[0]], strict=True))
    with reached_as(company, lambda entry: {"host_key": other.get(entry["host_key"])}):
        code, told, err = drift(company)
    following = "each line: the same command with -v\nwhat a deploy would do: netops plan --lab\n"
    assert (code, err) == (5, f"{banner(company)}{following}"), "what has no host key was read, and differs"
    assert [name for name in ON_SSH if not told[name].startswith("refused: the host key of ")] == []


def test_the_connection_is_cut_in_the_middle(company: Company) -> None:
    for name in TARGETS:
        company.netops("lab", "fault", name, "close")
    try:
        code, told, err = drift(company)
    finally:
        for name in TARGETS:
            company.netops("lab", "fault", name)
    assert (code, err) == (5, banner(company))
    assert {name: text.split(":")[0] for name, text in told.items()} == dict.fromkeys(TARGETS, "unreachable")

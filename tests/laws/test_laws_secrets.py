"""No secret in any output: every secret of the example company is a canary, and nothing that a person, a program or git gets holds one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
import yaml

from companies import Company

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("secrets")]

KEY = "-----BEGIN PRIVATE KEY-----\nc2VydmVyX2tleQcanary\n-----END PRIVATE KEY-----"
TARGETS = "name=ber-core-1,name=ber-acc-1,name=ber-fw-1,name=ber-rtr-1,name=ber-web-1,name=ber-print-1,name=ber-print-1:cups,name=ber-prn-1"
OFFLINE = (
    ("validate",),
    ("validate", "--format", "json"),
    ("show",),
    ("show", "ber-core-1"),
    ("show", "device", "ber-core-1", "--format", "json"),
    ("show", "device", "--columns", "snmp,users", "--format", "csv"),
    ("find", "snmp", "ber-core-1", "10.1.0.0/24"),
    ("grep", "."),
    ("explain", "ber-core-1", "snmp.community"),
    ("explain", "ber-core-1", "users"),
    ("render",),
    ("render", "--format", "json"),
    ("render", "--limit", "name=ber-core-1", "--origins"),
    ("render", "-o", "out"),
    ("run", "render", "--limit", "site=ber"),
    ("history",),
)
AWAY = (
    ("plan", "-o", "away.plan"),
    ("plan", "--format", "json"),
    ("drift", "--html", "away.html"),
    ("drift", "--format", "json"),
    ("exec", "show version", "--limit", "platform=cisco_ios"),
    ("backup",),
    ("run", "facts", "--format", "json"),
    ("diff", "ber-core-1"),
    ("deploy", "--yes"),
)
LAB = (
    ("plan", "-o", "lab.plan"),
    ("show", "lab.plan"),
    ("plan", "--format", "json"),
    ("deploy", "lab.plan", "--yes", "--html", "deploy.html"),
    ("drift", "--html", "drift.html"),
    ("drift", "--format", "json"),
    ("backup",),
    ("find", "10.1.0.0/24", "secret", "--live"),
    ("grep", "snmp", "--running"),
    ("exec", "show running-config", "--limit", "platform=cisco_ios,platform=arista_eos"),
    ("run", "backup"),
    ("run", "drift"),
    ("history",),
    ("lab", "status"),
    ("lab", "status", "--format", "json"),
)


def canaries(company: Company) -> dict[str, str]:
    """Variable and value of every secret of netops.yaml; the values differ, so that a leak says whose it is."""
    settings = (company.root / "netops.yaml").read_text().replace("!secret ", "")
    sources = yaml.safe_load(settings)["secrets"]
    return {source["env"]: KEY if name == "server_key" else f"canary-{name}-7Q" for name, source in sources.items()}


@pytest.fixture
def company(make_example: Callable[[], Company], monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    made = make_example()
    monkeypatch.chdir(made.root)
    yield made
    made.netops("lab", "down")


def say(company: Company, words: tuple[str, ...]) -> tuple[int, str]:
    """Exit code and all that a command prints."""
    said = company.netops(*words, expect=None)
    return said.code, said.out + said.err


def leaks(text: str, values: list[str]) -> list[str]:
    return [value for value in values if value.splitlines()[len(value.splitlines()) // 2] in text]


def files(company: Company) -> Iterator[tuple[str, str]]:
    """Everything that netops has written, but the lab's own folder entries that hold its generated logins."""
    for path in company.root.rglob("*"):
        if path.is_file() and path.name not in ("targets.json", "netops.yaml"):
            yield path.relative_to(company.root).as_posix(), path.read_bytes().decode("utf-8", "replace")


def test_no_secret_without_a_device(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    values = given(company, monkeypatch)
    for words in OFFLINE:
        code, told = say(company, words)
        assert (code, leaks(told, values)) == (0, []), f"{words}: {told[:2000]}"
    assert [name for name, text in files(company) if leaks(text, values)] == []


def test_no_secret_when_nobody_answers(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    values = given(company, monkeypatch)
    nobody_there(company)
    monkeypatch.setenv("NETOPS_LIMIT", TARGETS)
    for words in AWAY:
        code, told = say(company, words)
        assert (code, leaks(told, values)) == (5, []), f"{words}: exit {code}: {told[:2000]}"
    assert [name for name, text in files(company) if leaks(text, values)] == []


def test_no_secret_of_a_lab(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here they are really sent: the lab has values of its own, and devices that show them back."""
    say(company, ("lab", "up", "--limit", TARGETS))
    lab = json.loads((company.root / ".netops/lab/targets.json").read_text())
    values = [*lab["secrets"].values(), lab["login"]["password"]]
    assert len(set(values)) == len(lab["secrets"]) + 1
    monkeypatch.setenv("NETOPS_LAB", "1")
    for words in LAB:
        code, told = say(company, words)
        assert (code, leaks(told, values)) == (0, []), f"{words}: {told[-3000:]}"
    assert [name for name, text in files(company) if leaks(text, values)] == []


def nobody_there(company: Company) -> None:
    """Move the company to addresses and a port of this machine at which nobody listens."""
    for path in (company.root / "inventory").rglob("*.yaml"):
        path.write_text(re.sub(r"\b10\.([1-4])\.", r"127.1\1.", path.read_text()).replace("10.0.0.0/8", "127.0.0.0/8"))
    settings = company.root / "netops.yaml"
    settings.write_text(re.sub(r"(username|community):", r"port: 9, \1:", settings.read_text()))


def given(company: Company, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The canaries, after putting them where netops.yaml says that secrets are."""
    secrets = canaries(company)
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    return list(secrets.values())

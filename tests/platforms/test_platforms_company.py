"""docs/platforms.md is followed: its files make a platform of the company, which is rendered, compared, and deployed to a device."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest
from typed_device import PASSWORD

from companies import Company
from netops import config, platforms
from netops.drivers.base import Access, connect
from netops.errors import LineRefused
from netops.platforms import Platform
from ssh_servers import ssh_servers

PAGE = (Path(__file__).parents[2] / "docs/platforms.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`([^`\n]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = dict(FILE.findall(PAGE))
RUNNING = FILES["backups/hq-rtr-1.cfg"]
INTENDED = """\
/system identity set name=hq-rtr-1
/ip address add address=10.0.10.31/24 interface=ether1
/ip address add address=10.0.20.31/24 interface=ether2
/ip firewall filter
add action=drop chain=input src-address=10.9.0.0/16
add action=accept chain=input
/user add name=netops password=correct-horse
"""


class Router:
    """A device that keeps lines by menu, as its own code: it reads `add`, `set` and `remove [ find ... ]` and prints `/export`."""

    def __init__(self, export: str) -> None:
        self.lines: list[tuple[str, str]] = []
        menu = ""
        for line in export.replace("\\\n    ", "").splitlines():
            if line.startswith("/"):
                menu = line
            elif not line.startswith("#"):
                self.lines.append((menu, line))
        self.typed: list[str] = []
        self.port = 0
        self.key = ""

    def answer(self, command: str) -> str:
        if command == "/export":
            return "# by RouterOS 7.11\n" + "".join(f"{menu}\n{line}\n" for menu, line in self.lines)
        self.typed.append(command)
        match = re.fullmatch(r"(/.*?) (add|set|remove) (.*)", command)
        if match is None:
            return "bad command name\n"
        menu, verb, rest = match.groups()
        if verb == "remove":
            wanted = sorted(rest.strip("[] ").split()[1:])
            found = [line for line in self.lines if line[0] == menu and sorted(line[1].split()[1:]) == wanted]
            if not found:
                return "no such item\n"
            self.lines.remove(found[0])
            return ""
        if verb == "set":
            start = f"set {rest.rpartition('=')[0]}="
            self.lines = [line for line in self.lines if not (line[0] == menu and line[1].startswith(start))]
        if not rest.endswith('=""'):
            self.lines.append((menu, f"{verb} {rest}"))
        return ""


@pytest.fixture
def company(starter: Company) -> Company:
    """The starter company with the files of the page."""
    for name, text in FILES.items():
        path = starter.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return starter


@pytest.fixture
def platform(company: Company) -> Platform:
    return platforms.get("mikrotik_routeros", company.root)


@pytest.fixture
def router(company: Company, monkeypatch: pytest.MonkeyPatch) -> Iterator[Router]:
    """The device of the page at an address of this machine."""
    router = Router(RUNNING)
    key = asyncssh.generate_private_key("ssh-ed25519")

    async def serve(process: asyncssh.SSHServerProcess[str]) -> None:
        process.stdout.write(router.answer(process.command or ""))
        process.exit(0)

    with ssh_servers() as servers:
        port, _ = servers.listen(key, PASSWORD, process_factory=serve)
        router.port, router.key = port, key.export_public_key().decode()
        (company.root / "inventory/known_hosts").write_text(f"[127.0.0.1]:{port} {router.key}", encoding="utf-8")
        entry = f"match: platform=mikrotik_routeros, username: netops, password: !secret device_password, transport: ssh, port: {port}"
        company.edit("netops.yaml", "access:\n", f"access:\n  - {{{entry}}}\n")
        company.edit("inventory/sites/hq/devices/hq-rtr-1.yaml", "10.0.10.31/24", "127.0.0.1/24")
        company.edit("inventory/sites/hq/ipam.yaml", "prefixes:\n", "prefixes:\n  - {prefix: 127.0.0.0/24, role: mgmt, description: Lab}\n")
        monkeypatch.setenv("NETOPS_DEVICE_PASSWORD", PASSWORD)
        yield router


def test_the_commands_of_the_page_print_what_it_shows(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(company.root)
    for part in re.split(r"^\$ netops ", "".join(CONSOLE.findall(PAGE)), flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        said = company.netops(*command.split(), expect=None)
        shown = re.sub(r"written \d+ (?:minute|second)s? ago", "written 0 minutes ago", said.out + said.err)
        assert shown == printed, command


@pytest.mark.parametrize(("one", "other"), [(RUNNING, INTENDED), (INTENDED, RUNNING), (RUNNING, ""), ("", INTENDED)])
def test_the_laws_hold(platform: Platform, one: str, other: str) -> None:
    commands = config.remediate(platform, one, other)
    after = config.predict(platform, one, commands)
    assert config.diff(platform, one, one) == ()
    assert config.normalise(platform, after) == config.normalise(platform, other)
    assert config.diff(platform, after, other) == ()
    back = config.predict(platform, after, config.rollback(platform, one, other))
    assert config.normalise(platform, back) == config.normalise(platform, one)
    assert commands != []
    assert "correct-horse" not in config.redact(platform, other)


def test_the_order_of_a_filter_means_something(platform: Platform) -> None:
    first, second = "/ip firewall filter add action=drop chain=input\n", "/ip firewall filter add action=accept chain=input\n"
    assert config.remediate(platform, first + second, second + first) == [
        "/ip firewall filter remove [ find action=accept chain=input ]",
        "/ip firewall filter remove [ find action=drop chain=input ]",
        "/ip firewall filter add action=accept chain=input",
        "/ip firewall filter add action=drop chain=input",
    ]


def access(router: Router) -> Access:
    return Access(target="hq-rtr-1", hostname="127.0.0.1", port=router.port, username="netops", password=PASSWORD, host_key=router.key)


def test_the_driver_deploys_commands_and_reads_them_back(router: Router, platform: Platform) -> None:
    driver = connect(platform, access(router))
    driver.open()
    running = driver.get_config()["running"]
    candidate = config.compose(platform, running, INTENDED, ["hostname", "addresses"])
    driver.load_merge_candidate(config="\n".join(config.remediate(platform, running, candidate)))
    driver.commit_config()
    assert router.typed == [
        "/ip address remove [ find address=10.0.99.1/24 interface=ether2 ]",
        "/system identity set name=hq-rtr-1",
        "/ip address add address=10.0.20.31/24 interface=ether2",
    ]
    assert ("/interface ethernet", 'set [ find default-name=ether1 ] comment="to the switch"') in router.lines
    assert config.diff(platform, driver.get_config()["running"], candidate) == ()
    driver.rollback()
    assert config.diff(platform, driver.get_config()["running"], running) == ()
    driver.close()


def test_a_refused_line_takes_back_those_before_it(router: Router, platform: Platform) -> None:
    driver = connect(platform, access(router))
    driver.open()
    driver.load_merge_candidate(config="/system identity set name=other\nnonsense\n")
    with pytest.raises(LineRefused, match="hq-rtr-1: nonsense: bad command name"):
        driver.commit_config()
    assert config.diff(platform, RUNNING, driver.get_config()["running"]) == ()
    driver.close()


def test_a_device_is_planned_deployed_and_compared(company: Company, router: Router) -> None:
    plan = str(company.root / "change.plan")
    company.netops("plan", "hq-rtr-1", "-o", plan)
    assert router.typed == []
    company.netops("deploy", plan, "--yes", "--allow-removals", "2")
    assert router.typed == [
        "/ip address remove [ find address=10.0.99.1/24 interface=ether2 ]",
        "/ip address remove [ find address=10.0.10.31/24 interface=ether1 ]",
        "/system identity set name=hq-rtr-1",
        "/ip address add address=127.0.0.1/24 interface=ether1",
        "/ip address add address=10.0.20.31/24 interface=ether2",
        "/system ntp client set enabled=yes",
        "/system ntp client set servers=10.0.20.5,10.0.20.6",
    ]
    assert ("/interface ethernet", 'set [ find default-name=ether1 ] comment="to the switch"') in router.lines
    assert "1 clean, 0 drifted" in company.netops("drift", "hq-rtr-1").out
    router.answer("/system identity set name=by-hand")
    said = company.netops("drift", "hq-rtr-1").out
    assert "  - /system identity set name=by-hand " in said
    assert "  + /system identity set name=hq-rtr-1 " in said
    assert "0 clean, 1 drifted" in said

"""Tasks from files, backups of whole configs only, and which commands only read."""

from __future__ import annotations

from typing import Any

import pytest
from fleet_servers import Company

from netops.errors import DeviceError, UsageError
from netops.fleet import tasks
from netops.fleet.backup import backup_file, check_complete, save_backup
from netops.fleet.readonly import reason_it_may_change
from netops.platforms import get

FRR = "hostname r1\nsnmp-server community S3cret-one\n!\nend\n"


def test_tasks_of_the_package_and_of_the_company(company: Company) -> None:
    assert {"backup", "deploy", "drift", "facts", "render"} <= set(tasks.names(company.project))
    folder = company.project.root / "tasks"
    folder.mkdir()
    (folder / "facts.py").write_text("def facts(task, retries: int = 1, quick: bool = False):\n    return 'ours'\n")
    (folder / "empty.py").write_text("")
    (folder / "broken.py").write_text("import no_such_module\n")
    assert tasks.load(company.project, "facts")(None) == "ours"
    for name, message in {
        "fact": "no task 'fact' in tasks/\n    hint: did you mean facts?",
        "../facts": "no task '../facts' in tasks/",
        "empty": "tasks/empty.py: it has no function empty(task, ...)",
        "broken": "tasks/broken.py: cannot be loaded: ModuleNotFoundError: No module named 'no_such_module'",
    }.items():
        with pytest.raises(UsageError) as caught:
            tasks.load(company.project, name)
        assert str(caught.value).startswith(message)


@pytest.mark.parametrize("name", ["backup", "deploy", "drift", "facts", "render"])
def test_every_task_can_be_loaded(company: Company, name: str) -> None:
    assert callable(tasks.load(company.project, name))


def test_arguments_of_a_task() -> None:
    def task(task: Any, count: int, name: str = "x", quick: bool = False, state: Any = None) -> None: ...

    assert tasks.parse_arguments("t", task, {"count": "3", "quick": "yes"}, {"state": 7, "other": 8}) == {
        "count": 3,
        "quick": True,
        "state": 7,
    }
    for given, message in {
        "cuont=3": "task t takes no cuont\n    hint: it takes: count, name, quick, state",
        "count=three": "count=three: task t wants a value of type int",
        "name=y": "task t needs count\n    hint: give it as count=VALUE, or see the head of tasks/t.py",
    }.items():
        with pytest.raises(UsageError) as caught:
            tasks.parse_arguments("t", task, dict([given.split("=")]), {})
        assert str(caught.value) == message


@pytest.mark.parametrize(
    ("platform", "text", "found"),
    [
        ("cisco_ios", "", "an empty config"),
        ("cisco_ios", "hostname a\n --More-- \nend\n", "a config with a paging prompt in it"),
        ("arista_eos", "hostname a\n\x1b[Kend\n", "a config with escape sequences of a terminal in it"),
        ("cisco_ios", "hostname a\ninterface Gi", "a config that ends with 'interface Gi' instead of 'end': it was cut off"),
        ("juniper_junos", "system {\n    host-name a;\n", "a config that ends with 'host-name a;' instead of '}': it was cut off"),
    ],
)
def test_config_that_is_not_whole(platform: str, text: str, found: str) -> None:
    with pytest.raises(DeviceError) as caught:
        check_complete("sw1", get(platform), text)
    assert str(caught.value) == f"sw1: the read gave {found}: it was not used\n    hint: read again; if it stays so, look at the device"


def test_backup_keeps_the_old_copy_and_no_secret(company: Company) -> None:
    first = save_backup(company.project, "r1", get("frr"), FRR, "snmp-server community ⟦secret:snmp_ro⟧\n")
    assert (first.file, first.lines, first.changed) == (".netops/backups/r1.cfg", 4, True)
    path = backup_file(company.project, "r1")
    kept = path.read_text()
    assert "S3cret-one" not in kept and "hostname r1" in kept
    assert path.stat().st_mode & 0o077 == 0
    assert not save_backup(company.project, "r1", get("frr"), FRR, "snmp-server community ⟦secret:snmp_ro⟧\n").changed
    with pytest.raises(DeviceError):
        save_backup(company.project, "r1", get("frr"), FRR[:20], "")
    assert path.read_text() == kept
    assert [entry.name for entry in path.parent.iterdir()] == ["r1.cfg"]


@pytest.mark.parametrize("command", ["show version", "show running-config | include ntp", "ping 10.0.0.1", "dir flash:"])
def test_reading_commands(command: str) -> None:
    assert reason_it_may_change(get("cisco_ios"), command) == ""


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("cisco_ios", "reload"),
        ("cisco_ios", "showme"),
        ("cisco_ios", "show running-config | redirect flash:x"),
        ("cisco_ios", "show version\nreload"),
        ("arista_eos", "show version > flash:x"),
        ("arista_eos", "configure"),
        ("juniper_junos", "show configuration | save x"),
        ("juniper_junos", "request system reboot"),
        ("frr", "configure terminal"),
        ("linux", "cat /etc/hosts; reboot"),
        ("linux", "cat $(reboot)"),
        ("linux", "ip link set eth0 down"),
        ("linux", "systemctl stop smbd"),
        ("cups", "show version"),
        ("linux", ""),
    ],
)
def test_commands_that_may_change_something(platform: str, command: str) -> None:
    assert reason_it_may_change(get(platform), command)

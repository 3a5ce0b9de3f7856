"""Plan and diff from files: no device is asked, every doubt is an error of its target, and the result says what it was made from."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from companies import Company
from netops import platforms
from netops.errors import DeviceError
from netops.jobs import ConfigFolder
from netops.jobs.offline import TargetFiles, read_config_file
from netops.plan import plan_from_json
from netops.report import text

SWITCH = "hq-sw-1"
CUPS = "inventory/sites/hq/servers/hq-srv-1.yaml"


@pytest.fixture
def folder(starter: Company) -> Path:
    """A folder with what each target should run."""
    starter.netops("render", "-o", str(starter.root / "configs"))
    return starter.root / "configs"


@pytest.fixture
def plan(starter: Company, folder: Path):
    return lambda *words, **expect: starter.netops("plan", "--running", str(folder), *words, **expect)


def test_files_that_are_as_intended_leave_nothing_to_change(plan) -> None:
    said = plan()
    assert said.out.splitlines()[1:] == [
        "secrets that the data names, and those taken out of the files, were not compared",
        "",
        "plan: 0 to change (0 lines), 2 unchanged",
    ]
    assert said.out.startswith("compared with files in ")
    assert ", not with the devices; the oldest is hq-s" in said.out


def test_a_difference_is_told_with_the_age_of_the_file(plan, folder: Path) -> None:
    file = folder / f"{SWITCH}.cfg"
    file.write_text("".join(line for line in file.read_text().splitlines(keepends=True) if not line.startswith("ntp")))
    old = (datetime.now(UTC) - timedelta(days=5, hours=1)).timestamp()
    os.utime(file, (old, old))
    out = plan("--exit-code", expect=4).out
    assert "the oldest is hq-sw-1's, written 5 days ago" in out
    assert "replaced as a whole, SAFE, wave 1, file written 5 days ago\n" in out
    assert "    by feature: missing: ntp\n" in out


def test_a_plan_file_says_what_it_was_made_from(plan, folder: Path, tmp_path: Path) -> None:
    plan("-o", str(tmp_path / "x.plan"))
    made = plan_from_json((tmp_path / "x.plan").read_text())
    assert (made.running.kind, sorted(made.running.files)) == ("folder", ["hq-srv-1", SWITCH])
    assert json.loads(plan("--format", "json").out)["plan"]["running"]["files"][SWITCH]["file"].endswith(f"configs/{SWITCH}.cfg")
    assert text.plan(made).startswith("compared with files in ")
    assert list(made.only([SWITCH]).running.files) == [SWITCH]


def test_nothing_is_remembered_of_what_a_file_says(starter: Company, plan) -> None:
    plan()
    from netops.state import State

    with State(starter.root / ".netops/state.db") as state:
        assert state.applied(SWITCH) is None


def test_a_target_without_a_file_is_an_error_and_counted(plan, folder: Path) -> None:
    (folder / f"{SWITCH}.cfg").rename(folder / "hq-sw-9.cfg")
    said = plan(expect=5)
    assert f"{SWITCH}: failed: no file in " in said.out
    assert f"hint: it would be called {SWITCH}.cfg, {SWITCH}.conf or {SWITCH}.txt\n" in said.out
    assert said.out.endswith("plan: 0 to change (0 lines), 1 unchanged, 1 not read\n")
    assert said.err.endswith("1 file of no target: hq-sw-9.cfg\n")


def test_diff_of_a_target_without_a_file_fails(starter: Company, folder: Path) -> None:
    (folder / f"{SWITCH}.cfg").unlink()
    for words in ((), ("--by-feature",)):
        assert f"{SWITCH}: no file in" in starter.netops("diff", SWITCH, "--running", str(folder), *words, expect=5).err


def test_backups_are_looked_for_where_backup_keeps_them(starter: Company, folder: Path) -> None:
    assert "there are no backups" in starter.netops("plan", "--running", "backup", expect=2).err
    (starter.root / ".netops").mkdir(exist_ok=True)
    folder.rename(starter.root / ".netops/backups")
    (starter.root / ".netops/backups/hq-srv-1.cfg").unlink()
    said = starter.netops("plan", "--running", "backup", expect=5).out
    assert "compared with backups in .netops/backups, not with the devices; the oldest is hq-sw-1's, written 0 minutes ago\n" in said
    assert "backups hold no secrets, so secrets were not compared\n" in said
    assert "hq-srv-1: failed: no backup in .netops/backups\n    hint: make one: netops backup --limit hq-srv-1\n" in said


def test_a_folder_that_is_not_there_is_a_mistake(starter: Company) -> None:
    said = starter.netops("plan", "--running", "backups", expect=2).err
    assert "--running backups: there is no such folder\n    hint: it takes live, backup, or a folder of files NAME.cfg" in said


def test_a_platform_with_a_new_driver_is_planned_all_the_same(starter: Company, folder: Path) -> None:
    starter.edit("inventory/sites/hq/devices/hq-sw-1.yaml", "platform: arista_eos", "platform: cisco_nxos")
    starter.netops("render", "-o", str(folder))
    file = folder / f"{SWITCH}.cfg"
    file.write_text("".join(line for line in file.read_text().splitlines(keepends=True) if not line.startswith("ntp server")))
    out = starter.netops("plan", "--running", str(folder)).out
    assert f"{SWITCH} (cisco_nxos): " in out
    assert "file written 0 minutes ago\n" in out
    assert "by feature: missing: ntp" in out


WITHOUT_DRIVER = """from dataclasses import replace

from netops import platforms

PLATFORM = replace(platforms.get("huawei_vrp"), driver=None)
"""


def test_a_platform_without_a_driver_is_planned_from_files_alone(starter: Company, folder: Path) -> None:
    starter.edit("inventory/sites/hq/devices/hq-sw-1.yaml", "platform: arista_eos", "platform: huawei_vrp")
    for name, content in (
        ("templates/huawei_vrp/main.j2", "sysname {{ hostname }}\n"),
        ("platforms/huawei_vrp/__init__.py", WITHOUT_DRIVER),
    ):
        (starter.root / name).parent.mkdir(parents=True)
        (starter.root / name).write_text(content)
    (folder / f"{SWITCH}.cfg").write_text("sysname x\nreturn\n")
    assert "  + sysname hq-sw-1 " in starter.netops("diff", SWITCH, "--running", str(folder)).out
    alone = "skipped: netops has no driver for huawei_vrp: plan it from files, with --running\n"
    assert starter.netops("diff", SWITCH).out == f"{SWITCH}: {alone}"


def test_by_feature_for_people_and_programs(starter: Company, folder: Path) -> None:
    starter.append("inventory/sites/hq/devices/hq-sw-1.yaml", "managed: [ntp, hostname]\n")
    file = folder / f"{SWITCH}.cfg"
    lines = file.read_text().splitlines()
    file.write_text("\n".join(line for line in lines if not line.startswith(("ntp", "interface Ethernet1"))) + "\n")
    words = ("diff", SWITCH, "--running", str(folder), "--by-feature", "--exit-code")
    out = starter.netops(*words, expect=4).out
    assert f"{SWITCH} (arista_eos): 1 compliant, 1 missing; managed " in out
    assert "\nntp:\n  + ntp server " in out
    assert "  + interface Ethernet1" not in out
    data = json.loads(starter.netops(*words, "--format", "json", expect=4).out)
    (target,) = data["targets"]
    found = {feature["feature"]: feature for feature in target["features"]}
    assert (data["running"]["kind"], target["compliant"], target["lines"]["managed"]) == ("folder", False, 1)
    assert (found["ntp"]["state"], found["ntp"]["managed"], found["interfaces"]["managed"]) == ("missing", True, False)
    assert found["hostname"]["state"] == "compliant"


def test_only_what_is_managed_decides_the_exit_code(starter: Company, folder: Path) -> None:
    starter.append("inventory/sites/hq/devices/hq-sw-1.yaml", "managed: [hostname]\n")
    (folder / f"{SWITCH}.cfg").write_text(f"hostname {SWITCH}\nend\n")
    said = starter.netops("diff", SWITCH, "--running", str(folder), "--by-feature", "--exit-code")
    assert "1 compliant; managed 100 % (1 of 1 lines), modelled 100 % (1)" in said.out
    assert {line.split()[-1] for line in said.out.splitlines() if line.split()[1:2] == ["missing"]} == {"no"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "configs/sw.cfg: the read gave an empty config"),
        (b"hostname sw\n --More-- \nend\n", "configs/sw.cfg: the read gave a config with a paging prompt in it"),
        (b"hostname sw\ninterface Gi1\n", "configs/sw.cfg: the read gave a config that ends with 'interface Gi1' instead of 'end'"),
        (b"hostname a\nend\nhostname b\nend\n", "configs/sw.cfg: the read gave the config of a with that of b behind it"),
    ],
)
def test_a_file_that_is_no_whole_config_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "sw.cfg").write_bytes(content)
    with pytest.raises(DeviceError) as caught:
        read_config_file(TargetFiles(ConfigFolder("folder", tmp_path, "configs"), {"sw"}), "sw", platforms.get("cisco_ios"))
    assert caught.value.message.startswith(f"sw: {message}")


@pytest.mark.parametrize(
    ("platform", "content"), [("frr", "frr defaults traditional\nrouter ospf\nexit\n!\n"), ("cisco_xr", "hostname r1\n!\n")]
)
def test_a_file_may_end_as_the_system_writes_it(tmp_path: Path, platform: str, content: str) -> None:
    """/etc/frr/frr.conf has no `end`; a text in the middle of a section is refused all the same, and so is a backup without it."""
    (tmp_path / "r1.cfg").write_text(content)
    assert read_config_file(TargetFiles(ConfigFolder("folder", tmp_path, "configs"), {"r1"}), "r1", platforms.get(platform))[0] == content
    with pytest.raises(DeviceError, match="instead of 'end'"):
        read_config_file(TargetFiles(ConfigFolder("backup", tmp_path, "configs"), {"r1"}), "r1", platforms.get(platform))
    (tmp_path / "r1.cfg").write_text(f"{content}interface eth0\n description x\n")
    with pytest.raises(DeviceError, match="instead of 'end'"):
        read_config_file(TargetFiles(ConfigFolder("folder", tmp_path, "configs"), {"r1"}), "r1", platforms.get(platform))


def test_two_files_for_one_target_are_one_too_many(tmp_path: Path) -> None:
    for name in ("sw.cfg", "sw.txt"):
        (tmp_path / name).write_text("hostname sw\nend\n")
    with pytest.raises(DeviceError, match=r"2 files in configs: sw.cfg, sw.txt"):
        read_config_file(TargetFiles(ConfigFolder("folder", tmp_path, "configs"), {"sw"}), "sw", platforms.get("cisco_ios"))


def test_a_platform_without_rules_is_an_error_of_its_target(tmp_path: Path) -> None:
    (tmp_path / "sw.cfg").write_text("hostname sw\n")
    with pytest.raises(DeviceError, match="sw: no platform called 'acme_os', so its config cannot be compared"):
        read_config_file(TargetFiles(ConfigFolder("folder", tmp_path, "configs"), {"sw"}), "sw", "acme_os")


@pytest.mark.parametrize("name", ["p1:cups.cfg", "p1_cups.conf"])
def test_a_colon_may_be_an_underscore(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xef\xbb\xbfserver log debug\r\n")
    found, kept = read_config_file(
        TargetFiles(ConfigFolder("folder", tmp_path, "configs"), {"p1", "p1:cups"}), "p1:cups", platforms.get("cups")
    )
    assert (found, kept.file, kept.redacted) == ("server log debug\n", f"configs/{name}", False)


def test_a_file_belongs_to_the_target_that_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "p1_cups.cfg").write_text("server log debug\n")
    (tmp_path / "readme.md").write_text("")
    files = ConfigFolder("folder", tmp_path, "configs")
    assert TargetFiles(files, {"p1:cups", "p1_cups"}).of("p1:cups") == []
    assert TargetFiles(files, {"p1:cups", "p1_cups"}).unmatched() == []
    assert TargetFiles(files, {"p1"}).unmatched() == ["p1_cups.cfg"]


def test_a_file_may_be_called_as_the_device_calls_itself(tmp_path: Path) -> None:
    hostnames = {"msk-r1": "MSK-R1", "r2": "edge", "edge": "r9", "r3": "", "r3:cups": ""}
    for name in ("MSK-R1.cfg", "Edge.cfg", "R3.txt", "R3_CUPS.cfg", "other.cfg"):
        (tmp_path / name).write_text("")
    owned = TargetFiles(ConfigFolder("folder", tmp_path, "configs"), hostnames, hostnames.__getitem__)
    assert [[path.name for path in owned.of(name)] for name in ("msk-r1", "r3", "r3:cups")] == [["MSK-R1.cfg"], ["R3.txt"], ["R3_CUPS.cfg"]]
    assert owned.unmatched() == ["other.cfg"]
    for name in ("r2", "edge"):
        with pytest.raises(DeviceError, match=r"configs/Edge.cfg may be of edge or r2") as caught:
            owned.of(name)
        assert caught.value.hint == "name the file after the target: NAME.cfg"


def test_no_hostname_is_read_where_files_are_called_as_targets(tmp_path: Path) -> None:
    (tmp_path / "sw_cups.cfg").write_text("")
    owned = TargetFiles(ConfigFolder("folder", tmp_path, "configs"), {"sw", "sw:cups"}, lambda name: pytest.fail(name))
    assert [path.name for path in owned.of("sw:cups")] == ["sw_cups.cfg"]


def test_two_cases_of_a_name_are_two_files(tmp_path: Path) -> None:
    for name in ("sw.cfg", "SW.cfg"):
        (tmp_path / name).write_text("hostname sw\nend\n")
    with pytest.raises(DeviceError, match=r"2 files in configs: SW.cfg, sw.cfg"):
        read_config_file(TargetFiles(ConfigFolder("folder", tmp_path, "configs"), {"sw"}), "sw", platforms.get("cisco_ios"))


def test_junos_files_may_be_set_commands(tmp_path: Path) -> None:
    (tmp_path / "r1.txt").write_text("set system host-name r1\n")
    found, _ = read_config_file(TargetFiles(ConfigFolder("folder", tmp_path, "configs"), {"r1"}), "r1", platforms.get("juniper_junos"))
    assert found == "set system host-name r1\n"


def test_a_secret_in_a_collected_file_is_shown_nowhere(starter: Company, plan, folder: Path, tmp_path: Path) -> None:
    file = folder / f"{SWITCH}.cfg"
    file.write_text(file.read_text().replace("end\n", "snmp-server community CANARY ro\nusername eve secret sha512 CANARY\nend\n"))
    said = plan("-o", str(tmp_path / "x.plan"))
    words = ("diff", SWITCH, "--running", str(folder), "--by-feature")
    shown = [said.out, (tmp_path / "x.plan").read_text(), starter.netops(*words).out, starter.netops(*words, "--format", "json").out]
    assert ["eve" in text for text in shown] == [True] * 4
    assert ["CANARY" in text for text in shown] == [False] * 4

"""netops init: what it asks, and files that run as they are: a timer of systemd, a line of cron, workflows."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import netops
from companies import Company
from netops import platforms, setup
from netops.cli import run
from netops.setup import company, github, nightly

ROOT = Path(__file__).parents[2]
OF_CRON = {"HOME": "/root", "LOGNAME": "root", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
"""What crontab(5) gives a command."""
AWKWARD = "it's 100% acme"


def init(folder: Path, *words: str) -> Company:
    assert run(["init", str(folder), *words]) == 0
    return Company(folder)


def printed_env(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


@pytest.mark.parametrize("platform", platforms.names())
def test_a_company_of_each_platform_is_valid_and_renders(tmp_path: Path, platform: str) -> None:
    made = init(tmp_path / "acme", "--company", "Acme", "--site", "ber", "--platform", platform)
    assert made.netops("validate").err == ""
    assert f"match: platform={platform}, " in (made.root / "netops.yaml").read_text()
    assert {path.stem.split("-")[0] for path in (made.root / "inventory/sites/ber").rglob("ber-*.yaml")} <= {"ber"}
    assert made.netops("render", "-o", str(tmp_path / "out"), expect=0)


def test_the_small_start_is_the_starter() -> None:
    starter = {path.relative_to(company.STARTER).as_posix(): path.read_text() for path in company.STARTER.rglob("*.yaml")}
    assert setup.company_files(setup.Answers()) == starter


@pytest.mark.parametrize(
    ("secrets", "source"),
    [("env", "env: NETOPS_DEVICE_PASSWORD"), ("file", "key: device_password"), ("pass", "cmd: [pass, show, acme/device_password]")],
)
def test_secrets_come_from_where_the_answer_says(tmp_path: Path, secrets: str, source: str) -> None:
    made = init(tmp_path / "acme", "--secrets", secrets, "--nightly", "cron")
    text = (made.root / "netops.yaml").read_text()
    assert f"  device_password: {{{source}}}\n" in text
    made.netops("validate")
    values = sorted(tmp_path.glob("acme.secrets.*"))
    assert [path.suffix for path in values] == {"env": [".env"], "file": [".yaml"], "pass": []}[secrets]
    assert [stat.S_IMODE(path.stat().st_mode) for path in values] == [0o600] * len(values)
    names = set(setup.secret_names([text]))
    assert not values or all(
        (company.environment_variable_name(name) if secrets == "env" else name) in values[0].read_text() for name in names
    )


def test_it_asks_on_a_terminal_only(tmp_path: Path) -> None:
    """Answers typed into a terminal; the same with --yes, and without a terminal, asks nothing."""
    terminal, end = os.openpty()
    os.write(terminal, b"Acme GmbH\nber\ncisco_ios linux\n\nnone\ncron\n")
    words = [sys.executable, "-m", "netops", "init"]
    options: dict[str, object] = {"cwd": tmp_path, "env": {**os.environ, "PYTHONPATH": str(ROOT / "src")}, "stdout": subprocess.DEVNULL}
    subprocess.run([*words, "acme"], stdin=end, stderr=end, check=True, timeout=60, **options)  # type: ignore[call-overload]
    subprocess.run([*words, "other", "--yes"], stdin=end, stderr=end, check=True, timeout=60, **options)  # type: ignore[call-overload]
    os.close(end)
    os.close(terminal)
    settings = (tmp_path / "acme/netops.yaml").read_text()
    assert "name: Acme GmbH\n" in settings and "platform=cisco_ios" in settings and "arista_eos" not in settings
    assert (tmp_path / "acme/inventory/sites/ber/devices/ber-acc-1.yaml").is_file() and not (tmp_path / "acme/.github").exists()
    assert (tmp_path / "acme/nightly/netops-acme-drift.cron").is_file()
    assert "name: My company\n" in (tmp_path / "other/netops.yaml").read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--site", "Berlin!"], "'Berlin!' is no code of a site"),
        (["--platform", "cisco"], "no platform 'cisco'"),
        (["--example", "--site", "ber"], "the example company has its own name"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(tmp_path: Path, words: list[str], message: str, capsys) -> None:
    assert run(["init", str(tmp_path / "acme"), *words]) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_company_that_is_there_gets_what_runs_and_keeps_what_was_changed(starter: Company, capsys) -> None:
    before = (starter.root / "netops.yaml").read_text()
    assert run(["init", str(starter.root), "--nightly", "github"]) == 0
    assert (starter.root / "netops.yaml").read_text() == before
    (starter.root / github.NIGHTLY).write_text("on: push\n")
    assert run(["init", str(starter.root), "--nightly", "github"]) == 2
    assert f"has another {github.NIGHTLY}" in capsys.readouterr().err
    assert (starter.root / github.NIGHTLY).read_text() == "on: push\n"


def probe(folder: Path) -> nightly.NightlyJob:
    """A job that prints its environment, in a folder whose path needs quoting everywhere."""
    folder.mkdir()
    variables = folder.parent / f"{folder.name}.secrets.env"
    variables.write_text("# of netops\nNETOPS_DEVICE_PASSWORD='a $b \"c'\n")
    job = setup.drift_job(setup.JobRuntime(folder, ("/usr/bin/env",), variables, "root"))
    return replace(job, words=("sh", "-c", "pwd; env; exit 4"))


def test_a_line_of_cron_has_all_that_it_needs_and_prints_what_failed(tmp_path: Path) -> None:
    job = probe(tmp_path / AWKWARD)
    minute, hour, *every, command = setup.cron_line(job).split(" ", 5)
    assert (minute, hour, every) == ("15", "2", ["*", "*", "*"])
    assert "%" not in command.replace(r"\%", ""), "an unescaped % would end the command"
    done = subprocess.run(["/bin/sh", "-c", command.replace(r"\%", "%")], cwd="/", env=OF_CRON, capture_output=True, text=True, check=False)
    found = printed_env(done.stdout)
    assert done.stdout.splitlines()[0] == str(tmp_path / AWKWARD) and done.stderr == ""
    assert found["NETOPS_DEVICE_PASSWORD"] == 'a $b "c' and found["PATH"].startswith("/usr/bin:/usr/local/sbin:")
    quiet = setup.cron_line(replace(job, words=("true",))).split(" ", 5)[5].replace(r"\%", "%")
    assert subprocess.run(["/bin/sh", "-c", quiet], cwd="/", env=OF_CRON, capture_output=True, text=True, check=True).stdout == ""


def test_netops_runs_as_cron_runs_it(tmp_path: Path) -> None:
    """The line that init wrote, with validate in place of drift, which would reach for devices."""
    made = init(tmp_path / "acme", "--nightly", "cron", "--yes")
    line = (made.root / "nightly/netops-acme-drift.cron").read_text().splitlines()[-1]
    command = line.split(" ", 5)[5].replace("drift --exit-code --html .netops/drift.html", "validate")
    assert command != line.split(" ", 5)[5]
    environment = {**OF_CRON, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(["/bin/sh", "-c", command], cwd="/", env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (made.root / nightly.OUTPUT).read_text().startswith("valid: ")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", ["acme", AWKWARD])
def test_systemd_takes_the_units_as_they_are(tmp_path: Path, name: str) -> None:
    job = probe(tmp_path / name)
    files = [tmp_path / name / file for file in setup.systemd_units(job)]
    for file, text in zip(files, setup.systemd_units(job).values(), strict=True):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *map(str, files)], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if job.name in line]
    assert (done.returncode, ours) == (0, []), done.stderr
    service = files[0].read_text()
    assert f"WorkingDirectory={tmp_path / name}".replace("%", "%%") in service
    assert re.search(r'^ExecStart=/usr/bin/env sh -c "pwd; env; exit 4"$', service, re.MULTILINE)


def test_workflows_install_this_version_and_run_when_they_say(tmp_path: Path) -> None:
    made = init(tmp_path / "acme", "--platform", "linux", "--platform", "cups", "--nightly", "github")
    texts = {path.name: path.read_text() for path in (made.root / github.FOLDER).iterdir()}
    found = {name: yaml.load(text, yaml.BaseLoader) for name, text in texts.items()}
    assert {name: sorted(workflow["on"]) for name, workflow in found.items()} == {
        "netops.yml": ["pull_request"],
        "netops-validate.yml": ["push", "workflow_dispatch"],
        "netops-nightly.yml": ["schedule", "workflow_dispatch"],
    }
    installs = {name: re.findall(r"pip install \"?([^\"\n]+)", text) for name, text in texts.items()}
    version = f"=={netops.__version__}"
    assert installs == {
        "netops.yml": [f"netops-as-code{version}"],
        "netops-validate.yml": [f"netops-as-code{version}"],
        "netops-nightly.yml": [f"netops-as-code[devices,printers]{version}"],
    }
    wanted = setup.secret_names([path.read_text() for path in made.root.rglob("*.yaml")])
    assert found["netops-nightly.yml"]["jobs"]["drift"]["env"] == {
        company.environment_variable_name(name): f"${{{{ secrets.{company.environment_variable_name(name)} }}}}" for name in wanted
    }
    steps = [step["run"].split() for step in found["netops-validate.yml"]["jobs"]["validate"]["steps"] if "run" in step]
    assert [step[:2] for step in steps[1:]] == [["netops", "validate"], ["netops", "render"]]
    for _, *words, last in steps[1:]:
        made.netops(*words, str(tmp_path / "build") if last == "build/" else last)

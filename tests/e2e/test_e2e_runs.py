"""Runs that do not end as they began: interrupted, killed, taken back, or applied in part. No target is lost on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from e2e_lab import LabCompany

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("runs")]

EOS, OTHER_EOS, LARGE = "ber-leaf-1", "ber-leaf-2", "ber-core-1"
IOS, FRR, BROWNFIELD, SERVER = "ham-acc-1", "ham-rtr-1", "ham-acc-3", "ber-mail-1"
WEB = "ber-web-1"


def await_(condition: Callable[[], bool], timeout_s: float = 60) -> None:
    """Waits until a condition holds."""
    tick = threading.Event()
    for _ in range(int(timeout_s / 0.05)):
        if condition():
            return
        tick.wait(0.05)
    raise AssertionError("it never came to that")


INTERRUPTIBLE = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from netops.cli import main; main()"
"""A shell starts what it runs in the background with SIGINT ignored, and the tests may run there."""


def started(lab: LabCompany, *words: str) -> subprocess.Popen[str]:
    """A deploy in a process of its own."""
    netops = [sys.executable, "-c", INTERRUPTIBLE, "-C", str(lab.root)]
    command = [*netops, "deploy", "--lab", "--yes", "--limit", ",".join(lab.names), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"NO_COLOR": "1"})


def committing(lab: LabCompany, name: str) -> Callable[[], bool]:
    """Whether the newest run is about to commit on a target."""

    def reached() -> bool:
        with lab.state() as state:
            return any((target, word) == (name, "commit") for run in state.runs(1) for _, target, word, _ in state.journal(run.id))

    return reached


def outcomes(lab: LabCompany) -> dict[str, str]:
    with lab.state() as state:
        (run,) = state.runs(1)
        return {result.target: result.outcome.value for result in state.results(run.id)}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_deploy_asks_what_became_of_each_target(bench, number: signal.Signals) -> None:
    """The small change hangs at its commit; the large one waits for its wave."""
    lab = bench(EOS, LARGE)
    lab.lab.fault(EOS, "hang", "commit timer")
    with started(lab, "--format", "json") as process:
        await_(committing(lab, EOS))
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    told = json.loads(out)
    assert told["interrupted"] is True
    assert {name: result["outcome"] for name, result in told["results"].items()} == {EOS: "reverted", LARGE: "not reached"}
    assert outcomes(lab) == {EOS: "reverted", LARGE: "not reached"}
    with lab.state() as state:
        (run,) = state.runs(1)
        assert run.ended
        with state.lease("another", EOS), state.lease("another", LARGE):
            pass


def test_a_killed_deploy_leaves_every_target_named(bench) -> None:
    lab = bench(EOS, LARGE)
    lab.lab.fault(EOS, "hang", "commit timer")
    with started(lab) as process:
        await_(committing(lab, EOS))
        process.kill()
        process.communicate()
    assert outcomes(lab) == {EOS: "unknown", LARGE: "not reached"}
    assert lab.company.netops("history", "--lab").out.endswith("1 not reached, 1 unknown  (did not end)\n")


def test_the_lost_answer_of_a_commit_is_not_taken_for_unchanged_until_its_timer_has_fired(bench) -> None:
    """The new config runs already, not confirmed: it is exactly what is intended, and will be gone in two minutes."""
    lab = bench(IOS)
    lab.lab.fault(IOS, "lose", "^configure replace")
    lab.deploy(expect=5)
    lab.lab.fault(IOS)
    said = lab.deploy(expect=5)
    assert f"{IOS}: refused: a commit waits for its confirmation: wait until it is confirmed or reverted" in said.out
    lab.lab.advance(600)
    assert f"1 applied          {IOS}" in lab.deploy().out


def test_a_part_of_a_plan_is_applied_and_the_rest_stays(bench) -> None:
    lab = bench(EOS, OTHER_EOS, IOS)
    plan = str(lab.root / "change.plan")
    lab.company.netops("plan", "--lab", "--limit", f"{EOS},{OTHER_EOS}", "-o", plan)
    part = lab.company.netops("deploy", plan, "--lab", "--yes", "--limit", EOS)
    assert part.out.endswith(f"     1 applied          {EOS}\n")
    assert lab.counted("commits") == {EOS: 1, OTHER_EOS: 0, IOS: 0}
    nothing = lab.company.netops("deploy", plan, "--lab", "--yes", "--limit", IOS, expect=2)
    assert nothing.err.endswith(f"error: the selection has nothing that {plan} changes\n    hint: it changes {EOS}, {OTHER_EOS}\n")
    rest = lab.company.netops("deploy", plan, "--lab", "--yes", "--limit", OTHER_EOS)
    assert rest.out.endswith(f"     1 applied          {OTHER_EOS}\n")


def digest(lab: LabCompany, name: str) -> str:
    """What a target runs, as a plan names it: the values of secrets are left out, since a rollback does not bring old ones back."""
    plan = json.loads(lab.netops("plan", "--format", "json").out)["plan"]
    return str(plan["steps"][name]["running_digest"])


def run_of(said: str) -> str:
    return said.rpartition("\nrun ")[2].split()[0]


@pytest.mark.parametrize(
    ("name", "typed", "line"),
    [
        (EOS, ("configure", "ntp server 192.0.2.66"), "ntp server 192.0.2.66"),
        (FRR, ("configure terminal", "ip route 192.0.2.0/24 blackhole"), "ip route 192.0.2.0/24 blackhole"),
    ],
)
def test_a_rollback_keeps_what_has_changed_since_its_run(bench, name: str, typed: tuple[str, ...], line: str) -> None:
    lab = bench(name)
    before = digest(lab, name)
    run = run_of(lab.deploy().out)
    lab.lab.exec(name, typed)
    refused = lab.netops("rollback", run, "--yes", expect=7)
    assert f"error: nothing was sent, refused by GRD008: changed by hand since run {run}: {name}\n" in refused.err
    assert line in lab.running(name)
    back = lab.netops("rollback", run, "--yes", "--overwrite-manual")
    assert back.out.endswith(f"     1 applied          {name}\n")
    assert digest(lab, name) == before


def test_a_partly_managed_device_keeps_what_netops_does_not_own(bench) -> None:
    """Neither deploy nor drift nor rollback see the sections that somebody else cares for."""
    lab = bench(BROWNFIELD)
    by_hand = ["configure terminal", "interface GigabitEthernet1/0/7", "description conveyor 7, do not touch"]
    run = run_of(lab.deploy().out)
    lab.lab.exec(BROWNFIELD, by_hand)
    assert "no difference" in lab.company.netops("diff", BROWNFIELD, "--lab").out
    lab.netops("drift", "--exit-code")
    lab.add(BROWNFIELD, "ntp server 192.0.2.9")
    assert lab.netops("rollback", run, "--yes").out.endswith(f"     1 applied          {BROWNFIELD}\n")
    assert "conveyor 7, do not touch" in lab.running(BROWNFIELD)


def test_a_file_that_a_run_removed_comes_back_with_its_rollback(bench) -> None:
    def shown() -> str:
        return lab.lab.exec(SERVER, ["cat /etc/netops-backup/paths"]).output

    lab = bench(SERVER, deployed=True)
    before = shown()
    assert "/var/spool/postfix" in before
    (file,) = lab.root.glob(f"inventory/sites/*/servers/{SERVER}.yaml")
    file.write_text(file.read_text().partition("backup:")[0])
    run = run_of(lab.deploy().out)
    assert "/var/spool/postfix" not in shown()
    lab.netops("rollback", run, "--yes")
    assert shown() == before


def test_a_service_that_was_not_there_before_its_run_goes_with_the_rollback(bench) -> None:
    """What the service should show now is no measure of the config from before it."""
    lab = bench(WEB)
    before = digest(lab, WEB)
    lab.deploy()
    (run,) = [run.id for run in lab.state().runs()]
    assert lab.netops("rollback", run, "--yes").out.endswith(f"     1 applied          {WEB}\n")
    assert digest(lab, WEB) == before


def test_a_target_found_in_order_has_a_base_so_that_a_manual_change_is_called_one(bench) -> None:
    """The journal is lost; what is in order when it is seen first is remembered."""
    lab = bench(EOS, deployed=True)
    for file in lab.lab.folder.glob("state.*"):
        file.unlink()
    assert "1 unchanged" in lab.deploy().out
    lab.lab.exec(EOS, ["configure", "ntp server 192.0.2.66"])
    said = lab.netops("drift", "--exit-code", expect=4)
    assert "[manual change]" in said.out and "[never deployed]" not in said.out


def test_a_broken_rule_keeps_the_data_from_the_devices(bench) -> None:
    """Each file is well formed, and the company is not: two devices have one address."""
    lab = bench(EOS)
    lab.company.edit("inventory/sites/ham/devices/ham-acc-3.yaml", "10.2.0.33/24", "10.2.0.31/24")
    for verb in ("plan", "deploy"):
        said = lab.netops(verb, expect=3)
        assert "10.2.0.31" in said.err and said.out == ""
    assert lab.counted("commits") == {EOS: 0}


def test_a_comparison_that_cannot_take_place_is_refused(bench) -> None:
    lab = bench(EOS)
    said = lab.company.netops("diff", IOS, "--lab", expect=2)
    assert said.err.endswith("error: the lab holds none of the 1 selected targets\n    hint: netops lab status lists what it holds\n")


def test_a_report_that_cannot_be_written_is_told_before_anything_is_sent(bench) -> None:
    lab = bench(EOS)
    said = lab.deploy("--html", str(lab.root / "nowhere" / "x.html"), expect=2)
    assert f"there is no folder {lab.root / 'nowhere'}" in said.err
    assert lab.counted("commits") == {EOS: 0}

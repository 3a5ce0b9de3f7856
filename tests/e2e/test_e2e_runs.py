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
JUNOS = "muc-rtr-1"
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
    assert lab.company.netops("history", "--lab").out.endswith("1 not reached, 1 unknown (did not end)\n")


def test_a_target_that_is_lost_for_good_is_settled_when_it_is_back(bench) -> None:
    """The commit is carried out, its answer lost, and nobody is let in any more; the timer of the device ends later."""
    lab = bench(IOS)
    before = digest(lab, IOS)
    with started(lab, "--revert-after", "60") as process:
        lab.lab.fault(IOS, "hang", "^configure replace")
        await_(committing(lab, IOS))
        process.kill()
        process.communicate()
    assert outcomes(lab) == {IOS: "unknown"}
    (run,) = [run.id for run in lab.state().runs()]
    lab.lab.fault(IOS)
    said = lab.company.netops("history", "--settle", run, "--lab")
    assert said.out == "1 target read, 0 still unknown\n"
    assert f"{IOS}: run {run} ended as reverted: it runs its old config" in said.err
    assert outcomes(lab) == {IOS: "reverted"}
    lab.lab.advance(600)
    assert digest(lab, IOS) == before
    assert lab.company.netops("history", "--settle", "--lab").out == "0 targets read, 0 still unknown\n"
    assert f"1 applied          {IOS}" in lab.deploy().out


def test_a_verdict_waits_for_the_timer_that_can_still_change_the_target(bench) -> None:
    """The commit hangs until its deadline, and nobody is let in to ask; then the device takes it up again, and its timer ends."""
    lab = bench(FRR)
    before = digest(lab, FRR)
    lab.lab.fault(FRR, "hang", "vtysh -f ")
    with started(lab, "--revert-after", "20", "--timeout", "8") as process:
        await_(committing(lab, FRR))
        lab.lab.fault(FRR, "wrong_password")
        await_(lambda: "ask" in [word for run in lab.state().runs(1) for _, _, word, _ in lab.state().journal(run.id)])
        lab.lab.fault(FRR)
        out, err = process.communicate(timeout=90)
    assert process.returncode == 5, err
    assert f"     1 reverted         {FRR}" in out
    assert "asked again: it runs its old config" in out
    assert outcomes(lab) == {FRR: "reverted"}
    assert digest(lab, FRR) == before
    lab.lab.advance(600)
    assert digest(lab, FRR) == before


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
        # Not the router: its first deploy brings its way in, and the simulator lets nobody in who takes that back.
    ],
)
def test_a_rollback_keeps_what_has_changed_since_its_run(bench, name: str, typed: tuple[str, ...], line: str) -> None:
    lab = bench(name)
    before = digest(lab, name)
    run = run_of(lab.deploy().out)
    lab.lab.exec(name, typed)
    back = lab.netops("rollback", run, "--yes")
    assert back.out.endswith(f"     1 applied          {name}\n")
    assert f"the YAML still wants what run {run} did to {name}, the next deploy brings it back; so: " in back.err
    assert line in lab.running(name)
    lab.lab.exec(name, (typed[0], f"no {line}"))
    assert digest(lab, name) == before


def test_a_rollback_names_what_stands_in_its_way(bench) -> None:
    lab = bench(EOS, deployed=True)
    lab.add(EOS, "snmp-server location Rack 7")
    run = run_of(lab.deploy().out)
    lab.lab.exec(EOS, ("configure", "snmp-server location Rack 8"))
    left = lab.netops("rollback", run, "--yes", expect=5)
    assert "failed: changed since the run: " in left.out
    assert "became `snmp-server location Rack 7`, and is `snmp-server location Rack 8` now" in left.out
    assert "Rack 8" in lab.running(EOS)
    assert "1 applied" in lab.netops("rollback", run, "--yes", "--overwrite-manual").out
    assert "Rack" not in lab.running(EOS)


LINES = {
    EOS: "ntp server 192.0.2.{}",
    IOS: "ntp server 192.0.2.{}",
    FRR: "ip route 192.0.2.{}/32 blackhole",
    JUNOS: '"system {{ ntp {{ server 192.0.2.{}; }} }}"',
}
"""By target: a line of raw config with a number in it."""


def test_a_rollback_gives_the_exact_text_back_with_a_later_run_in_between(bench) -> None:
    """Two runs change the same place of each target; the first is taken back, then the second."""
    lab = bench(*LINES, SERVER, deployed=True)
    files = {name: next(lab.root.glob(f"inventory/sites/*/*/{name}.yaml")) for name in (*LINES, SERVER)}
    texts = {name: file.read_text() for name, file in files.items()}

    def shown() -> dict[str, str]:
        return {name: lab.running(name) for name in LINES} | {SERVER: lab.lab.exec(SERVER, ["cat /etc/netops-backup/paths"]).output}

    def write(*numbers: int) -> None:
        for name, line in LINES.items():
            raw = "".join(f"  - {line.format(number)}\n" for number in numbers)
            files[name].write_text(f"{texts[name]}\nraw_config:\n{raw}")
        paths = "".join(f", /srv/{number}" for number in numbers)
        files[SERVER].write_text(texts[SERVER].replace("/var/spool/postfix]", f"/var/spool/postfix{paths}]"))

    def deployed(*numbers: int) -> str:
        write(*numbers)
        return run_of(lab.deploy().out)

    before = shown()
    first, second = deployed(1), deployed(1, 2)
    assert f"5 applied          {', '.join(sorted(files))}" in lab.netops("rollback", first, "--yes").out
    write(2)
    assert "plan: 0 to change (0 lines), 5 unchanged" in lab.netops("plan").out
    assert f"5 applied          {', '.join(sorted(files))}" in lab.netops("rollback", second, "--yes").out
    assert shown() == before


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


def test_a_comparison_that_cannot_take_place_is_refused(untouched: LabCompany) -> None:
    said = untouched.company.netops("diff", IOS, "--lab", expect=2)
    assert said.err.endswith("error: the lab holds none of the 1 selected target\n    hint: netops lab status lists what it holds\n")


def test_a_report_that_cannot_be_written_is_told_before_anything_is_sent(untouched: LabCompany) -> None:
    said = untouched.deploy("--html", str(untouched.root / "nowhere" / "x.html"), expect=2)
    assert f"there is no folder {untouched.root / 'nowhere'}" in said.err
    assert untouched.counted("commits") == {EOS: 0}

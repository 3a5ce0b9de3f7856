"""What goes wrong on the way to devices: each with its exact words and exit code, and nothing lost.

All of it on the simulated lab, through the real drivers.
"""

from __future__ import annotations

import base64
import copy
import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import asyncssh
import pytest
from e2e_lab import LabCompany

from companies import Said
from lab_time import wait_on_lab_clock
from netops.drivers.ssh import fingerprint
from netops.errors import ExitCode
from netops.plan import Step
from netops.plan.file import _digest

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("faults")]

EOS, IOS, JUNOS = "ber-leaf-1", "ham-acc-1", "muc-rtr-1"
OTHER_EOS = "ber-leaf-2"
FRR, SERVER = "ham-rtr-1", "ber-mail-1"
LARGER = {EOS: "ber-core-1", IOS: "ham-acc-2", JUNOS: "ber-core-1"}
"""A target with more dependents, so that it is in a later wave."""

LINE = {EOS: "ntp server 192.0.2.1", IOS: "ntp server 192.0.2.1", JUNOS: '"system { ntp { server 192.0.2.1; } }"'}
REFUSED = {
    EOS: "'ntp server 192.0.2.1' failed: invalid command",
    IOS: "ntp server 192.0.2.1 / ^ / % Invalid input detected at '^' marker.",
    JUNOS: "system { ntp { server 192.0.2.1; } }: syntax error",
}
COMMIT = {EOS: "commit timer", IOS: "^configure replace", JUNOS: "<commit-configuration", FRR: "frr-reload", SERVER: "mv "}
"""The request with which a change becomes effective on a device, as a regular expression."""


def ended(said: Said) -> str:
    """How each target ended: what a deploy prints after its plan, without the number of its run."""
    return re.sub(r"^run .*", "run", said.out.rpartition("\n\n")[2], flags=re.MULTILINE)


def digest(lab: LabCompany, name: str) -> str:
    """What a target runs, as a plan names it."""
    plan = json.loads(lab.netops("plan", "--format", "json").out)["plan"]
    return str(plan["steps"][name]["running_digest"])


def test_an_unreachable_device_holds_its_partner_back(bench) -> None:
    """Also where the run is not about it. The permission for what is risky lets the partner go."""
    lab = bench(EOS, OTHER_EOS)
    lab.reach(EOS, hostname="127.11.255.250", port=8080)
    unreachable = "cannot reach 127.11.255.250 port 8080: Connection refused"
    why = "not with ber-leaf-1: redundancy group of ber-leaf-1, ber-leaf-2"
    held = f"ber-leaf-2: not reached: ber-leaf-1 is unreachable ({unreachable}); {why}; "
    first, alone = lab.deploy(expect=5), lab.company.netops("deploy", "--lab", "--yes", "--limit", OTHER_EOS, expect=5)
    for said in (first, alone):
        (line,) = [line for line in ended(said).splitlines() if line.startswith("ber-leaf-2: ")]
        assert line == f"{held}bring it back first, or give it the status that it has in the YAML; without it: --allow-risky"
    assert lab.counted("commits") == {EOS: 0, OTHER_EOS: 0}
    assert ended(lab.deploy("--allow-risky", expect=5)) == (
        f"ber-leaf-1: unreachable: {unreachable}\n"
        "    hint: is it up, and is its address right?\n"
        "run\n"
        "     1 applied          ber-leaf-2\n"
        "     1 unreachable      ber-leaf-1\n"
    )
    assert lab.counted("commits") == {EOS: 0, OTHER_EOS: 1}


def test_a_wrong_password_is_tried_once_and_stops_every_login(bench) -> None:
    lab = bench(EOS, IOS, JUNOS)
    for name in lab.names:
        lab.lab.fault(name, "wrong_password")
    said = lab.deploy(expect=5)
    (first,) = [name for name, refused in lab.counted("logins_refused").items() if refused]
    assert sum(lab.counted("logins_refused").values()) == 1
    assert sum(lab.counted("logins").values()) == 0
    lines = ended(said).splitlines()
    assert f"{first}: refused: {lab.lab.targets[first]['hostname']} refuses the login of 'netops'" in lines
    assert lines.count("    hint: check `access:` in netops.yaml and the secret that it names; nothing more is tried with this login") == 1
    for name in {*lab.names} - {first}:
        assert f"{name}: refused: not tried: {first} refused the login of netops, so nothing further was tried with it" in lines
    assert lines[-1] == "     3 refused          ber-leaf-1, ham-acc-1, muc-rtr-1"
    assert lab.company.netops("history", "--lab").out.endswith("  3 refused\n")


def test_a_changed_host_key_is_refused_before_a_password_is_sent(bench) -> None:
    lab = bench(IOS, JUNOS)
    known = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    for name in lab.names:
        place = f"[{lab.lab.targets[name]['hostname']}]:{lab.lab.targets[name]['port']}"
        shown = lab.lab.targets[name]["host_key"]
        lab.reach(name, host_key=known)
        assert ended(lab.company.netops("deploy", "--lab", "--yes", "--limit", name, expect=5)) == (
            f"{name}: refused: the host key of {place} has changed: known is ssh-ed25519 {fingerprint(known.split()[1])}, "
            f"the server shows ssh-ed25519 {fingerprint(shown.split()[1])}; no password was sent\n"
            "    hint: compare the fingerprint with the device's own; if it is right, put this line into inventory/known_hosts:\n"
            f"        {place} {shown}\n"
            f"run\n     1 refused          {name}\n"
        )
    assert (lab.counted("logins"), lab.counted("logins_refused")) == (dict.fromkeys(lab.names, 0), dict.fromkeys(lab.names, 0))


@pytest.mark.parametrize("name", [EOS, IOS, JUNOS])
def test_a_line_that_a_device_refuses_is_named_and_the_old_config_stays(bench, name: str) -> None:
    lab = bench(name, LARGER[name])
    before = {one: lab.running(one) for one in lab.names}
    lab.add(name, LINE[name])
    lab.lab.fault(name, "refuse_line", "192.0.2.1")
    told = ended(lab.deploy(expect=5)).splitlines()
    (said,) = [line for line in told if line.startswith(f"{name}: rolled back: the device refuses the configuration: ")]
    assert REFUSED[name] in said
    assert sorted(told) == sorted(
        [
            said,
            "    hint: correct the data or the template of this line",
            "    it runs its old config",
            f"{LARGER[name]}: not reached: an earlier wave failed",
            "run",
            f"     1 rolled back      {name}",
            f"     1 not reached      {LARGER[name]}",
        ]
    )
    assert {one: lab.running(one) for one in lab.names} == before


def test_a_hung_device_ends_at_its_deadline_and_holds_up_nobody(bench) -> None:
    lab = bench(EOS, IOS)
    lab.lab.fault(EOS, "hang")
    assert ended(lab.deploy("--timeout", "10", expect=5)) == (
        "ber-leaf-1: unreachable: it did not show its config in time, nothing was sent\n"
        "    hint: is it up, or only slow? --timeout gives it more time\n"
        "run\n"
        "     1 applied          ham-acc-1\n"
        "     1 unreachable      ber-leaf-1\n"
    )


@pytest.mark.parametrize(
    ("name", "kind", "outcome", "found"),
    [
        (EOS, "close", "rolled back", "it runs its old config"),
        (EOS, "lose", "rolled back", "it runs its old config"),
        (JUNOS, "close", "reverted", "asked again: it runs its old config"),
        (JUNOS, "lose", "reverted", "asked again: it runs its old config"),
        (IOS, "lose", "reverted", "asked again: it runs its old config"),
        (FRR, "close", "reverted", "asked again: it runs its old config"),
        (SERVER, "lose", "reverted", "asked again: it runs its old config"),
        (SERVER, "close", "reverted", "asked again: it runs its old config"),
    ],
)
def test_a_connection_cut_at_the_commit_is_no_success(
    bench, monkeypatch: pytest.MonkeyPatch, name: str, kind: str, outcome: str, found: str
) -> None:
    """EOS is reached again at once, since each request is a connection of its own. `lose`: the commit is carried out, its answer lost.

    What waits for its confirmation then is taken back over a new session, so that nothing changes any more when its time is over.
    """
    lab = bench(name)
    wait_on_lab_clock(monkeypatch, lab.lab)
    before = digest(lab, name)
    lab.lab.fault(name, kind, COMMIT[name])
    told = ended(lab.deploy(expect=5)).splitlines()
    assert told[0].startswith(f"{name}: {outcome}: cannot reach {lab.lab.targets[name]['hostname']} port ")
    assert told[1] == "    hint: is it up, and is its address right?"
    assert told[-3:] == [f"    {found}", "run", f"     1 {outcome:<16} {name}"]
    assert digest(lab, name) == before
    lab.lab.fault(name)
    lab.lab.advance(600)
    assert digest(lab, name) == before


def test_a_missing_secret_is_told_before_anything_is_sent(bench) -> None:
    lab = bench(EOS, OTHER_EOS)
    line = lab.company.edit("netops.yaml", "\nsecrets:\n", "\nsecrets:\n  snmp_leaf: {env: NETOPS_SNMP_LEAF}\n") + 2
    file = lab.root / "inventory/sites/ber/devices/ber-leaf-2.yaml"
    file.write_text(f"{file.read_text()}\nsnmp: {{community: !secret snmp_leaf}}\n")
    said = [line for line in lab.deploy(expect=3).err.splitlines(keepends=True) if not line.startswith("lab: a real deploy would")]
    assert "".join(said).removeprefix(f"{lab.lab.banner}\n") == (
        f"netops.yaml:{line}:3: error SEC001: the lab has no secret 'snmp_leaf' (at secrets.snmp_leaf)\n"
        "    expected: a secret of the lab\n"
        "    found: none\n"
        "    hint: start the lab anew: netops lab down, netops lab up\n"
    )
    assert lab.counted("commits") == {EOS: 0, OTHER_EOS: 0}
    assert lab.state().runs() == []


def test_what_has_moved_since_it_was_planned_or_deployed_is_left_alone(bench) -> None:
    lab = bench(EOS, OTHER_EOS, deployed=True)
    commits = lab.counted("commits")

    # A second deploy sends nothing.
    assert ended(lab.deploy()) == "run\n     2 unchanged        ber-leaf-1, ber-leaf-2\n"
    assert lab.counted("commits") == commits

    # The YAML moves: the plan is stale.
    plan = str(lab.root / "change.plan")
    lab.add(EOS, "ntp server 192.0.2.1")
    lab.netops("plan", "-o", plan)
    lab.company.edit("inventory/sites/ber/devices/ber-leaf-1.yaml", "ntp server 192.0.2.1", "ntp server 192.0.2.2")
    stale = "error: the plan is stale, nothing was sent:\n    {}\n    hint: look at what changed, then plan again: netops plan\n"
    intended = json.loads(Path(plan).read_text())["plan"]["steps"][EOS]["intended"].split("\n")
    line = intended.index("ntp server 192.0.2.1") + 1
    place = f'steps.ber-leaf-1.intended, line {line}: expected "ntp server 192.0.2.2", found "ntp server 192.0.2.1"'
    assert lab.deploy(plan, expect=6).err.endswith(stale.format(f"ber-leaf-1: the source of truth has changed\n        {place}"))

    # The device moves: the plan is stale.
    lab.netops("plan", "-o", plan)
    lab.lab.exec(EOS, ["configure", "ntp server 198.51.100.9"])
    assert lab.deploy(plan, expect=6).err.endswith(stale.format("ber-leaf-1: its running config has changed"))

    # Somebody has deployed it meanwhile: the plan is stale.
    lab.lab.exec(EOS, ["configure", "no ntp server 198.51.100.9"])
    lab.deploy(plan)
    commits = lab.counted("commits")
    run = lab.state().runs()[0].id
    assert lab.deploy(plan, expect=6).err.endswith(stale.format(f"ber-leaf-1: run {run} has changed its config"))

    # A new plan would take back what somebody typed: refused, until told to.
    lab.lab.exec(EOS, ["configure", "ntp server 198.51.100.9"])
    assert lab.deploy(expect=7).err.endswith(
        "error: nothing was sent, refused by GRD008: changed by hand since the last deploy: ber-leaf-1\n"
        "    hint: netops drift shows what; take it into the YAML, or overwrite it with --overwrite-manual\n"
    )
    assert lab.counted("commits") == commits
    assert ended(lab.deploy("--overwrite-manual")) == "run\n     1 unchanged        ber-leaf-2\n     1 applied          ber-leaf-1\n"


FOUND_AGAIN = {"services", "lockouts", "doubts"}
"""Of these the values of the file are never used: other targets and services decide them too."""
STEP = [field.name for field in fields(Step) if field.name not in FOUND_AGAIN]


def test_a_plan_file_that_was_edited_with_its_digest_reaches_no_device(bench) -> None:
    """Each key of a step is given the value of the other target's step, which is a sound one, or another; `deploy` sends nothing."""
    lab = bench(EOS, IOS)
    plan = lab.root / "change.plan"
    lab.netops("plan", "-o", str(plan))
    document = json.loads(plan.read_text())
    for key in STEP:
        edited = copy.deepcopy(document)
        step, other = edited["plan"]["steps"][EOS], document["plan"]["steps"][IOS]
        step[key] = other[key] if other[key] != step[key] else ["reload"]
        plan.write_text(json.dumps(edited | {"digest": _digest(edited["plan"])}))
        said = lab.company.netops("deploy", str(plan), "--lab", "--yes", "--limit", EOS, expect=None)
        assert said.code in (ExitCode.DATA, ExitCode.STALE), f"{key}: {said}"
        assert EOS in said.err, f"{key}: {said.err}"
    assert lab.counted("commits") == {EOS: 0, IOS: 0}
    assert lab.state().runs() == []
    plan.write_text(json.dumps(document))
    assert lab.deploy(str(plan)).out.endswith(f"     2 applied          {EOS}, {IOS}\n")


def test_nobody_to_ask_is_no_consent(untouched: LabCompany, monkeypatch: pytest.MonkeyPatch) -> None:
    with Path(os.devnull).open() as nobody:
        monkeypatch.setattr("sys.stdin", nobody)
        said = untouched.netops("deploy", expect=2)
    assert said.err.endswith("error: no terminal to ask on\n    hint: look at the plan, then add --yes\n")
    assert untouched.counted("commits") == {EOS: 0}


HOLDER = """
import sys
from pathlib import Path
from netops.state import State
with State(Path(sys.argv[1])) as state, state.lease("20260101-000000-beef", sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_target_that_another_process_works_on_is_left_to_it(bench) -> None:
    lab = bench(EOS)
    command = [sys.executable, "-c", HOLDER, str(lab.lab.folder / "state.db"), EOS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        told = ended(lab.deploy(expect=7)).splitlines()
        assert re.fullmatch(rf"ber-leaf-1: refused: held by run 20260101-000000-beef of \w+ \(process {holder.pid}\) since \S+", told[0])
        hint = "    hint: wait until it ends; once it is gone: netops history --free 20260101-000000-beef"
        assert told[1:] == [hint, "run", "     1 refused          ber-leaf-1"]
        holder.communicate("")
    lab.deploy()


def test_the_journal_holds_every_step_and_history_tells_the_run(bench) -> None:
    lab = bench(EOS, JUNOS)
    run = lab.deploy().out.rpartition("\nrun ")[2].split()[0]
    with lab.state() as state:
        steps = {name: [step for _, target, step, _ in state.journal(run) if target == name] for name in lab.names}
    assert steps == {name: ["start", "load", "commit", "health", "confirm", "end"] for name in lab.names}
    listed = lab.company.netops("history", "--lab").out
    assert re.fullmatch(rf"RUN +WHAT +WHO +COMMIT +OUTCOME\n{run}  deploy +\w+ +\S+ +2 applied\n", listed)
    told = json.loads(lab.company.netops("history", run, "--lab", "--format", "json").out)
    assert [(result["target"], result["outcome"]) for result in told["results"]] == [(EOS, "applied"), (JUNOS, "applied")]


def test_no_secret_is_ever_shown_or_written(bench) -> None:
    """A canary: the lab's secrets are random, so wherever one stands it has leaked. Also when a device quotes the line that holds it."""
    lab = bench(EOS, IOS, JUNOS)
    plan, page = str(lab.root / "x.plan"), str(lab.root / "x.html")
    for name in lab.names:
        lab.lab.fault(name, "refuse_line", "community")
    said = [lab.deploy("--max-failures", "9", expect=5)]
    assert "snmp-server community ⟦secret:snmp_ro⟧" in ended(said[0])
    for name in lab.names:
        lab.lab.fault(name)
    said += [lab.netops("plan", "-o", plan), lab.deploy(plan, "--html", page), lab.netops("drift", "--html", page + "l")]
    said += [lab.netops("plan", "--format", "json"), lab.netops("backup"), lab.netops("run", "backup"), lab.netops("exec", "show version")]
    run = said[2].out.rpartition("\nrun ")[2].split()[0]
    said += [lab.company.netops("history", run, "--lab"), lab.company.netops("lab", "status", "--format", "json")]
    password = lab.lab.data["login"]["password"]
    values = {password, base64.b64encode(f"netops:{password}".encode()).decode(), *lab.lab.secrets.values()}
    assert lab.lab.secret("snmp_ro") in lab.running(EOS)
    leaks = [(value, "output") for value in values for one in said if value in one.out + one.err]
    files = [path for path in lab.root.rglob("*") if path.is_file() and path.name != "targets.json"]
    leaks += [(value, str(path)) for path in files for value in values if value.encode() in path.read_bytes()]
    assert leaks == []

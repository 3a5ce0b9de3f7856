"""The main job on a simulated company, as `make demo` runs it: every step is a netops command, shown as it would be typed.

Works on a copy of the example company under .netops/demo, so a lab that is running elsewhere is left alone.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from netops.cli import run

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / ".netops" / "demo"
COMPANY = WORK / "nordwind"
REPORT = WORK / "drift.html"

MANUAL_CHANGES = {
    "arista_eos": ("ber-leaf-1", ["configure", "ntp server 192.0.2.66"]),
    "cisco_ios": ("ber-acc-1", ["configure terminal", "ntp server 192.0.2.66"]),
    "juniper_junos": ("muc-rtr-1", ["set system ntp server 192.0.2.66"]),
    "frr": ("ham-rtr-1", ["configure terminal", "ip route 203.0.113.0/24 blackhole"]),
    "linux": ("ber-web-1", ["echo nameserver 192.0.2.66 >> /etc/resolv.conf"]),
    "cups": ("ber-print-1:cups", ["lpadmin -p floor1 -L Moved"]),
}
"""For each platform a target, and what somebody types there behind our back."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the demo as the recap shows it."""

    words: str
    seconds: float
    said: str


class Failed(Exception):
    """A step did not end as it must."""


def netops(*words: str, expect: int = 0) -> str:
    """The output of a netops command in the demo's company. Failed when it ends with another exit code."""
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        code = run(["-C", str(COMPANY), *words])
    if code != expect:
        raise Failed(f"netops {' '.join(words)}: exit code {code}, expected {expect}\n{out.getvalue()[-3000:]}{errors.getvalue()[-3000:]}")
    return out.getvalue()


def step(*words: str, expect: int = 0, tail: int = 3) -> tuple[Step, str]:
    """Run a command as a step: show it, its last lines and how long it took."""
    shown = " ".join(word.replace(str(WORK), ".") for word in words)
    click.secho(f"\n$ netops {shown}", bold=True)
    start = time.monotonic()
    output = netops(*words, expect=expect)
    seconds = time.monotonic() - start
    lines = [line for line in output.splitlines() if line.strip()]
    for line in lines[-tail:] if tail else ():
        click.echo(f"  {line}")
    return Step(shown, seconds, _outcomes(output) or (lines[-1].strip() if lines else "")), output


def _outcomes(output: str) -> str:
    """The recap of a deploy on one line: `34 applied, 4 skipped`."""
    return ", ".join(f"{number} {outcome}" for number, outcome in re.findall(r"(?m)^ +(\d+) (\w[\w ]*?) {2,}", output))


def change_behind_our_back() -> None:
    """Somebody changes one target of each platform by hand."""
    click.secho("\nSomebody changes one target of each platform by hand:", bold=True)
    for platform, (target, typed) in MANUAL_CHANGES.items():
        netops("lab", "exec", target, *typed)
        click.echo(f"  {target} ({platform}): {' / '.join(typed)}")


def found(drift: str) -> None:
    """Show where the drift was found; Failed when a change was missed, or anything else was reported."""
    targets = {t["target"]: t for t in json.loads(drift)["targets"] if t["state"] != "clean"}
    for platform, (target, _) in MANUAL_CHANGES.items():
        if target not in targets:
            raise Failed(f"the change on {target} was not found")
        item = targets[target]["items"][0]
        click.echo(f"  {target:<18} {platform:<14} {item['sign']} {item['text'][:44]:<44} {item['cause']}, departs from {item['place']}")
    if extra := set(targets) - {target for target, _ in MANUAL_CHANGES.values()}:
        raise Failed(f"drift reported where nobody changed anything: {', '.join(sorted(extra))}")


def main_job() -> list[Step]:
    """The steps of the main job, in order."""
    steps = []
    for words in (("validate",), ("render", "-o", str(WORK / "configs")), ("lab", "up"), ("plan", "--lab", "-o", str(WORK / "first.plan"))):
        steps.append(step(*words)[0])
    steps.append(step("deploy", str(WORK / "first.plan"), "--lab", "--yes", tail=4)[0])
    steps.append(step("plan", "--lab", tail=1)[0])
    change_behind_our_back()
    done, drift = step("drift", "--lab", "--html", str(REPORT), "--format", "json", tail=0)
    found(drift)
    steps.append(Step(done.words, done.seconds, f"{len(MANUAL_CHANGES)} manual changes found"))
    steps.append(step("deploy", "--lab", "--yes", "--overwrite-manual", tail=4)[0])
    steps.append(step("drift", "--lab", "--exit-code", tail=1)[0])
    return steps


def recap(steps: Sequence[Step], seconds: float) -> None:
    click.secho("\nRecap", bold=True)
    for each in steps:
        click.echo(f"  {each.seconds:5.1f} s  netops {each.words:<52.52} {each.said[:60]}")
    click.echo(f"  {seconds:5.1f} s  in all")
    click.secho(f"\nReport: {REPORT}", bold=True)


def main() -> int:
    """0 when every step ended as it must."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    start = time.monotonic()
    run(["init", "--example", str(COMPANY)])
    try:
        steps = main_job()
    except Failed as failure:
        click.secho(f"\nThe demo failed: {failure}", fg="red", err=True)
        return 1
    finally:
        with contextlib.suppress(Failed):
            netops("lab", "down")
    recap(steps, time.monotonic() - start)
    return 0


if __name__ == "__main__":
    sys.exit(main())

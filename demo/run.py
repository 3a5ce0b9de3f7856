"""The main job on a simulated company, as `make demo` runs it: every step is a netops command, shown as it would be typed.

Works on a copy of the example company under .netops/demo, so a lab that is running elsewhere is left alone.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from netops.cli import run
from netops.screen import PIPED, Screen, ScreenLine

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / ".netops" / "demo"
COMPANY = WORK / "nordwind"
REPORT = WORK / "drift.html"

HEAD = 2
"""The lines above what a step prints."""

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


class Captured(io.StringIO):
    """What a command prints, which it takes for the terminal of the demo, if it has one."""

    def isatty(self) -> bool:
        return sys.__stdout__ is not None and sys.__stdout__.isatty()


def netops(*words: str, expect: int = 0) -> str:
    """The output of a netops command in the demo's company. Failed when it ends with another exit code."""
    out, errors = Captured(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        code = run(["-C", str(COMPANY), *words])
    if code != expect:
        raise Failed(f"netops {' '.join(words)}: exit code {code}, expected {expect}\n{out.getvalue()[-3000:]}{errors.getvalue()[-3000:]}")
    return out.getvalue()


def terminal() -> Screen:
    """The screen of the demo."""
    is_terminal = sys.stdout.isatty()
    return Screen(shutil.get_terminal_size().columns, colour=True) if is_terminal else PIPED


def step(*words: str, expect: int = 0, quiet: bool = False) -> tuple[Step, str]:
    """Run a command as a step: show it, what it prints, and how long it took. Failed when that does not fit the terminal."""
    shown = " ".join(word.replace(str(WORK), ".") for word in words)
    click.secho(f"\n$ netops {shown}", bold=True)
    start = time.monotonic()
    output = netops(*words, expect=expect)
    seconds = time.monotonic() - start
    lines = click.unstyle(output).splitlines()
    rows = shutil.get_terminal_size().lines
    if not quiet and len(lines) + HEAD > rows:
        raise Failed(f"netops {shown} prints {len(lines)} lines, more than a screen of {rows}")
    click.echo("" if quiet else output, nl=False)
    return Step(shown, seconds, _outcomes(click.unstyle(output)) or (lines[-1].strip() if lines else "")), output


def _outcomes(output: str) -> str:
    """The recap of a deploy on one line: `34 applied, 4 skipped`."""
    return ", ".join(f"{number} {outcome}" for number, outcome in re.findall(r"(?m)^ +(\d+) (\w[\w ]*?) {2,}", output))


def make_company() -> None:
    """The example company in a repository of its own: git ignores the folder that it is in."""
    run(["init", "--example", str(COMPANY)])
    author = ("-c", "user.name=demo", "-c", "user.email=demo@example.net")
    for words in (("init", "--quiet"), ("add", "."), (*author, "commit", "--quiet", "--message", "The example company")):
        subprocess.run(["git", "-C", str(COMPANY), *words], check=True)


def change_behind_our_back() -> None:
    """Somebody changes one target of each platform by hand."""
    click.secho("\nSomebody changes one target of each platform by hand:", bold=True)
    for platform, (target, typed) in MANUAL_CHANGES.items():
        netops("lab", "exec", target, *typed)
        click.echo(f"  {target} ({platform}): {' / '.join(typed)}")


def found(drift: str) -> None:
    """Show where the drift was found; Failed when a change was missed, or anything else was reported."""
    targets = {t["target"]: t for t in json.loads(drift)["targets"] if t["state"] != "clean"}
    lines = []
    for platform, (target, _) in MANUAL_CHANGES.items():
        if target not in targets:
            raise Failed(f"the change on {target} was not found")
        item = targets[target]["items"][0]
        lines.append(ScreenLine(f"  {target} ({platform}): {item['sign']} {item['text']}", "red", item["place"]))
    if extra := set(targets) - {target for target, _ in MANUAL_CHANGES.values()}:
        raise Failed(f"drift reported where nobody changed anything: {', '.join(sorted(extra))}")
    click.echo(terminal().show(lines), nl=False)


def main_job() -> list[Step]:
    """The steps of the main job, in order."""
    steps = []
    for words in (("validate",), ("render", "-o", str(WORK / "configs")), ("lab", "up"), ("plan", "--lab", "-o", str(WORK / "first.plan"))):
        steps.append(step(*words)[0])
    steps.append(step("deploy", str(WORK / "first.plan"), "--lab", "--yes")[0])
    steps.append(step("plan", "--lab")[0])
    change_behind_our_back()
    done, drift = step("drift", "--lab", "--html", str(REPORT), "--format", "json", quiet=True)
    found(drift)
    steps.append(Step(done.words, done.seconds, f"{len(MANUAL_CHANGES)} manual changes found"))
    steps.append(step("deploy", "--lab", "--yes", "--overwrite-manual")[0])
    steps.append(step("drift", "--lab", "--exit-code")[0])
    return steps


def recap(steps: Sequence[Step], seconds: float) -> None:
    rows = [(f"{each.seconds:5.1f} s", each.words, each.said) for each in steps]
    screen = terminal()
    click.echo(
        "\n" + screen.show(screen.table(("TIME", "NETOPS", "RESULT"), [*rows, (f"{seconds:5.1f} s", "in all", "")], cut=(1, 2))), nl=False
    )
    click.secho(f"\nReport: {REPORT}", bold=True)
    click.echo(f"Next: . {sys.prefix}/bin/activate && netops docs start")


def main() -> int:
    """0 when every step ended as it must."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    start = time.monotonic()
    make_company()
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

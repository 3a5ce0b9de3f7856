"""What runs at night: one job, as units of systemd or as a line of cron, with the environment that it needs.

Neither systemd nor cron reads what a login shell reads: the job has its search path, its folder and its secrets in its own files.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from netops.errors import UsageError

FOLDER = "nightly"
SYSTEM_PATH = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
REPORT = ".netops/drift.html"
OUTPUT = ".netops/drift.txt"


@dataclass(frozen=True, slots=True)
class JobRuntime:
    """Where jobs of a company run: its folder, the command netops with its first words, the file of variables (None: none), the user."""

    folder: Path
    netops: tuple[str, ...]
    variables: Path | None
    user: str

    @property
    def search_path(self) -> str:
        """The folders of commands: those of netops first, then the system's."""
        return ":".join(dict.fromkeys([str(Path(self.netops[0]).parent), *SYSTEM_PATH]))


@dataclass(frozen=True, slots=True)
class NightlyJob:
    """A command of netops that runs every day. `words` follow `netops`; `output`: the file of the company that has what it printed last."""

    name: str
    description: str
    words: tuple[str, ...]
    hour: int
    minute: int
    output: str
    runtime: JobRuntime

    @property
    def command(self) -> list[str]:
        return [*self.runtime.netops, *self.words]


def drift_job(runtime: JobRuntime, hour: int = 2, minute: int = 15) -> NightlyJob:
    """The job that reports drift: it fails with 4 when anything differs, and with 5 when a device was not read."""
    words = ("drift", "--exit-code", "--html", REPORT)
    name = f"netops-{_unit_word(runtime.folder.name)}-drift"
    return NightlyJob(name, f"netops drift of {runtime.folder.name}", words, hour, minute, OUTPUT, runtime)


def systemd_units(job: NightlyJob) -> dict[str, str]:
    """A service and its timer, by file name. UsageError for a path that a unit cannot hold."""
    folder = job.runtime.folder / FOLDER
    service = folder / f"{job.name}.service"
    timer = folder / f"{job.name}.timer"
    variables = f"EnvironmentFile=-{_value(job.runtime.variables)}\n" if job.runtime.variables else ""
    return {
        f"{FOLDER}/{job.name}.service": f"""\
# Install:  sudo systemctl link {shlex.quote(str(service))}
#           sudo systemctl enable --now {shlex.quote(str(timer))}
# Try:      sudo systemctl start {job.name}.service; journalctl -u {job.name}.service
# It fails when anything differs (4) or was not read (5): systemctl --failed lists it, and OnFailure= can name a unit that notifies people.
[Unit]
Description={_value(job.description)}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={_value(job.runtime.user)}
UMask=0077
WorkingDirectory={_value(job.runtime.folder)}
Environment={_word(f"PATH={job.runtime.search_path}")}
{variables}ExecStart={" ".join(map(_word, job.command))}
NoNewPrivileges=yes
PrivateTmp=yes
""",
        f"{FOLDER}/{job.name}.timer": f"""\
[Unit]
Description={_value(job.description)}, every night

[Timer]
OnCalendar=*-*-* {job.hour:02}:{job.minute:02}:00
RandomizedDelaySec=5min
Persistent=yes

[Install]
WantedBy=timers.target
""",
    }


def cron_line(job: NightlyJob) -> str:
    """The line of a crontab: it needs nothing of cron's environment, and prints, so that cron sends it, only when the command fails."""
    folder, output = shlex.quote(_one_line(job.runtime.folder)), shlex.quote(job.output)
    variables = [f"set -a && . {shlex.quote(str(job.runtime.variables))} && set +a"] if job.runtime.variables else []
    path = f"export PATH={shlex.quote(job.runtime.search_path)}"
    run = f"{{ {shlex.join(job.command)} > {output} 2>&1 || cat {output}; }}"
    command = " && ".join([f"cd {folder}", *variables, "mkdir -p .netops", path, run])
    return f"{job.minute} {job.hour} * * * " + command.replace("%", r"\%")  # an unescaped % ends the command, see crontab(5)


def cron_file(job: NightlyJob) -> dict[str, str]:
    """The line in a file, with how it is installed."""
    name = f"{FOLDER}/{job.name}.cron"
    head = (
        f"# Install:  (crontab -l; cat {name}) | crontab -\n"
        "# What it prints is sent to the owner of the crontab, or to MAILTO=; it prints when anything differs or was not read.\n"
    )
    return {name: f"{head}{cron_line(job)}\n"}


def _unit_word(text: str) -> str:
    """A text as part of the name of a unit, see systemd.unit(5)."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-") or "company"


def _one_line(value: object) -> str:
    text = str(value)
    if any(ord(one) < 32 for one in text):
        raise UsageError(f"{text!r} has a control character", hint="run netops in a folder whose path has none")
    return text


def _value(value: object) -> str:
    """A value of a unit: % starts a specifier there."""
    return _one_line(value).replace("%", "%%")


def _word(text: str) -> str:
    """A word of a command in a unit, see systemd.service(5)."""
    escaped = _value(text).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{escaped}"' if re.search(r"[^\w@%+=:,./-]", text) else escaped


def netops_command(executable: str, found: Sequence[Path]) -> tuple[str, ...]:
    """The command of netops with absolute paths: the first program that there is, else the module of a Python."""
    program = next((path for path in found if path.is_file()), None)
    return (str(program),) if program else (executable, "-m", "netops")

"""An FRR router behind a shell account: its programs (vtysh, frr-reload.py), a private folder, and a revert timer that runs on it.

The folder (mode 0700) holds one sub-folder per config, `candidate/` and `before/`, each with a file frr.conf. Named so, and with the
sub-folder as its config folder, frr-reload.py changes what runs and leaves the saved config alone.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from netops.drivers.remote import CommandResult, Remote
from netops.errors import DeviceError
from netops.platforms.frr.driver.text import RefusedLine, config_of, parse_refusals, reload_lines

RELOAD = "/usr/lib/frr/frr-reload.py"
TRIES = 2
"""frr-reload.py does not always arrive the first time, for lines that bring other lines with them."""

_REVERT = """\
#!/bin/sh
# Brings back the config in before/ after $1 seconds. Whoever renames `pending` first decides: this timer, or a confirm.
# A change whose connection broke goes on by itself: it is ended first.
cd {folder} || exit 1
echo $$ >pending.new && mv pending.new pending
sleep "$1"
mv pending reverting || exit 0
read -r pid <applying && grep -q candidate/frr.conf "/proc/$pid/cmdline" && kill -- "-$pid"
for try in 1 2; do
    {reload} >>revert.log 2>&1
    {running} | cmp -s - before/frr.conf && break
done
mv reverting reverted
"""


class FrrRouterHost:
    """Commands on one router. Nothing here decides: it sends, reads, and says what came back."""

    def __init__(self, remote: Remote, pathspace: str, folder: str) -> None:
        self._remote = remote
        self._folder = folder
        self._space = ["-N", pathspace] if pathspace else []
        self._etc = f"/etc/frr/{pathspace}".rstrip("/")

    def prepare(self) -> None:
        """Makes the private folder. vtysh reads its own settings beside each config, for a path space one level deeper."""
        done = self._sh(
            'umask 077 && mkdir -p "$1" && cd "$1" && pwd && for c in candidate before; do mkdir -p $c && '
            '{ cat "$2/vtysh.conf" 2>/dev/null || echo service integrated-vtysh-config; } >$c/vtysh.conf && '
            '{ [ -z "$3" ] || ln -sfn . "$c/$3"; } || exit 1; done',
            self._folder,
            self._etc,
            self._space[-1] if self._space else "",
        )
        if done.code:
            raise DeviceError(self._remote.target, f"cannot make the work folder {self._folder!r}: {done.text}")
        self._folder = done.out.decode().strip()

    # -- reading

    def running(self) -> str:
        """The running config, whole. DeviceError when the router does not show it to its end."""
        done = self.vtysh("show running-config")
        text = config_of(done.out.decode())
        if not text:
            raise DeviceError(self._remote.target, f"show running-config gave no whole config: {done.text[-300:] or 'no output'}")
        return text

    def startup(self) -> str:
        """The saved config; empty when there is none."""
        return self._remote.run(["cat", f"{self._etc}/frr.conf"]).out.decode()

    def vtysh(self, *commands: str) -> CommandResult:
        return self._remote.run(["vtysh", *self._space, *(word for command in commands for word in ("-c", command))])

    def shell(self, *argv: str) -> CommandResult:
        """A program of the router; the account's own PATH may lack those of administrators."""
        return self._sh('PATH=$PATH:/usr/sbin:/sbin exec "$@"', *argv)

    def kept(self, slot: str) -> str:
        """The config kept as `candidate` or `before`; empty when there is none."""
        return self._remote.run(["cat", f"{self._folder}/{slot}/frr.conf"]).out.decode()

    # -- changing

    def keep(self, slot: str, text: str) -> None:
        done = self._sh('umask 077 && cat >"$1.new" && mv "$1.new" "$1"', f"{self._folder}/{slot}/frr.conf", stdin=text)
        if done.code:
            raise DeviceError(self._remote.target, f"cannot keep the {slot} config in {self._folder}: {done.text}")

    def forget(self, slot: str) -> None:
        self._sh('rm -f "$1"', f"{self._folder}/{slot}/frr.conf")

    def check(self, text: str) -> list[RefusedLine]:
        """The lines of the candidate that no daemon knows. Values are checked only when they are applied."""
        return parse_refusals(self._file("-C", "-f").text, text)

    def enter(self, text: str) -> list[RefusedLine]:
        """Types the candidate's lines; the refusals, after which the other lines are applied all the same."""
        done = self._file("-f")
        said = parse_refusals(done.text, text)
        return said or ([RefusedLine(0, "", f"vtysh ended with {done.code}: {done.text}")] if done.code else [])

    def missing(self, slot: str) -> list[str]:
        """The commands that are missing from the running config to be the kept one."""
        done = self._reload("--test", slot)
        if done.code:
            raise DeviceError(self._remote.target, f"frr-reload.py cannot read the {slot} config: {done.text}")
        return reload_lines(done.out.decode())

    def reload(self, slot: str) -> CommandResult:
        """Makes the running config the kept one. Read the config back to know: the exit code says nothing."""
        return self._reload("--reload", slot)

    def restore(self) -> list[str]:
        """Brings back the config kept as `before`, to the letter; else the commands that are still missing."""
        before = self.kept("before")
        for _ in range(TRIES):
            self.reload("before")
            if self.running() == before:
                return []
        return self.missing("before") or [self.rollback_commands]

    @property
    def rollback_commands(self) -> str:
        """The command, in the account's shell, that brings back the config kept as `before`."""
        return shlex.join(self._reload_argv("--reload", "before"))

    def save(self) -> CommandResult:
        return self.vtysh("write memory")

    # -- the revert timer

    def start_timer(self, seconds: int) -> None:
        """Starts the timer on the router, detached from this connection, and returns when it runs."""
        text = _REVERT.format(
            folder=shlex.quote(self._folder),
            reload=shlex.join(self._reload_argv("--reload", "before")),
            running=f"{shlex.join(['vtysh', *self._space, '-c', 'show running-config'])} | sed -n '/^frr version/,$p'",
        )
        done = self._sh(
            'umask 077; cd "$1" && cat >revert.sh && rm -f pending reverting reverted confirmed revert.log || exit 1\n'
            'setsid sh "$1/revert.sh" "$2" </dev/null >/dev/null 2>&1 &\n'
            "for i in $(seq 500); do [ -s pending ] && exit 0; sleep 0.01; done; exit 1",
            self._folder,
            str(seconds),
            stdin=text,
        )
        if done.code:
            raise DeviceError(self._remote.target, f"cannot start the revert timer in {self._folder}: {done.text}")

    def pending(self) -> bool:
        """Whether a timer runs, or is just bringing the config back. A number left by a reboot is not taken for one."""
        return not self._sh(
            'cd "$1" && pid=$(cat pending reverting 2>/dev/null | head -n 1) && [ -n "$pid" ] && grep -q revert.sh "/proc/$pid/cmdline"',
            self._folder,
        ).code

    def stop_timer(self) -> bool:
        """Ends the timer. False when it was faster, or there is none."""
        return not self._sh('cd "$1" && mv pending confirmed 2>/dev/null && kill -- "-$(cat confirmed)"', self._folder).code

    # -- plumbing

    def _file(self, *options: str) -> CommandResult:
        """vtysh with the candidate file. Its complaints and the daemons' come over two streams: only together they are in order."""
        return self._led(["vtysh", *self._space, *options, f"{self._folder}/candidate/frr.conf"])

    def _reload(self, mode: str, slot: str) -> CommandResult:
        return self._led(self._reload_argv(mode, slot))

    def _led(self, argv: Sequence[str]) -> CommandResult:
        """A program that leads a process group of its own, whose number the timer knows."""
        script = 'folder=$1; shift; exec setsid --wait sh -c \'echo $$ >"$0/applying"; exec "$@" 2>&1\' "$folder" "$@"'
        return self._sh(script, self._folder, *argv)

    def _reload_argv(self, mode: str, slot: str) -> list[str]:
        folder = f"{self._folder}/{slot}"
        options = ["--stdout", "--log-level", "error", "--rundir", self._folder, "--confdir", folder]
        return ["python3", RELOAD, *self._space, *options, mode, f"{folder}/frr.conf"]

    def _sh(self, script: str, *arguments: str, stdin: str = "") -> CommandResult:
        return self._remote.run(["sh", "-c", script, "sh", *arguments], stdin.encode())


def refused_lines_text(refused: Sequence[RefusedLine], limit: int = 5) -> str:
    """The refused lines in one sentence."""
    more = f" (and {len(refused) - limit} more)" if len(refused) > limit else ""
    return "; ".join(map(str, refused[:limit])) + more

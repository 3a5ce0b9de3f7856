"""The command line of a simulated IOS XR device: exec and config mode, questions, banners, policies and sets, filters behind `|`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from netops.lab.sim.frontend import Answer
from netops.lab.sim.ios import MARK, complaint
from netops.lab.sim.pipes import filtered
from netops.lab.sim.tree import Rejected
from netops.lab.sim.xr import CommitFailed, Session, XrDevice
from netops.lab.sim.xr_commands import COMMANDS, CONFIG_COMMANDS
from netops.lab.sim.xr_grammar import PROMPTS, closed, opens
from netops.lab.sim.xr_text import DIALECT, block

Answerer = Callable[[str], str]


class XrCli:
    """One login on an XR device: `feed` takes a line and gives what is printed, `prompt` what stands before the next one."""

    def __init__(self, device: XrDevice, user: str, line: str = "vty0") -> None:
        self.device, self.user, self.line = device, user, line
        self.closed = False
        self.page_lines = 24
        self.session: Session | None = None
        self.failures = ""
        """What `show configuration failed` tells of the last commit."""
        self._question: tuple[str, Answerer] | None = None
        self._held: list[str] = []
        self.failed = False
        """Whether the last line was refused."""

    @property
    def prompt(self) -> str:
        if self._question is not None:
            return self._question[0]
        if self._held and self._held[0].startswith("banner"):
            return ""
        return f"RP/0/RP0/CPU0:{self.device.hostname[:31]}{self._mode()}#"

    def _mode(self) -> str:
        if self.session is None or self.session.editor is None:
            return ""
        if self._held:
            return "(config-rpl)" if self._held[0].startswith("route-policy") else "(config-pfx)"
        mode = self.session.editor.mode
        return "(config)" if mode == "global" else f"(config-{PROMPTS.get(mode, mode)})"

    def interrupt(self) -> None:
        """Ctrl-C: the line is dropped."""
        self._question, self._held = None, []

    def hang_up(self) -> None:
        """The connection is gone: what was not committed is lost, a timed commit waits for its timer."""
        if self.session is not None:
            self.device.drop(self.session)

    def ask(self, question: str, answerer: Answerer) -> str:
        """Prints a question; the next line is its answer."""
        self._question = (question, answerer)
        return ""

    def feed(self, line: str) -> str:
        self.failed = False
        if self._question is not None:
            answerer, self._question = self._question[1], None
            return answerer(line.strip())
        text = line.strip()
        if self.session is not None and (self._held or opens(text)):
            return self._multiline(self.session, line)
        if not text or text.startswith("!"):
            return ""
        return self._exec(text) if self.session is None else self._configure(self.session, text)

    def refuse(self, error: Rejected) -> str:
        self.failed = True
        return complaint(error, len(self.prompt))

    def fail(self, text: str) -> str:
        self.failed = True
        return text

    def end(self) -> str:
        """Back to exec mode, with the questions that XR asks before something is lost."""
        session = self.session
        if session is not None and session is self.device.trial:
            return self.ask(
                "\nYou are exiting after a 'commit confirm' with an active rollback session.  If you exit the configuration awaiting "
                "confirmation will not be confirmed and the router will immediately rollback to the previous configuration.\n"
                "Do you wish to exit? [no]: ",
                lambda answer: self.abort() if answer.lower().startswith("y") else "",
            )
        if session is not None and session.typed:
            return self.ask("Uncommitted changes found, commit them before exiting(yes/no/cancel)? [cancel]:", self._ended)
        return self.abort()

    def _ended(self, answer: str) -> str:
        if answer.lower().startswith("y") and self.session is not None:
            said = self.commit(self.session, replaces=False, seconds=None)
            return said if self.failed else said + self.abort()
        return self.abort() if answer.lower().startswith("n") else ""

    def abort(self) -> str:
        if self.session is not None:
            self.device.leave(self.session)
        self.session = None
        return ""

    def commit(self, session: Session, *, replaces: bool, seconds: int | None) -> str:
        try:
            return self.device.commit(session, replaces=replaces, seconds=seconds)
        except CommitFailed as error:
            self.failures = error.details
            return self.fail(f"\n{error}")

    def _configure(self, session: Session, line: str) -> str:
        for pattern, handler in CONFIG_COMMANDS:
            if match := pattern.fullmatch(line):
                return handler(self, session, match)
        if line.startswith("do "):
            return self._exec(line[3:])
        return self._type(session, DIALECT.canonical(line), "")

    def _type(self, session: Session, line: str, body: str) -> str:
        assert session.editor is not None
        try:
            session.editor.feed(line, body)
        except Rejected as error:
            return self.refuse(error)
        session.typed.append((line, body))
        return ""

    def _multiline(self, session: Session, line: str) -> str:
        """Collects a banner, a policy or a set until its end."""
        self._held.append(line)
        if closed(self._held):
            held, self._held = self._held, []
            return self._type(session, *block(held))
        begins = len(self._held) == 1
        if begins and line.strip().startswith("banner"):
            return f"Enter TEXT message.  End with the character '{line.split(None, 2)[2][0]}'."
        name = " ".join(line.split())
        if begins and session.editor is not None and name in self.device.running.children:
            return (
                f"% WARNING: Policy object {name} exists! Reconfiguring it via CLI will replace\ncurrent definition. Use abort to cancel."
            )
        return ""

    def _exec(self, line: str) -> str:
        command, _, pipe = line.partition("|")
        for pattern, handler in COMMANDS:
            if match := pattern.fullmatch(command.strip()):
                now = datetime.fromtimestamp(self.device.clock.now(), UTC)
                head = f"{now:%a %b %e %H:%M:%S.}{now.microsecond // 1000:03d} UTC\n" if command.startswith("sh") else ""
                return head + filtered(handler(self, match), pipe.strip(), MARK)
        return self.refuse(Rejected(line, 0))


def execute(device: XrDevice, commands: Sequence[str], user: str = "console") -> Answer:
    """What a person gets who types these commands on the console. Stops at the first error; what was not committed is dropped."""
    cli, shown = XrCli(device, user, "con0"), []
    try:
        for command in commands:
            prompt = cli.prompt
            shown.append(cli.feed(command))
            if cli.failed:
                shown.insert(-1, prompt + command)
                return Answer("\n".join(filter(None, shown)), ok=False)
    finally:
        cli.abort()
    return Answer("\n".join(filter(None, shown)))

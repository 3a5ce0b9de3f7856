"""The command line of a simulated IOS XR device: sessions, their questions, banners, policies and sets."""

from __future__ import annotations

from datetime import UTC, datetime

from netops.lab.sim.cisco_cli import CiscoCli
from netops.lab.sim.ios import MARK, error_message
from netops.lab.sim.tree import LineRejected
from netops.lab.sim.xr import CommitFailed, Session, XrDevice
from netops.lab.sim.xr_commands import COMMANDS, CONFIG_COMMANDS
from netops.lab.sim.xr_grammar import PROMPTS, is_block_complete, opens_block
from netops.lab.sim.xr_text import DIALECT, multiline_block


class XrCli(CiscoCli[XrDevice]):
    """One login on an XR device."""

    commands = COMMANDS
    mark = MARK

    def __init__(self, device: XrDevice, user: str, line: str = "vty0") -> None:
        super().__init__(device, user, line)
        self.session: Session | None = None
        self.failures = ""
        """What `show configuration failed` prints about the last commit."""

    def _prompt(self) -> str:
        return f"RP/0/RP0/CPU0:{self.device.hostname[:31]}{self._mode()}#"

    def _mode(self) -> str:
        if self.session is None or self.session.editor is None:
            return ""
        if self._held:
            return "(config-rpl)" if self._held[0].startswith("route-policy") else "(config-pfx)"
        mode = self.session.editor.mode
        return "(config)" if mode == "global" else f"(config-{PROMPTS.get(mode, mode)})"

    def hang_up(self) -> None:
        """The connection is gone: what was not committed is lost, a timed commit waits for its timer."""
        if self.session is not None:
            self.device.drop(self.session)

    def _error_message(self, error: LineRejected) -> str:
        return error_message(error, len(self.prompt))

    def _head(self, command: str) -> str:
        now = datetime.fromtimestamp(self.device.clock.now(), UTC)
        return f"{now:%a %b %e %H:%M:%S.}{now.microsecond // 1000:03d} UTC\n" if command.startswith("sh") else ""

    def _begins_block(self, line: str) -> bool:
        return self.session is not None and opens_block(line.strip())

    def _feed_line(self, line: str) -> str:
        return self._exec(line) if self.session is None else self._configure(self.session, line)

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
            printed = self.commit(self.session, replaces=False, seconds=None)
            return printed if self.failed else printed + self.abort()
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
        except LineRejected as error:
            return self.refuse(error)
        session.typed.append((line, body))
        return ""

    def _continue_block(self) -> str:
        """Collects a banner, a policy or a set until its end."""
        session, first = self.session, self._held[0]
        assert session is not None
        if is_block_complete(self._held):
            held, self._held = self._held, []
            return self._type(session, *multiline_block(held))
        if len(self._held) > 1:
            return ""
        if first.strip().startswith("banner"):
            return f"Enter TEXT message.  End with the character '{first.split(None, 2)[2][0]}'."
        name = " ".join(first.split())
        if name in self.device.running.children:
            return (
                f"% WARNING: Policy object {name} exists! Reconfiguring it via CLI will replace\ncurrent definition. Use abort to cancel."
            )
        return ""

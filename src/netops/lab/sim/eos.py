"""A simulated EOS device: its configuration sessions and their commits. No sockets, no prompt."""

from __future__ import annotations

from dataclasses import dataclass

from netops.lab.sim import eos_grammar
from netops.lab.sim.clock import Clock
from netops.lab.sim.core import IndentDevice
from netops.lab.sim.frontend import Onboarded, Simulator, TargetSpec
from netops.lab.sim.indent import Indent
from netops.lab.sim.tree import LineRejected, Node

DIALECT = Indent(eos_grammar.GRAMMAR, eos_grammar.REWRITES, "   ", heredoc=True, upper_ipv6=False)


class CommandFailed(Exception):
    """A command ends with an error; its text is the device's own."""


@dataclass(slots=True)
class Session:
    """A configuration session: `pending` while it is edited, `pendingCommitTimer` while its commit waits for confirmation."""

    config: Node
    state: str = "pending"


class EosDevice(IndentDevice):
    """The state machine of an EOS device."""

    def __init__(self, spec: TargetSpec, clock: Clock) -> None:
        super().__init__(spec, clock, DIALECT)
        self.sessions: dict[str, Session] = {}

    def session(self, name: str) -> Session:
        """The session of a name, opened on the running configuration when there is none."""
        return self.sessions.setdefault(name, Session(self.running.copy()))

    def commit(self, name: str, timer_s: float | None = None) -> None:
        """Makes a session the running configuration, or confirms it when its timer runs."""
        if self.faults.commit_fail:
            raise CommandFailed("Commit failed: internal error in ConfigAgent")
        session = self.session(name)
        if session.state == "pendingCommitTimer" and timer_s is None:
            self.confirm()
        elif self.pending is not None:
            raise CommandFailed(f"Cannot commit session {name}: session {self.pending.owner} is pending commit confirmation")
        else:
            self.install(session.config.copy(), owner=name, revert_after_s=timer_s)
        if timer_s is None:
            self.sessions.pop(name, None)
        else:
            session.state = "pendingCommitTimer"

    def abort(self, name: str) -> None:
        """Drops a session; one whose commit waits for confirmation is undone."""
        if self.pending is not None and self.pending.owner == name:
            self.revert()
        self.sessions.pop(name, None)

    def revert(self) -> bool:
        if self.pending is not None:
            self.sessions.pop(self.pending.owner, None)
        return super().revert()

    def shown(self, root: Node, command: str) -> str:
        """A configuration with the head that EOS prints above it."""
        head = f"! Command: {command}\n! device: {self.hostname} ({self.spec.model}, EOS-{self.spec.os_version})\n!\n"
        return head + self.text(root)


def error_message(error: LineRejected) -> str:
    """The words in which EOS refuses a line."""
    words = error.line.split()
    if error.message.startswith("%"):
        return error.message.lstrip("% ")
    if error.token < 0:
        return f"Incomplete command (at token {len(words)}: '{words[-1]}')"
    return f"Invalid input (at token {error.token}: '{words[error.token]}')"


def initial(new: Onboarded) -> str:
    """The configuration after onboarding."""
    address = f"interface {new.interface}\n   ip address {new.address}\n" if new.address else ""
    return (
        f"username {new.username} privilege 15 role network-admin secret sha512 $6$onboarding\n"
        f"hostname {new.hostname}\n{address}management api http-commands\n   no shutdown\n"
    )


SIMULATOR = Simulator("netops.lab.sim.eos_http:EosTarget", 8080, "4.30.1F", initial)

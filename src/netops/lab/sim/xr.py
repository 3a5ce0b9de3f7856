"""A simulated IOS XR device: a running config, target configurations of its sessions, commits with their timer. No sockets, no prompt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_interface

from netops.lab.sim.clock import Clock
from netops.lab.sim.core import IndentDevice
from netops.lab.sim.frontend import Onboarded, Simulator, TargetSpec
from netops.lab.sim.tree import Editor, LineRejected, Node, contextual_diff
from netops.lab.sim.xr_text import DIALECT, Statement, format_time


@dataclass(frozen=True, slots=True)
class Commit:
    """An entry of the list of commits, with what ran before it."""

    name: int
    user: str
    client: str
    time: float
    before: Node


@dataclass(eq=False, slots=True)
class Session:
    """A configuration session: what was typed, and the target configuration that it makes on its own."""

    user: str
    line: str
    name: str
    began: float
    exclusive: bool
    typed: list[Statement] = field(default_factory=list)
    target: Node = field(default_factory=lambda: Node(""))
    editor: Editor | None = None
    seen: int = 0
    """The last commit when the session began, or made one itself."""


class CommitFailed(Exception):
    """A commit is not done; nothing has changed. The text is what the device prints; `details` are for `show configuration failed`."""

    def __init__(self, text: str, details: str = "") -> None:
        super().__init__(text)
        self.details = details


class XrDevice(IndentDevice):
    """The state machine of an XR device. It has no startup config: a commit stays."""

    def __init__(self, spec: TargetSpec, clock: Clock) -> None:
        self.sessions: list[Session] = []
        self.commits: list[Commit] = []
        self.trial: Session | None = None
        """The session whose timed commit waits."""
        self._number = 0
        self._sessions_made = 0
        super().__init__(spec, clock, DIALECT)

    def editor(self, root: Node) -> Editor:
        """An editor in which every interface can be removed: only its configuration goes."""
        return self.dialect.editor(root, (), self.faults.refuses)

    def empty(self) -> Node:
        """XR shows no interface without configuration."""
        return Node("")

    # sessions

    def configure(self, user: str, line: str, *, exclusive: bool) -> Session | str:
        """A new session, or why there is none."""
        if exclusive and self.pending is not None:
            return "Cannot enter exclusive mode. A trial commit is underway in another configuration session."
        if exclusive and any(session.exclusive for session in self.sessions):
            return "Cannot enter exclusive mode. The Configuration Namespace is locked by another agent."
        self._sessions_made += 1
        made = Session(user, line, f"00001000-{0x3595 + self._sessions_made * 0x1C:08x}-00000000", self.clock.now(), exclusive)
        made.editor, made.seen = self.editor(made.target), self._number
        self.sessions.append(made)
        return made

    def leave(self, session: Session) -> None:
        """Ends a session; a timed commit of it is undone at once."""
        if session is self.trial:
            self._expire()
        self.drop(session)

    def drop(self, session: Session) -> None:
        """A session whose connection is gone: a timed commit of it waits for its timer."""
        if session in self.sessions:
            self.sessions.remove(session)

    def clear(self, session: Session) -> None:
        """Empties the target configuration of a session."""
        session.typed, session.target = [], Node("")
        session.editor = self.editor(session.target)

    # commits

    def merged(self, session: Session) -> Node:
        """What would run after the commit of a session."""
        root = self.running.copy()
        editor = self.editor(root)
        for line, body in session.typed:
            if line == "root":
                editor.path = []
            else:
                editor.feed(line, body)
        return root

    def commit(self, session: Session, *, replaces: bool, seconds: int | None) -> str:
        """What the device prints after a commit that is done. CommitFailed when it is not."""
        if session is self.trial and not session.typed:
            self.confirm()
            return "% Confirming commit for trial session."
        if self.pending is not None and session.typed:
            raise CommitFailed(f"% Cannot commit because there is an unexpired trial/rollback session '{self._trial_name}'.")
        if not session.typed:
            return "No configuration changes to commit."
        if any(other.exclusive for other in self.sessions if other is not session):
            raise CommitFailed("% Failed to commit. The running configuration is locked by another exclusive session.")
        root = session.target.copy() if replaces else self._checked(session)
        self._check(root)
        self._install(session, root, seconds)
        return ""

    def _checked(self, session: Session) -> Node:
        try:
            return self.merged(session)
        except LineRejected as error:
            raise self._failed(error.line, "The configuration item is not valid any more") from error

    def _check(self, root: Node) -> None:
        if self.faults.commit_fail:
            raise self._failed("", "The process 'cfgmgr' refuses the commit")
        for line, reason in semantic_errors(root):
            raise self._failed(line, reason)

    @staticmethod
    def _failed(line: str, reason: str) -> CommitFailed:
        return CommitFailed(
            "% Failed to commit one or more configuration items during a pseudo-atomic operation. All changes made have been reverted. "
            "Please issue 'show configuration failed [inheritance]' from this session to view the errors",
            "!! SEMANTIC ERRORS: This configuration was rejected by \n!! the system due to semantic errors. The individual \n"
            f"!! errors with each failed configuration command can be \n!! found below.\n\n\n{line}\n!!% {reason}\n!\nend\n",
        )

    def _install(self, session: Session, root: Node, seconds: int | None) -> None:
        same = not contextual_diff(self.running, root) and not contextual_diff(root, self.running)
        before = self.running
        self._note(session.user, "CLI", before)
        self.install(root)
        if seconds is not None and not same:
            self.trial = session
            self.start_timer(before, session.user, seconds)
        session.exclusive, session.seen = False, self._number
        self.clear(session)

    def _note(self, user: str, client: str, before: Node) -> None:
        self._number += 1
        self.commits.insert(0, Commit(1_000_000_000 + self._number, user, client, self.clock.now(), before))

    @property
    def _trial_name(self) -> str:
        return self.trial.name if self.trial else ""

    def others_committed(self, session: Session) -> bool:
        """Whether somebody has committed since a session began or committed itself."""
        return session.seen != self._number

    def confirm(self) -> bool:
        self.trial = None
        return super().confirm()

    def _expire(self) -> None:
        """Brings the config back that a timed commit replaced: a commit of its own in the list."""
        if self.pending is not None:
            self._note(self.pending.owner, "Rollback", self.running)
        self.trial = None
        self.revert()

    def roll_back(self, user: str) -> str:
        """Undoes the last commit, as a commit of its own."""
        if self.pending is not None:
            return f"% Cannot commit because there is an unexpired trial/rollback session '{self._trial_name}'."
        if not self.commits:
            return "% There are no commits to roll back"
        before = self.commits[0].before
        self._note(user, "Rollback", self.running)
        self.install(before)
        steps = ("Loading Rollback Changes.", "Loaded Rollback Changes in 1 sec", "Committing.", "1 items committed in 1 sec (0)items/sec")
        return "\n".join([*steps, "Updating.", "Updated Commit database in 1 sec", "Configuration successfully rolled back 1 commits."])

    # print

    def header(self) -> str:
        changed = self.commits[0] if self.commits else None
        at, who = (changed.time, changed.user) if changed else (self.booted, "SYSTEM")
        return (
            f"Building configuration...\n!! IOS XR Configuration {self.spec.os_version}\n"
            f"!! Last configuration change at {format_time(at)} by {who}\n!\n"
        )

    def shown(self, root: Node) -> str:
        return self.header() + self.text(root)

    def target_shown(self, root: Node) -> str:
        """A target configuration, as `show configuration` prints it."""
        return f"Building configuration...\n!! IOS XR Configuration {self.spec.os_version}\n{self.text(root)}"

    def difference(self, root: Node) -> str:
        """What would change if a tree ran: `+`, `-`, and `#` for the section around it."""
        lines = (f"{'#' if line[0] == ' ' else line[0]}  {line[1:]}" for line in contextual_diff(self.running, root))
        return "\n".join([f"!! IOS XR Configuration {self.spec.os_version}", *lines, "end"])


def semantic_errors(root: Node) -> Iterator[Statement]:
    """Lines that XR refuses at a commit, with its reason: a neighbor's policy that is not there."""
    known = {key.split("(")[0] for key in root.children}
    for place, node in _walk(root, ""):
        words = node.line.split()
        if words[0] == "route-policy" and len(words) == 3 and place and f"route-policy {words[1].split('(')[0]}" not in known:
            yield f"{place}\n {node.line}", "'BGP' detected the 'warning' condition 'The referenced policy is not defined'"


def _walk(node: Node, place: str) -> Iterator[tuple[str, Node]]:
    for child in node.children.values():
        yield place, child
        yield from _walk(child, f"{place} {child.line}".strip())


def initial(new: Onboarded) -> str:
    """The configuration after onboarding."""
    at = ip_interface(new.address) if new.address else None
    address = f"interface {new.interface}\n ipv4 address {at.ip} {at.netmask}\n!\n" if at else ""
    return f"hostname {new.hostname}\nusername {new.username}\n group root-lr\n secret 10 $6$onboarding\n!\n{address}ssh server v2\n"


SIMULATOR = Simulator("netops.lab.sim.cisco_ssh:XrTarget", 2222, "7.3.2", initial)

"""The command line of a simulated EOS device, for a person or for one request of eAPI."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from netops.lab.sim.eos import DIALECT, CommandFailed, EosDevice, error_message
from netops.lab.sim.eos_commands import COMMANDS, Output, as_text
from netops.lab.sim.frontend import Answer
from netops.lab.sim.tree import Editor, LineRejected, Node


class EosShell:
    """One person's, or one request's, command line on an EOS device."""

    def __init__(self, device: EosDevice) -> None:
        self.device = device
        self._editor: Editor | None = None
        self._session = ""

    @property
    def configuring(self) -> bool:
        return self._editor is not None

    def feed(self, command: str, body: str = "") -> Output:
        """The output of one command, structured where EOS has a model for it. CommandFailed with the device's words."""
        command = command.strip()
        if not command or command.startswith("!"):
            return ""
        if self._editor is not None and not command.startswith(("show ", "configure session ", "copy ", "write")):
            return self._configure(self._editor, command, body)
        for pattern, handler in COMMANDS:
            if match := pattern.fullmatch(command):
                return handler(self, match)
        raise CommandFailed(f"Invalid input (at token 0: '{command.split()[0]}')")

    def edit(self, root: Node, session: str = "") -> None:
        self._editor, self._session = self.device.editor(root), session

    def leave(self) -> None:
        self._editor, self._session = None, ""

    def _configure(self, editor: Editor, command: str, body: str) -> Output:
        if command in SESSION_VERBS and (self._session or command == "end"):
            SESSION_VERBS[command](self, self._session)
        elif command == "exit" and not editor.path:
            self.leave()
        elif command == "comment":
            pass
        else:
            try:
                editor.feed(DIALECT.canonical(command), f"\n{body}\nEOF" if body else "")
            except LineRejected as error:
                raise CommandFailed(error_message(error)) from error
            if not self._session:
                self.device.on_change()
        return {}


def _clean(shell: EosShell, name: str) -> None:
    device = shell.device
    device.session(name).config = device.empty()
    shell.edit(device.session(name).config, name)


def _end_with(action: Callable[[EosShell, str], None]) -> Callable[[EosShell, str], None]:
    def ended(shell: EosShell, name: str) -> None:
        shell.leave()
        action(shell, name)

    return ended


SESSION_VERBS: dict[str, Callable[[EosShell, str], None]] = {
    "rollback clean-config": _clean,
    "end": _end_with(lambda shell, name: None),
    "abort": _end_with(lambda shell, name: shell.device.abort(name)),
    "commit": _end_with(lambda shell, name: shell.device.commit(name)),
}


def execute(device: EosDevice, commands: Sequence[str]) -> Answer:
    """What a person gets who types these commands on the console. Stops at the first error."""
    shell, shown = EosShell(device), []
    for command in commands:
        try:
            shown.append(as_text(shell.feed(command)))
        except CommandFailed as error:
            return Answer("\n".join(filter(None, [*shown, f"% {error}"])), ok=False)
    return Answer("\n".join(filter(None, shown)))

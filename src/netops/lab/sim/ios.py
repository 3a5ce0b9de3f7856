"""A simulated IOS device: flash, archive, configure replace with its revert timer. No sockets, no prompt."""

from __future__ import annotations

from ipaddress import ip_interface

from netops.lab.sim import ios_grammar
from netops.lab.sim.clock import Clock
from netops.lab.sim.core import FlashDevice, Refused
from netops.lab.sim.frontend import Onboarded, Simulator, TargetSpec
from netops.lab.sim.indent import Indent
from netops.lab.sim.tree import LineRejected, Node, contextual_diff, diff_commands

DIALECT = Indent(ios_grammar.GRAMMAR, ios_grammar.REWRITES, " ", heredoc=False, upper_ipv6=True)
FLASH_BYTES = 1_620_246_528
MARK = "% Invalid input detected at '^' marker."


class IosDevice(FlashDevice):
    """The state machine of an IOS device. Files are named without `flash:` and slashes at their beginning."""

    def __init__(self, spec: TargetSpec, clock: Clock) -> None:
        super().__init__(spec, clock, DIALECT, fixed=(f"version {'.'.join(spec.os_version.split('.')[:2]) or '15.2'}",))

    @property
    def free_bytes(self) -> int:
        return FLASH_BYTES - sum(map(len, self.flash.values()))

    @property
    def archiving(self) -> bool:
        archive = self.running.children.get("archive")
        return archive is not None and "path" in archive.children

    def replace(self, text: str, *, owner: str, revert_after_s: float | None, undo_on_error: bool) -> list[LineRejected]:
        """Makes a text the running configuration. Lines refused are returned; with `undo_on_error` nothing has changed then."""
        root, refused = self.load(text)
        if self.faults.commit_fail:
            refused = [LineRejected("", 0, "commit refused"), *refused]
        if not refused or not undo_on_error:
            self.install(root, owner=owner, revert_after_s=revert_after_s)
        return refused

    def merge(self, text: str) -> list[LineRejected]:
        """Types a text into the running configuration; lines refused are returned, the others are in."""
        self.counters.commits += 1
        try:
            self.merge_into(self.running, text)
        except Refused as error:
            return error.refused
        finally:
            self.on_change()
        return []

    def shown(self, root: Node) -> str:
        body = self.text(root)
        return f"Building configuration...\n\nCurrent configuration : {len(body)} bytes\n!\n{body}"

    def differences(self, text: str) -> str:
        """`show archive config differences` of the running configuration and a file's text."""
        lines = list(map(_shown, contextual_diff(self.running, self.parse_known_lines(text))))
        return "\n".join(["!Contextual Config Diffs:", *lines] if lines else ["!Contextual Config Diffs:", "!No changes were found"])

    def incremental(self, text: str) -> str:
        """`show archive config incremental-diffs`: the commands that a file's text would really apply."""
        root = self.running.copy()
        self.dialect.load(self.dialect.editor(root, self.spec.interfaces), text)
        lines = list(diff_commands(self.running, root))
        return "\n".join(["!List of Commands:", *lines, "end", *([] if lines else ["!No changes were found"])])


def _shown(line: str) -> str:
    """A line of a difference as IOS prints it: the sign after the indentation."""
    text = line[1:].lstrip()
    return f"{' ' * (len(line) - 1 - len(text))}{line[0].strip()}{text}"


def error_message(error: LineRejected, prompt_width: int = 0) -> str:
    """The words in which IOS refuses a line, with the mark under the word at fault."""
    if error.message.startswith("%"):
        return error.message
    if error.token < 0:
        return "% Incomplete command."
    words = error.line.split()
    column = len(" ".join(words[: error.token])) + (1 if error.token else 0)
    return f"{' ' * (prompt_width + column)}^\n{MARK}\n"


def initial(new: Onboarded) -> str:
    """The configuration after onboarding."""
    at = ip_interface(new.address) if new.address else None
    routed = " no switchport\n" if at and not new.is_virtual and new.interface != "GigabitEthernet0/0" else ""
    address = f"interface {new.interface}\n{routed} ip address {at.ip} {at.netmask}\n" if at else ""
    return (
        f"hostname {new.hostname}\nusername {new.username} privilege 15 secret 9 $9$onboarding\nfile prompt quiet\n"
        f"archive\n path flash:archive\n{address}ip ssh version 2\nip scp server enable\n"
        "line vty 0 4\n login local\n transport input ssh\n"
    )


SIMULATOR = Simulator("netops.lab.sim.cisco_ssh:IosTarget", 2222, "17.9.4", initial)

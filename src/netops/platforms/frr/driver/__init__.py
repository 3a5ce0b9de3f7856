"""FRRouting, with NAPALM's verbs, over SSH to a shell account of a member of the groups frr and frrvty.

What netops sends is a list of commands (`load_merge_candidate`); a whole config works too (`load_replace_candidate`). FRR has no
candidate of its own and takes each line at once, so every commit keeps the config from before, and any refused line brings it back.
Whether a change arrived is read from the router, never from an exit code. NAPALM users get this driver as `napalm_frr`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from netops.drivers import kernel_tables
from netops.drivers.base import Access, Preview
from netops.drivers.own import OwnDriver, read_candidate
from netops.drivers.remote import Remote
from netops.errors import DeviceError, HalfChanged, LineRefused, Unreachable
from netops.platforms import Platform
from netops.platforms.frr import PLATFORM
from netops.platforms.frr.driver import facts as shapes
from netops.platforms.frr.driver.router import FrrRouterHost, refused_lines_text
from netops.platforms.frr.driver.text import RefusedLine, is_same_config, merge_diff, missing_header_lines, reload_diff

# The candidate is a list of commands: what it comes to shows only once it runs.
WORK_FOLDER = ".netops-frr"
"""Where the driver keeps files on the router, from the account's home; `optional_args["workdir"]` is another place."""


def connect(access: Access, platform: Platform = PLATFORM) -> FrrDriver:
    """A driver for one router, not yet opened. `optional_args`: `pathspace` (FRR's `-N`), `workdir`."""
    return FrrDriver(access, platform)


class FrrDriver(OwnDriver):
    def __init__(self, access: Access, platform: Platform = PLATFORM) -> None:
        self._remote = Remote(access)
        super().__init__(access, platform, self._remote)
        arguments = access.optional_args
        self._router = FrrRouterHost(self._remote, str(arguments.get("pathspace", "")), str(arguments.get("workdir") or WORK_FOLDER))
        self._candidate = ""
        self._replaces = False

    def ready(self) -> None:
        self._router.prepare()

    def running(self) -> str:
        return self._router.running()

    def startup(self) -> str:
        return self._router.startup()

    def candidate(self) -> str:
        return self._candidate

    # -- config

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        """Keeps a whole config on the router, checked line by line. LineRefused names the lines."""
        text = _ended(read_candidate(filename, config))
        self._load(text, replaces=True, header=missing_header_lines(text, self._router.running()))

    def load_merge_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        """Keeps commands on the router, as they are typed after `configure terminal`, checked line by line."""
        self._load(_ended(read_candidate(filename, config)), replaces=False)

    def _load(self, text: str, *, replaces: bool, header: str = "") -> None:
        self._router.keep("candidate", header + text)
        if refused := self._router.check(header + text):
            self.discard_config()
            raise self._refused([line.after(header) for line in refused], "nothing was changed")
        self._candidate, self._replaces = text, replaces

    def compare_config(self) -> str:
        """What a commit would change: `-` is on the router, `+` comes."""
        if not self._candidate:
            return ""
        if self._replaces:
            return reload_diff(self._router.missing("candidate"), self._candidate)
        return merge_diff(self._router.running(), self._candidate)

    def check_candidate(self) -> Preview:
        """The commands by which frr-reload.py would bring a whole config about. Its lines were checked when it was loaded."""
        return Preview(commands=tuple(self._router.missing("candidate"))) if self._replaces else Preview()

    def commit_config(self, message: str = "", revert_in: int | None = None) -> None:
        """Applies the candidate, all of it or, after a refused line, nothing. With `revert_in` it is not saved before `confirm_commit`.

        LineRefused when the config from before is back; HalfChanged when it is not. When the connection breaks on the way, only the
        timer of `revert_in` brings the config back.
        """
        if not self._candidate:
            return
        if self.has_pending_commit():
            raise DeviceError(self.access.target, "a timed commit is pending", hint="confirm it, roll it back, or wait for its timer")
        self._router.keep("before", self._router.running())
        if revert_in:
            self._router.start_timer(int(revert_in))
        if refused := self._apply():
            self._bring_back(f"refused {refused_lines_text(refused)}")
            raise self._refused(refused, "the config from before is back")
        if not revert_in:
            self._save()
        self.discard_config()

    def _apply(self) -> list[RefusedLine]:
        if not self._replaces:
            return self._router.enter(self._candidate)
        done = self._router.reload("candidate")
        missing = self._router.missing("candidate") if done.code else []
        return [RefusedLine(0, line, f"{line.strip()!r} did not arrive: {done.text}") for line in missing]

    def _bring_back(self, why: str) -> None:
        """The config from before, or HalfChanged. When the connection breaks now, nobody knows: Unreachable, and a timer may still help."""
        try:
            missing = self._router.restore()
        except Unreachable:
            raise
        except DeviceError as error:
            why, missing = f"{why}; {error.message}", [self._router.rollback_commands]
        self._router.stop_timer()
        if missing:
            raise HalfChanged(self.access.target, f"{why}; the config from before did not come back whole", commands=missing)

    def _refused(self, refused: Sequence[RefusedLine], so: str) -> LineRefused:
        return LineRefused(self.access.target, f"FRR refuses {refused_lines_text(refused)}; {so}")

    def confirm_commit(self) -> None:
        """Ends the timer and saves. DeviceError when the timer was faster, so that nobody takes a reverted change for done."""
        if not self._router.stop_timer():
            raise DeviceError(self.access.target, "no commit is pending: the revert timer has run out, or was not started")
        self._save()

    def _save(self) -> None:
        done = self._router.save()
        if not is_same_config(self._router.startup(), self._router.running()):
            raise DeviceError(
                self.access.target,
                f"the change runs, but is not saved: {done.text}",
                hint="write memory, as an account of the group frrvty",
            )

    def has_pending_commit(self) -> bool:
        return self._router.pending()

    def discard_config(self) -> None:
        self._candidate = ""
        self._router.forget("candidate")

    def rollback(self) -> None:
        """The config from before the last commit, to the letter; saved if that commit was."""
        if not self._router.kept("before"):
            raise DeviceError(self.access.target, "nothing to roll back to: no commit was made from this account")
        was_saved = not self._router.stop_timer() and not self.has_pending_commit()
        self._bring_back("rolling back")
        if was_saved:
            self._save()

    # -- facts

    def get_facts(self) -> dict[str, Any]:
        version = self._router.vtysh("show version").out.decode()
        return shapes.router_facts(version, self._router.shell("cat", "/proc/uptime").out.decode(), self._json("show interface json"))

    def get_interfaces(self) -> dict[str, dict[str, Any]]:
        return shapes.parse_interfaces(self._json("show interface json"))

    def get_bgp_neighbors(self) -> dict[str, dict[str, Any]]:
        return shapes.bgp_neighbors(self._json("show bgp summary json"))

    def get_ospf_neighbors(self) -> list[dict[str, Any]]:
        """Of OSPFv2, in all VRFs."""
        return [*shapes.ospf_neighbors(self._asked("show ip ospf vrf all neighbor json"))]

    def get_isis_neighbors(self) -> list[dict[str, Any]]:
        return [*shapes.isis_neighbors(self._asked("show isis vrf all neighbor json"))]

    def get_route_counts(self) -> dict[str, int]:
        """Of the default VRF, IPv4 and IPv6 together, by protocol."""
        return shapes.route_counts(*map(self._asked, ("show ip route summary json", "show ipv6 route summary json")))

    def get_arp_table(self) -> Sequence[Mapping[str, Any]]:
        return kernel_tables.neighbor_rows(self._tool(kernel_tables.NEIGHBORS))

    def get_mac_address_table(self) -> Sequence[Mapping[str, Any]]:
        return kernel_tables.learned_mac_rows(self._tool(kernel_tables.LEARNT))

    def _tool(self, argv: Sequence[str]) -> str:
        """What a tool prints. DeviceError when it fails or is not there."""
        done = self._router.shell(*argv)
        if done.code:
            raise DeviceError(self.access.target, f"{' '.join(argv)}: {done.text}", hint="install iproute2")
        return done.out.decode()

    def get_lldp_neighbors(self) -> Mapping[str, list[Mapping[str, str]]]:
        """From lldpd on the router. DeviceError when it does not answer: no answer is not the same as no neighbours."""
        done = self._router.shell("lldpcli", "-f", "json0", "show", "neighbors")
        if done.code:
            raise DeviceError(
                self.access.target, f"lldpd does not answer: {done.text}", hint="install lldpd, and let the account use its socket"
            )
        return shapes.lldp_neighbors(shapes.parse_json(done.out.decode()))

    def ping(
        self,
        destination: str,
        source: str = "",
        ttl: int = 255,
        timeout: int = 2,
        size: int = 100,
        count: int = 5,
        vrf: str = "",
        source_interface: str = "",
    ) -> dict[str, Any]:
        within = ["ip", "vrf", "exec", vrf] if vrf else []
        origin = ["-I", source or source_interface] if source or source_interface else []
        options = ["-n", "-i", "0.2", "-t", str(ttl), "-W", str(timeout), "-s", str(size), "-c", str(count)]
        done = self._router.shell(*within, "ping", *options, *origin, "--", destination)
        return shapes.parse_ping(done.text)

    def cli(self, commands: list[str], encoding: str = "text") -> dict[str, str]:
        return {command: self._router.vtysh(command).out.decode() for command in commands}

    def _asked(self, command: str) -> dict[str, Any]:
        """As `_json`. DeviceError for words in place of data, such as `ospfd is not running`."""
        said = self._router.vtysh(command).out.decode()
        if said.strip() and "{" not in said:
            raise DeviceError(self.access.target, f"{command}: {said.strip().splitlines()[-1]}")
        return shapes.parse_json(said)

    def _json(self, command: str) -> dict[str, Any]:
        return shapes.parse_json(self._router.vtysh(command).out.decode())


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"

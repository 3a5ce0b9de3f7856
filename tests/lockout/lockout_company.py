"""The example company with a Nexus and an ASR beside its own platforms, and what a change of a rendered text does to the way in."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import netops
from netops.model.company import Company
from netops.plan import Step, build_step
from netops.plan.lockout import with_lockouts
from netops.render import Rendered
from netops.render.targets import TargetRenderer

ROOT = Path(__file__).parents[2]
PARTS = ("netops.yaml", "inventory")
TYPE = "manufacturer: Cisco\nmodel: {model}\nslug: {slug}\nu_height: 1\ninterfaces:\n"
DEVICE = "device_type: cisco/{slug}\nrole: edge\nplatform: {platform}\nlocation: dc\nmanaged: all\n{more}interfaces:\n"
CABLE = (
    "  - {{a: {{device: ber-oob-1, interface: GigabitEthernet1/0/{far}}}, b: {{device: ber-{slug}, interface: {port}}}, "
    "type: cat6, label: B-9{far}}}\n"
)
SYSTEMS = {
    "nx9": ("cisco_nxos", "mgmt0", "10.1.0.61", "vrf: management", 20),
    "asr9": ("cisco_xr", "MgmtEth0/RP0/CPU0/0", "10.1.0.62", "", 21),
}
SSH = "ssh: {version: 2}\n"


def write(root: Path) -> None:
    """The company, with a device of each platform that the example has none of."""
    for part in PARTS:
        source = ROOT / part
        shutil.copytree(source, root / part) if source.is_dir() else shutil.copy(source, root / part)
    cables = root / "inventory/sites/ber/cables.yaml"
    for slug, (platform, port, address, vrf, far) in SYSTEMS.items():
        ports = "".join(f"  - {{name: {name}, type: 1000base-t{', mgmt_only: true' * (name == port)}}}\n" for name in (port, *PORTS[slug]))
        kind = root / f"inventory/catalog/device-types/cisco/{slug}.yaml"
        kind.write_text(TYPE.format(model=slug.upper(), slug=f"cisco-{slug}") + ports)
        own = f"  {port}: {{addresses: [{address}/24]{', ' * bool(vrf)}{vrf}}}\n"
        (root / f"inventory/sites/ber/devices/ber-{slug}.yaml").write_text(DEVICE.format(slug=slug, platform=platform, more=SSH) + own)
        new = CABLE.format(far=far, slug=slug, port=port)
        text = cables.read_text()
        cables.write_text(text.replace("  # Servers and storage\n", f"{new}  # Servers and storage\n"))
    settings = root / "netops.yaml"
    account = "username: netops, password: !secret device_password, transport: ssh"
    rows = "".join(f"  - {{match: platform={platform}, {account}}}\n" for platform, *_ in SYSTEMS.values())
    settings.write_text(settings.read_text().replace("access:\n", f"access:\n{rows}", 1))


PORTS = {"nx9": ("Ethernet1/1", "Ethernet1/2"), "asr9": ("GigabitEthernet0/0/0/0",)}
Edit = tuple[str, str]
ASIDE = ("printer", "cups", "inventory_only")


@dataclass
class Bench:
    """Rendered texts, changed, with the verdicts on the changes; each is rendered once."""

    root: Path
    apply: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    @cached_property
    def company(self) -> Company:
        return netops.load(self.root)

    @cached_property
    def renderer(self) -> TargetRenderer:
        return TargetRenderer(self.company)

    def text(self, name: str) -> str:
        if name not in self.texts:
            self.texts[name] = self.renderer.render(name).text
        return self.texts[name]

    @cached_property
    def every(self) -> dict[str, str]:
        """The texts of all targets that are configured."""
        return {name: self.text(name) for name, target in self.company.targets.items() if ":" not in name and target.platform not in ASIDE}

    def of_platform(self, platform: str) -> list[str]:
        return [name for name in self.every if self.company.target(name).platform == platform]

    def step(self, name: str, wanted: str, *, apply: str = "", running: str = "") -> Step | None:
        platform, running = self.company.platform(self.company.target(name).platform), running or self.text(name)
        rendered = Rendered(name, platform.name, wanted)
        return build_step(rendered, platform.spec.way(apply), running, managed=None, applied=running, record=platform)

    def changed(self, name: str, *edits: Edit, running: str = "") -> str:
        """The text of a target with parts replaced; each has to be there."""
        text = running or self.text(name)
        for old, new in edits:
            assert old in text, f"{name} has no {old!r}"
            text = text.replace(old, new)
        return text

    def verdicts(self, changes: Mapping[str, str], *, apply: str = "", running: Mapping[str, str] | None = None) -> dict[str, Step]:
        """The steps that lead to some texts, each with its verdict."""
        now = running or {}
        made = {name: self.step(name, text, apply=apply, running=now.get(name, "")) for name, text in changes.items()}
        steps = {name: step for name, step in made.items() if step is not None}
        return with_lockouts(self.company, steps, {name: now.get(name) or self.text(name) for name in steps})

    def verdict(self, name: str, *edits: Edit, apply: str = "", running: str = "") -> Step:
        """The step of one target. It has to change something."""
        found = self.verdicts(
            {name: self.changed(name, *edits, running=running)}, apply=apply, running={name: running} if running else None
        )
        return found[name]

"""Laws on the example company, whole: where values come from, that tracing changes nothing, that the same data gives the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import netops
from netops import config
from netops.errors import Origin
from netops.model.company import Company
from netops.project import Project
from netops.render import Renderer
from netops.schema import load
from netops.secrets import SecretRef
from netops.source.trace import TracedDict, TracedList, origins_of

pytestmark = pytest.mark.xdist_group("company")

ROOT = Path(__file__).parents[2]
PLATFORMS = {"arista_eos", "cisco_ios", "cups", "frr", "juniper_junos", "linux"}


@pytest.fixture(scope="module")
def company() -> Company:
    return netops.load(ROOT)


@pytest.fixture(scope="module")
def rendered(company: Company) -> dict[str, tuple[str, str]]:
    """Platform and intended text of every target that has a config."""
    renderer = Renderer(company.project)
    found = {name: renderer.render(company.view(name)) for name in company.targets}
    return {name: (r.platform, r.text) for name, r in found.items() if not r.observed}


def leaves(value: Any, path: str, origins: tuple[Origin, ...] = ()) -> Iterator[tuple[str, Any, tuple[Origin, ...]]]:
    """Path, value and places of all that is not a map or a list; an empty one counts as a leaf."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not items:
        yield path, value, origins or origins_of(value)
    for key, inner in items:
        assert isinstance(value, TracedDict | TracedList), f"{path} is not traced"
        yield from leaves(inner, f"{path}.{key}", value.origins[key])


def test_every_leaf_has_its_place_in_a_real_file_and_line(company: Company) -> None:
    lines: dict[str, list[str]] = {}
    lost, number = [], 0
    devices = company.traced.devices
    objects = {f"{kind}/{name}": each for kind, named in company.traced.objects.items() for name, each in named.items()}
    for path, value, origins in (leaf for name, each in {**devices, **objects}.items() for leaf in leaves(each, name)):
        number += 1
        for origin in origins:
            if origin.file not in lines:
                file = company.project.find(origin.file)
                lines[origin.file] = file.read_text(encoding="utf-8").splitlines() if file else []
            text = lines[origin.file][origin.line - 1] if origin.line <= len(lines[origin.file]) else ""
            if not text or not 1 <= origin.column <= len(text):
                lost.append(f"{path} = {value!r}: {origin}")
        if not origins:
            lost.append(f"{path} = {value!r}: no place")
    assert lost == []
    assert number > 5_000
    assert set(company.traced.devices) == set(company.devices)


def test_views_are_the_same_with_and_without_trace(company: Company) -> None:
    for name in company.targets:
        plain, traced = company.view(name), company.view(name, trace=True)
        assert traced == plain, name
        assert json.dumps(traced, default=str) == json.dumps(plain, default=str), name


def test_every_rendered_line_has_a_template_line_that_exists(company: Company) -> None:
    renderer, files = Renderer(company.project), {}
    for name in company.targets:
        for line in renderer.render(company.view(name, trace=True), trace=True).lines:
            if line.template is None:
                continue
            file = line.template.file.removeprefix("netops:")
            if file not in files:
                path = company.project.find(file)
                assert path is not None, f"{name}: {line}"
                files[file] = len(path.read_text(encoding="utf-8").splitlines())
            assert 1 <= line.template.line <= files[file], f"{name}: {line}"
    assert len(files) > 40


@pytest.mark.parametrize("law", ["round trip", "diff", "normalise", "redact", "secrets", "compose"])
def test_config_laws_hold_for_every_intended_text(law: str, rendered: dict[str, tuple[str, str]]) -> None:
    held = {
        "round trip": lambda p, t: config.text(config.parse(p, t)) == t,
        "diff": lambda p, t: config.diff(p, config.normalise(p, t), t) == () == config.diff(p, t, config.normalise(p, t)),
        "normalise": lambda p, t: config.normalise(p, config.normalise(p, t)) == config.normalise(p, t) != "",
        "redact": lambda p, t: config.redact(p, config.redact(p, t)) == config.redact(p, t) and "⟦secret:" not in config.redact(p, t),
        "secrets": lambda p, t: config.secrets(p, t) == {},
        "compose": lambda p, t: config.diff(p, config.compose(p, t, t, list(config.features(p))), t) == (),
    }[law]
    assert {platform for platform, _ in rendered.values()} == PLATFORMS
    assert [name for name, (platform, text) in rendered.items() if not held(platform, text)] == []


OWN = {
    "control_plane",
    "dhcp",
    "eigrp",
    "enable_secret",
    "firewall",
    "ip_sla",
    "management_api",
    "netconf",
    "netflow",
    "print_server",
    "root_login",
    "routing",
    "terminal_lines",
    "terminal_password",
    "time_zone",
    "trustsec",
    "vlans",
    "vrfs",
}
"""Features that are no key of a device's data: derived, lines that stay raw, or a platform's own."""


def test_a_feature_has_the_name_of_its_noun() -> None:
    """So that `managed: [syslog]` means the same on every platform."""
    nouns = load(Project(ROOT)).properties("device")
    assert {name for platform in PLATFORMS for name in config.features(platform)} - nouns == OWN


def test_two_processes_render_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the order in which sets come, and wherever the clock stands."""
    made = [files(tmp_path / seed, seed) for seed in ("1", "4242")]
    assert made[0] == made[1]
    assert len(made[0]) > 30


def files(folder: Path, seed: str) -> dict[str, bytes]:
    script = Path(sys.executable).with_name("netops")
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    subprocess.run([script, "-C", ROOT, "render", "-o", folder], check=True, capture_output=True, env=environment)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_no_placeholder_is_forged(company: Company, rendered: dict[str, tuple[str, str]]) -> None:
    """Every placeholder of a text is a secret that netops.yaml gives a source, and the data asks for."""
    from netops.secrets import secret_names_in_text

    asked = {str(value.name) for name in company.targets for value in secrets_in(company.view(name))}
    used = {name for _, text in rendered.values() for name in secret_names_in_text(text)}
    assert used <= asked
    assert used <= set(company.settings["secrets"])
    assert used


def secrets_in(value: Any) -> Iterator[SecretRef]:
    if isinstance(value, SecretRef):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from secrets_in(inner)

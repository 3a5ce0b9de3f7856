"""Laws of the renders in the cache: they equal fresh ones after any change, and a site needs no more than the outlines of the others."""

from __future__ import annotations

import random
import re
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from netops import validation
from netops.cache import Cache
from netops.errors import DataError
from netops.model.company import Company
from netops.project import Project
from netops.render import Rendered, render_targets

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 1, 5)
SEED, EDITS = 7, 2
Edit = Callable[[Path, random.Random], None]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        from company import write
    finally:
        sys.path.pop(0)
    return write(tmp_path_factory.mktemp("generated"), 400)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("example")
    shutil.copytree(ROOT / "inventory", root / "inventory")
    shutil.copy(ROOT / "netops.yaml", root)
    return root


def opened(root: Path, cache: Cache) -> Company:
    company, result = validation.open_company(Project(root), TODAY, cache)
    assert company is not None, result.data
    return company


def renders(company: Company) -> list[Rendered]:
    return render_targets(company, list(company.targets.values()), strict=False)


def device_file(root: Path, random_: random.Random, pattern: str) -> Path:
    return random_.choice(sorted((root / "inventory/sites").glob(pattern)))


def change_port(root: Path, random_: random.Random) -> None:
    file = device_file(root, random_, "*/devices/*-sw-*.yaml")
    lines = file.read_text().split("\n")
    at = random_.choice([number for number, line in enumerate(lines) if "description: Desk" in line])
    lines[at] = f"    description: Desk {random_.randrange(10_000)}"
    file.write_text("\n".join(lines))


def change_address(root: Path, random_: random.Random) -> None:
    file = device_file(root, random_, "*/servers/*.yaml")
    file.write_text(re.sub(r"\.\d+/24", f".{random_.randrange(100, 250)}/24", file.read_text(), count=1))


def change_layer(root: Path, random_: random.Random) -> None:
    (root / "inventory/roles/access.yaml").write_text(f"stp: {{mode: rapid-pvst, priority: {4096 * random_.randrange(1, 10)}}}\n")


def change_vlan(root: Path, random_: random.Random) -> None:
    file = device_file(root, random_, "*/ipam.yaml")
    file.write_text(re.sub(r"description: Voice.*?}", f"description: Voice {random_.randrange(1000)}}}", file.read_text()))


def add_service(root: Path, random_: random.Random) -> None:
    server = device_file(root, random_, "*/servers/*.yaml").stem
    folder = root / "inventory/services"
    folder.mkdir(exist_ok=True)
    (folder / "shop.yaml").write_text(
        f"name: Shop {random_.randrange(100)}\nowner: staff\ncriticality: low\nusers: [staff]\n"
        f"depends_on: {{devices: [{server}]}}\nflows:\n  - {{from: users, to: {server}, port: 443, protocol: tcp}}\n"
    )


def remove_device(root: Path, random_: random.Random) -> None:
    printer = device_file(root, random_, "*/printers/*.yaml")
    for file in root.glob("inventory/sites/*/cables.yaml"):
        file.write_text("".join(line for line in file.read_text().splitlines(keepends=True) if f"{printer.stem}," not in line))
    printer.unlink()


EDITS_OF_ALL: tuple[Edit, ...] = (change_port, change_address, change_layer, change_vlan, add_service, remove_device)


def test_reused_renders_equal_fresh_ones_after_each_edit(generated: Path, tmp_path: Path) -> None:
    root, random_ = shutil.copytree(generated, tmp_path / "company"), random.Random(SEED)
    cache = Cache(tmp_path / "cache")
    renders(opened(root, cache))
    for edit in [*EDITS_OF_ALL, *random_.choices(EDITS_OF_ALL, k=EDITS)]:
        edit(root, random_)
        try:
            fresh = renders(opened(root, Cache(None)))
        except (AssertionError, DataError) as error:
            raise AssertionError(f"{edit.__name__} made data that is wrong") from error
        assert renders(opened(root, cache)) == fresh, edit.__name__


def test_a_port_that_changed_renders_one_target_again(generated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from netops.render.renderer import Renderer

    root, random_ = shutil.copytree(generated, tmp_path / "company"), random.Random(SEED)
    cache, original, seen = Cache(tmp_path / "cache"), Renderer.render, []
    renders(opened(root, cache))

    def counted(self: Renderer, view: dict[str, object], trace: bool = False) -> Rendered:
        seen.append(view["target"])
        return original(self, view, trace)

    monkeypatch.setattr(Renderer, "render", counted)
    renders(opened(root, cache))
    assert seen == []
    change_port(root, random_)
    renders(opened(root, cache))
    assert len(seen) == 1


@pytest.mark.parametrize("name", ["generated", "example"])
def test_a_view_needs_only_the_outlines_of_other_sites(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    root = request.getfixturevalue(name)
    cache = Cache(tmp_path / "cache")
    whole = opened(root, cache)
    views = {target: whole.view(target) for target in whole.targets}
    for site in sorted({target.site for target in whole.targets.values()}):
        alone = opened(root, cache)
        alone.prepare([site], share=1)
        assert site in alone.prepared
        for target in (t for t in whole.targets.values() if t.site == site):
            assert alone.view(target.name) == views[target.name]
            assert list(alone.view(target.name)) == list(views[target.name])

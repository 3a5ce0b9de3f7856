"""Plug-ins of every kind: netops' own are whole, and a broken one in a company's folder stops the run with its file and what it lacks."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from companies import Company
from netops import checks, guards, platforms, report
from netops.errors import UsageError
from netops.fleet import tasks
from netops.lab.sim.clock import Clock
from netops.lab.sim.faults import Counters, Faults
from netops.lab.sim.frontend import Login, Simulated, TargetSpec, World
from netops.lab.simulators import create_target, simulated_platforms
from netops.project import Project, bundled_folder
from netops.registry import PluginKind, load, load_all

REGISTRY = (platforms.KIND, checks.KIND, report.KIND, guards.KIND)
TASKS = sorted(path.stem for path in (bundled_folder() / "tasks").glob("*.py"))
WITHOUT_TEMPLATES = {"huawei_vrp"}
"""Platforms that are read, compared and changed by commands through the generic driver, and that nothing is rendered for yet."""
VERBS = [name for name, verb in vars(Simulated).items() if inspect.isfunction(verb) and not name.startswith("_")]


@pytest.mark.parametrize("kind", REGISTRY, ids=lambda kind: kind.name)
def test_every_plugin_has_what_its_kind_requires(kind: PluginKind) -> None:
    modules = load_all(kind)
    assert modules
    for name, module in modules.items():
        assert [wanted for wanted in kind.requires if getattr(module, wanted, None) is None] == [], name
        assert (module.__doc__ or "").strip(), f"{kind.name} {name} does not say what it is"


def test_every_platform_has_rules_a_driver_and_templates() -> None:
    """But a platform that is only observed, which has no config, and one without templates."""
    records = [platforms.get(name) for name in platforms.names()]
    with_grammar = {record.name for record in records if record.grammar}
    observed = {record.name for record in records if record.spec.observed}
    drivers = {record.name for record in records if record.driver}
    assert drivers - observed == with_grammar
    folders = {path.name for path in (bundled_folder() / "templates").iterdir() if path.is_dir()}
    assert with_grammar - folders == WITHOUT_TEMPLATES


@pytest.mark.parametrize(
    ("kind", "text", "message", "hint"),
    [
        (platforms.KIND, "RULES = 1\n", "it lacks PLATFORM", "a platform defines PLATFORM"),
        (guards.KIND, "CODE = 'OUR001'\n", "it lacks find, violate", "a guard defines CODE, find, violate"),
    ],
    ids=["platform", "guard"],
)
def test_a_plugin_that_lacks_something(kind: PluginKind, text: str, message: str, hint: str, tmp_path: Path) -> None:
    path = written(tmp_path, kind.folder, text)
    with pytest.raises(UsageError) as caught:
        load(kind, "ours", tmp_path)
    assert (caught.value.message, caught.value.hint) == (f"{path}: not a {kind.name}: {message}", hint)


@pytest.mark.parametrize("kind", REGISTRY, ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("def broken(:\n", "SyntaxError: invalid syntax (ours.py, line 1)"),
        ("import nothing_like_this\n", "ModuleNotFoundError: No module named 'nothing_like_this'"),
        ("SPEC = 1 / 0\n", "ZeroDivisionError: division by zero"),
    ],
    ids=["syntax", "import", "crash"],
)
def test_a_plugin_that_cannot_be_loaded(kind: PluginKind, text: str, reason: str, tmp_path: Path) -> None:
    path = written(tmp_path, kind.folder, text)
    with pytest.raises(UsageError) as caught:
        load(kind, "ours", tmp_path)
    assert caught.value.message == f"{path}: cannot be loaded as a {kind.name}: {reason}"


def test_a_plugin_of_the_company_stands_before_netops_own(tmp_path: Path) -> None:
    written(tmp_path, "reports", "def plan(plan): return 'ours'\ndeployment = drift = plan\n", "text")
    assert load(report.KIND, "text", tmp_path).plan(None) == "ours"
    assert load(report.KIND, "text").__name__ == "netops.report.text"


def test_a_broken_check_stops_validate(starter: Company) -> None:
    path = written(starter.root, "checks", "from netops.checks import rulee\n")
    said = starter.netops("validate", expect=2)
    assert said.out == ""
    assert said.err.startswith(f"error: {path}: cannot be loaded as a check: ImportError: cannot import name 'rulee' from 'netops.checks'")


@pytest.mark.parametrize("name", TASKS)
def test_task_is_a_function_of_its_name_with_an_example(name: str) -> None:
    task = tasks.load(Project(bundled_folder()), name)
    assert next(iter(inspect.signature(task).parameters)) == "task"
    text = ast.get_docstring(ast.parse((bundled_folder() / f"tasks/{name}.py").read_text())) or ""
    first, _, example = text.partition("\n")
    assert first.endswith(".")
    assert f"netops run {name}" in example or f"run_task(open_fleet(company, targets_of(wave)), {name}" in example


@pytest.mark.parametrize("platform", simulated_platforms())
def test_simulated_target_keeps_its_contract(platform: str, tmp_path: Path) -> None:
    view = {"hostname": "dev-1", "device": {"name": "dev-1"}, "printer": {}}
    spec = TargetSpec.from_dict({"name": "dev-1", "platform": platform, "hostname": "dev-1", "interfaces": ["eth0"], "view": view})
    made = create_target(spec, World(Login("netops", "a-password"), {}, Clock(source=lambda: 0.0), tmp_path))
    assert (type(made.faults), type(made.counters)) == (Faults, Counters)
    for verb in VERBS:
        wanted = list(inspect.signature(getattr(Simulated, verb)).parameters)[1:]
        assert list(inspect.signature(getattr(made, verb)).parameters) == wanted, verb
        assert inspect.iscoroutinefunction(getattr(made, verb)), verb


def test_every_driver_has_a_simulated_target() -> None:
    assert set(simulated_platforms()) | WITHOUT_TEMPLATES == {name for name in platforms.names() if platforms.get(name).driver}


def written(root: Path, folder: str, text: str, name: str = "ours") -> Path:
    path = root / folder / f"{name}.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path

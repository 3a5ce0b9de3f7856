"""Laws of plans, on generated configs of every platform: when there is a step, what it predicts, and which plan files are refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from config_strategies import SECRETS, configs
from netops import config
from netops.errors import ConfigError, PlanDamaged
from netops.plan import Plan, Step, build_step, plan_from_json, plan_to_json, schedule_waves
from netops.platforms import get, names
from netops.render import Rendered
from netops.secrets import REDACTED

PLATFORMS = [name for name in names() if get(name).grammar]
DEPLOYED = [name for name in PLATFORMS if get(name).driver and not get(name).spec.observed]
LAW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def step_of(platform: str, running: str, wanted: str, applied: str | None = None, managed: tuple[str, ...] | None = None) -> Step | None:
    """The step between two configs. An example without commands is dropped: where whole configs are sent, and for a line with a placeholder
    that no rule describes, which nothing can take back."""
    apply = get(platform).spec.apply
    try:
        return build_step(Rendered("t1", platform, wanted), apply, running, managed=managed, applied=applied)
    except ConfigError as error:
        assert apply != "commands" or REDACTED in error.message
        assume(False)
        raise


def plan_of(*steps: Step) -> Plan:
    return Plan(
        company="acme",
        commit="abc123",
        created="2026-11-23T12:00:00+00:00",
        steps={step.target: step for step in steps},
        waves=schedule_waves(steps).waves,
        unchanged=("sw1",),
        skipped={"p1": "observed"},
        failed={"sw2": ("failed", "x")},
    )


@pytest.mark.parametrize("platform", DEPLOYED)
@LAW
@given(data=st.data())
def test_there_is_a_step_exactly_where_the_configs_differ(platform: str, data: st.DataObject) -> None:
    running, wanted = data.draw(configs(platform)), data.draw(configs(platform))
    assume(running and wanted)  # an empty text is no config: reading one is refused
    assume(("version 22" in running) == ("version 22" in wanted))  # Junos: a difference of one direction, which no normal form has
    same = config.normalise(platform, running) == config.normalise(platform, wanted)
    made = step_of(platform, running, wanted)
    assert (made is None) == same
    assert step_of(platform, running, running) is None
    if made is not None:
        assert any(change.sign in "-+>" for change in made.diff)
        assert made.predicted == config.normalise(platform, config.redact(platform, wanted))


@pytest.mark.parametrize("platform", DEPLOYED)
@LAW
@given(data=st.data())
def test_a_step_of_some_features_leaves_the_others_alone(platform: str, data: st.DataObject) -> None:
    """What it predicts is what runs, but for the managed features; with none of them there is nothing to do."""
    running, wanted = data.draw(configs(platform)), data.draw(configs(platform))
    features = sorted(config.features(platform))
    managed = tuple(data.draw(st.lists(st.sampled_from(features), unique=True, max_size=3)))
    made = step_of(platform, running, wanted, managed=managed)
    if made is None:
        return
    assert managed
    assert set(made.features) <= set(managed)


@pytest.mark.parametrize("platform", DEPLOYED)
@LAW
@given(data=st.data())
def test_a_plan_file_comes_back_as_it_was_written(platform: str, data: st.DataObject) -> None:
    made = step_of(platform, *(data.draw(configs(platform)) for _ in range(2)), applied=data.draw(st.none() | configs(platform)))
    plan = plan_of(*[made] if made else [])
    assert plan_from_json(plan_to_json(plan)) == plan
    assert plan_to_json(plan_from_json(plan_to_json(plan))) == plan_to_json(plan)


@pytest.mark.parametrize("platform", DEPLOYED)
@LAW
@given(data=st.data())
def test_no_secret_of_a_device_is_in_a_plan(platform: str, data: st.DataObject) -> None:
    running, wanted = data.draw(configs(platform)), data.draw(configs(platform))
    for number, secret in enumerate(SECRETS):
        wanted = wanted.replace(secret, f"⟦secret:name{number}⟧")
    made = step_of(platform, running, wanted)
    written = plan_to_json(plan_of(*[made] if made else []))
    assert [secret for secret in SECRETS if secret in written] == []


RUNNING = "frr version 8.4.4\nhostname r1\n!\nip route 192.0.2.0/24 blackhole\n!\ninterface eth1\n description old\nexit\n!\n"
WANTED = "frr version 8.4.4\nhostname r1\n!\nenable password ⟦secret:snmp⟧\n!\ninterface eth1\n description new\nexit\n!\n"
ACTIONS = ({"name": "reload", "paths": ["/etc/x.conf"], "reload": "systemctl reload x", "verify": []},)


def written() -> Any:
    """The document of a plan file in which no list or map of a step is empty that need not be."""
    made = build_step(Rendered("r1", "frr", WANTED), "commands", RUNNING, managed=None, applied=WANTED, actions=ACTIONS)
    assert made is not None
    assert made.manual
    return json.loads(plan_to_json(plan_of(made)))


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value of a document."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from spots(inner, (*path, key))


def others(value: Any) -> Iterator[Any]:
    """Values that are not this one."""
    match value:
        case dict():
            yield {**value, "x": 1}
        case list():
            yield [*value, "x"]
            yield from [value[1:], value[::-1]] if value != value[::-1] else []
        case str():
            yield from (f"{value}x", value[:-1] if value else "y", None)
        case bool() | int() | float():
            yield from (value + 1, str(value), None)
        case None:
            yield from (0, "", [])


def changed(document: Any, path: tuple[Any, ...], value: Any) -> str:
    """The text of a document with another value at a path."""
    new = copy.deepcopy(document)
    inner = new
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return json.dumps(new)


def test_a_plan_with_any_value_changed_is_refused() -> None:
    document = written()
    plan_from_json(json.dumps(document))
    damaged = [
        (path, value, changed(document, path, value)) for path in spots(document["plan"], ("plan",)) for value in others(at(document, path))
    ]
    damaged += [(("digest",), value, changed(document, ("digest",), value)) for value in others(document["digest"])]
    damaged += [(("schema",), value, changed(document, ("schema",), value)) for value in others(document["schema"])]
    assert len(damaged) > 200
    assert [(path, value) for path, value, text in damaged if not refused(text)] == []


def test_a_plan_without_any_one_of_its_keys_is_refused() -> None:
    document = written()
    lost = []
    for path in spots(document):
        if path and path != ("kind",) and isinstance(at(document, path[:-1]), dict):
            new = copy.deepcopy(document)
            del at(new, path[:-1])[path[-1]]
            lost.append((path, json.dumps(new)))
    assert len(lost) > 60
    assert [path for path, text in lost if not refused(text)] == []


def test_a_plan_that_was_cut_is_refused() -> None:
    text = plan_to_json(plan_of())
    assert [end for end in range(len(text.rstrip())) if not refused(text[:end])] == []


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        document = document[key]
    return document


def refused(text: str) -> bool:
    try:
        plan_from_json(text)
    except PlanDamaged:
        return True
    return False

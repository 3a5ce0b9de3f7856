"""Laws of the config engine, on generated configs of every platform."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config_strategies import SECRETS, configs
from netops import config
from netops.errors import ConfigError, NetopsError
from netops.platforms import get, grammar_of, names

PLATFORMS = [name for name in names() if get(name).grammar]
WITH_COMMANDS = ("frr", "linux", "cups")

ANY = st.text(st.sampled_from(list(" \n\r\t!#{};[]\"'/*abcno10.⟦⟧^C\\")) | st.characters(codec="utf-8"), max_size=200)
relaxed = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.mark.parametrize("platform", PLATFORMS)
@relaxed
@given(data=st.data())
def test_a_tree_gives_its_text_back(platform: str, data: st.DataObject) -> None:
    text = data.draw(configs(platform))
    assert config.text(config.parse(platform, text)) == text


@pytest.mark.parametrize("platform", PLATFORMS)
@relaxed
@given(data=st.data())
def test_a_config_does_not_differ_from_itself(platform: str, data: st.DataObject) -> None:
    text = data.draw(configs(platform))
    assert config.diff(platform, text, text) == ()
    assert config.remediate(platform, text, text) == []
    assert config.diff(platform, text, config.normalise(platform, text)) == ()


@pytest.mark.parametrize("platform", PLATFORMS)
@relaxed
@given(data=st.data())
def test_normalise_is_idempotent_and_decides_equality(platform: str, data: st.DataObject) -> None:
    one, other = data.draw(configs(platform)), data.draw(configs(platform))
    canonical = config.normalise(platform, one)
    assert config.normalise(platform, canonical) == canonical
    if without_what_stays(platform, one) == without_what_stays(platform, other) and canonical != config.normalise(platform, other):
        return
    assert (canonical == config.normalise(platform, other)) == (config.diff(platform, one, other) == ())


@pytest.mark.parametrize("platform", PLATFORMS)
@relaxed
@given(data=st.data())
def test_commands_lead_to_the_intended_config_and_back(platform: str, data: st.DataObject) -> None:
    running, intended = data.draw(configs(platform)), data.draw(configs(platform))
    try:
        commands = config.remediate(platform, running, intended)
        after = config.predict(platform, running, commands)
        back = config.predict(platform, after, config.rollback(platform, running, intended))
    except ConfigError:
        assert platform not in WITH_COMMANDS
        return
    assert without_what_stays(platform, after) == without_what_stays(platform, intended)
    assert config.diff(platform, after, intended) == ()
    assert config.remediate(platform, after, intended) == []
    assert without_what_stays(platform, back) == without_what_stays(platform, running)
    assert config.diff(platform, back, running) == ()


STAYS = {name: {default.line for default in grammar_of(get(name)).defaults if "stays" in default.conditions} for name in PLATFORMS}
"""Lines that a device keeps which has them, and that make no difference there: what holds without them depends on the model."""


def without_what_stays(platform: str, text: str) -> str:
    """The normal form, without what stays on a device that has it."""
    return "".join(line for line in config.normalise(platform, text).splitlines(keepends=True) if line.strip() not in STAYS[platform])


@pytest.mark.parametrize("platform", PLATFORMS)
@relaxed
@given(data=st.data())
def test_no_secret_survives_redact(platform: str, data: st.DataObject) -> None:
    running, other = data.draw(configs(platform)), data.draw(configs(platform))
    redacted = config.redact(platform, running)
    assert config.redact(platform, redacted) == redacted
    assert not [secret for secret in SECRETS if secret in redacted]
    shown = "\n".join(line.text for line in config.diff(platform, running, other))
    assert not [secret for secret in SECRETS if secret in shown]
    values = {value.strip('"').split(" ")[-1] for value in config.secrets(platform, running).values()}
    assert values == {secret for secret in SECRETS if secret in running}


@pytest.mark.parametrize("platform", PLATFORMS)
@relaxed
@given(data=st.data())
def test_a_placeholder_equals_every_value(platform: str, data: st.DataObject) -> None:
    running = data.draw(configs(platform))
    intended = running
    for secret in SECRETS:
        intended = intended.replace(secret, "⟦secret:some_name⟧")
    assert config.diff(platform, running, intended) == ()
    assert config.redact(platform, running) == config.redact(platform, intended)
    assert config.secrets(platform, intended) == {}
    rotated = running
    for secret in SECRETS:
        rotated = rotated.replace(secret, "another-1")
    assert config.secrets(platform, rotated).keys() == config.secrets(platform, running).keys()


@pytest.mark.parametrize("platform", PLATFORMS)
@relaxed
@given(data=st.data())
def test_diff_names_the_lines_of_the_texts(platform: str, data: st.DataObject) -> None:
    running, intended = data.draw(configs(platform)), data.draw(configs(platform))
    ours, theirs = running.split("\n"), intended.split("\n")
    for line in config.diff(platform, running, intended):
        assert (line.running_line is None) == (line.sign == "+")
        assert (line.intended_line is None) == (line.sign == "-")
        for number, text in ((line.running_line, ours), (line.intended_line, theirs)):
            if number is not None and "⟦" not in line.text and platform != "juniper_junos":
                assert " ".join(line.text.split()) in " ".join(text[number - 1].split())


@pytest.mark.parametrize("platform", PLATFORMS)
@relaxed
@given(data=st.data())
def test_a_lost_line_is_seen(platform: str, data: st.DataObject) -> None:
    text = data.draw(configs(platform))
    lines = text.split("\n")
    tree = config.parse(platform, text)
    leaves = [node for _, node in tree.root.walk() if not node.children and node.line == node.last and not _stays(platform, node)]
    if leaves:
        leaf = data.draw(st.sampled_from(leaves))
        mutated = "\n".join(lines[: leaf.line - 1] + lines[leaf.line :])
        changed = [line for line in config.diff(platform, text, mutated) if line.sign != " "]
        assert [(line.sign, line.running_line) for line in changed][:1] == [("-", leaf.line)] or len(changed) > 1


def _stays(platform: str, node: config.Node) -> bool:
    """Whether a device has the line whatever the wanted config says, or does not show it."""
    stays = node.implied or bool(node.flags & {"keep", "always", "own", "inert"})
    return stays or node.text in STAYS[platform] or node.text.startswith("version ")


@pytest.mark.parametrize("platform", [name for name in PLATFORMS if name != "linux"])
@relaxed
@given(data=st.data())
def test_noise_is_not_seen(platform: str, data: st.DataObject) -> None:
    text = data.draw(configs(platform))
    noisy = text.replace("\n", "  \r\n")
    assert config.diff(platform, text, noisy) == ()
    assert config.normalise(platform, noisy) == config.normalise(platform, text)


@pytest.mark.parametrize("platform", PLATFORMS)
@settings(max_examples=100, deadline=None)
@given(one=ANY, other=ANY)
def test_garbage_is_handled_or_refused(platform: str, one: str, other: str) -> None:
    config.redact(platform, one)
    for call in (
        lambda: config.parse(platform, one),
        lambda: config.normalise(platform, one),
        lambda: config.diff(platform, one, other),
        lambda: config.remediate(platform, one, other),
        lambda: config.predict(platform, one, other.split("\n")),
        lambda: config.secrets(platform, one),
        lambda: config.compose(platform, one, other, list(config.features(platform))[:1]),
        lambda: config.coverage(platform, one, []),
    ):
        try:
            call()
        except NetopsError as error:
            assert isinstance(error, ConfigError)


@pytest.mark.parametrize("platform", PLATFORMS)
@relaxed
@given(data=st.data())
def test_a_candidate_has_the_managed_features_as_intended_and_the_rest_as_it_runs(platform: str, data: st.DataObject) -> None:
    running, intended = data.draw(configs(platform)), data.draw(configs(platform))
    every = sorted(config.features(platform))
    managed = data.draw(st.lists(st.sampled_from(every), unique=True))
    rest = [name for name in every if name not in managed]
    candidate = config.compose(platform, running, intended, managed)
    assert config.compose(platform, running, intended, "all") == intended
    assert config.compose(platform, candidate, intended, managed) == candidate
    assert (
        config.diff(platform, config.compose(platform, candidate, intended, rest), config.compose(platform, running, intended, every)) == ()
    )
    counted, total = config.coverage(platform, running, managed)
    assert counted + config.coverage(platform, running, rest)[0] == config.coverage(platform, running, every)[0] <= total

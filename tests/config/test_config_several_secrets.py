"""Lines that differ in their secrets alone: as many as a device has, whether their values are known or not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest

from netops import config
from netops.config import ConfigPair, ParsedConfig, Secret, key_by_secret_value
from netops.platforms import get, names
from netops.secrets import REDACTED, REDACTION, fill_secrets

VALUES = {"a": "firstone1", "b": "secondone2", "c": "thirdone3"}
CHANGES = (
    ("add the second", "a", "ab"),
    ("remove the last", "ab", "a"),
    ("remove the first", "ab", "b"),
    ("change one", "ab", "ac"),
    ("change both", "ab", "c"),
    ("in another order", "ab", "ba"),
    ("one by hand", "cab", "ab"),
    ("all new", "", "ab"),
)
DEVICES = frozenset(name for name in names() if (grammar := get(name).grammar) is not None and not grammar.dialect.POSITIONS)


def _lines() -> list[tuple[str, str]]:
    """The lines with secrets that a device allows several of, as the rulebooks have it: neither of two overwrites the other."""
    found, platform = [], ""
    for line in (Path(__file__).parent / "secret_lines" / "secret.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            platform = line[1:-1]
        elif platform in DEVICES and "«" in line and not line.startswith(("#", "!", "no ", "delete ")):
            both = config.normalise(platform, _text(line, [VALUES["a"], VALUES["b"]]))
            found += [(platform, line)] if VALUES["a"] in both and VALUES["b"] in both else []
    return found


def _text(line: str, secrets: Sequence[str]) -> str:
    *above, last = line.split(" > ")
    last += " authorization read-only; }" if last.endswith("{") else ""
    closes = "}\n" * sum(text.endswith("{") for text in above)
    head = "".join(" " * depth + text + "\n" for depth, text in enumerate(above))
    body = "".join(" " * len(above) + re.sub("«.*?»", secret, last) + "\n" for secret in secrets)
    return head + body + closes if secrets else ""


def _named(line: str, names: str) -> str:
    return _text(line, [f"⟦secret:{name}⟧" for name in names])


def _clear(line: str, names: str) -> str:
    return _text(line, [VALUES[name] for name in names])


def _signs(pair: ConfigPair) -> Counter[tuple[str, ...]]:
    return Counter((line.sign, *(REDACTION.sub(REDACTED, text) for text in line.path)) for line in pair.difference)


def _filled(lines: Sequence[str]) -> list[str]:
    return sorted(fill_secrets(line, VALUES.__getitem__) for line in lines)


LINES = _lines()


def test_each_platform_has_such_lines() -> None:
    assert {platform for platform, _ in LINES} >= {"cisco_ios", "arista_eos", "cisco_nxos", "cisco_xr", "juniper_junos", "huawei_vrp"}


@pytest.mark.parametrize("platform", sorted({platform for platform, _ in LINES}))
def test_known_secrets_are_compared_as_in_clear(platform: str) -> None:
    for line, (case, now, aim) in product([line for own, line in LINES if own == platform], CHANGES):
        name = f"{line}: {case}"
        running, wanted = ParsedConfig(platform, _clear(line, now)), ParsedConfig(platform, _named(line, aim))
        expected = ConfigPair(running, ParsedConfig(platform, _clear(line, aim)))
        pair = ConfigPair(running, wanted, key_by_secret_value(VALUES.get))
        assert _signs(pair) == _signs(expected), name
        assert _filled(pair.commands) == sorted(expected.commands), name
        after = fill_secrets(running.after(pair.commands).text, VALUES.__getitem__)
        assert config.normalise(platform, after) == config.normalise(platform, expected.predicted.text), name
        back = running.after(pair.commands).after(pair.inverse).text
        assert config.normalise(platform, fill_secrets(back, VALUES.__getitem__)) == config.normalise(platform, running.text), name
        shown = "\n".join(text for one in pair.difference for text in one.path) + running.redacted(wanted) + running.normal(wanted)
        assert not any(value in shown for value in VALUES.values()), name


@pytest.mark.parametrize("platform", sorted({platform for platform, _ in LINES}))
def test_unknown_secrets_are_counted(platform: str) -> None:
    for line in [line for own, line in LINES if own == platform]:
        changes = (("a", "b"), ("ab", "cb"), ("ab", "ac"), ("a", "cb"), ("ab", "c"), ("abc", "ab"))
        differ = [bool(config.diff(platform, _clear(line, now), _named(line, aim))) for now, aim in changes]
        assert differ == [False, False, False, True, True, True], line


@pytest.mark.parametrize("shown", ["7 0822455D0A16", '7 "0822455D0A16"', '"$9$W1ox7VJZjqPQNdjq"', "$9$W1ox7VJZjqPQNdjq"])
def test_a_stored_secret_is_compared_by_its_value(shown: str) -> None:
    is_same = key_by_secret_value({"a": "cisco", "b": "other"}.get)
    assert is_same(Secret("key ", "⟦secret:a⟧"), Secret("key ", shown)) is True
    assert is_same(Secret("key ", "⟦secret:b⟧"), Secret("key ", shown)) is False


def test_a_hash_is_not_compared_by_its_value() -> None:
    is_same = key_by_secret_value({"a": "cisco"}.get)
    for shown in ("9 $9$nhEmQVczB7dqsO$X.HsgL6x1il0RxkOSSvyQYwucySCt7qFm4v7pqCxkKM", "$9$nhEmQVczB7dqsO$X.Hsg", '"$6$salt$hash"'):
        assert is_same(Secret("secret ", "⟦secret:a⟧"), Secret("secret ", shown)) is None


@pytest.mark.parametrize(
    ("platform", "head", "line"),
    [
        ("cisco_ios", "hostname a\n", "ntp authentication-key {} md5 {}\n"),
        ("cisco_nxos", "hostname a\n", "feature-of-no-rule {} key {}\n"),
        ("arista_eos", "hostname a\n", "line-of-no-rule {} {}\n"),
        ("frr", "hostname a\n", "line-of-no-rule {} {}\n"),
        ("huawei_vrp", "sysname a\n", "line-of-no-rule {} {}\n"),
        ("cisco_xr", "hostname a\n", "ntp\n authentication-key {} md5 encrypted {}\n"),
    ],
)
def test_the_way_back_takes_a_line_with_a_placeholder(platform: str, head: str, line: str) -> None:
    running, wanted = head + line.format(1, "AAA"), head + line.format(1, "⟦secret:a⟧") + line.format(2, "⟦secret:b⟧")
    pair = ConfigPair(ParsedConfig(platform, running), ParsedConfig(platform, wanted))
    back = pair.predicted.after(pair.inverse)
    assert pair.inverse
    assert ConfigPair(back, pair.running).equal

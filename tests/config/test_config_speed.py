"""The engine grows with the text, not with its square. The limits are loose: they catch a wrong order of growth, not a slow machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import process_time

import pytest

from netops import config
from netops.dialects.patterns import any_of
from netops.errors import ConfigError
from netops.platforms import get, names


def ios(lines: int, vlan: int) -> str:
    def port(n: int) -> str:
        access = vlan if n % 50 == 0 else 10
        return f"interface GigabitEthernet1/0/{n}\n description port {n}\n switchport access vlan {access}\n switchport mode access\n!\n"

    return "".join(map(port, range(lines // 5)))


def files(lines: int, word: str) -> str:
    records = (f"{word if n % 90 == 0 else 'host'}{n} A 10.0.0.1\n}}\n" for n in range(lines // 2))
    return "### file /etc/bind/db.example root:root 0644\n" + "".join(records)


def junos(lines: int, name: str) -> str:
    return "".join(f"set interfaces ge-0/0/{n} unit 0 description {name if n % 90 == 0 else 'port'}\n" for n in range(lines))


def seconds(call: Callable[[], object]) -> float:
    """The CPU time of the fastest of three runs."""
    times = []
    for _ in range(3):
        start = process_time()
        call()
        times.append(process_time() - start)
    return min(times)


@pytest.mark.parametrize(
    ("platform", "one", "other"),
    [
        ("cisco_ios", lambda n: ios(n, 20), lambda n: ios(n, 30)),
        ("linux", lambda n: files(n, "a"), lambda n: files(n, "b")),
        ("juniper_junos", lambda n: junos(n, "a"), lambda n: junos(n, "b")),
    ],
    ids=["cisco_ios", "linux", "juniper_junos"],
)
@pytest.mark.parametrize("verb", ["diff", "remediate"])
def test_ten_times_the_lines_take_about_ten_times_as_long(
    verb: str, platform: str, one: Callable[[int], str], other: Callable[[int], str]
) -> None:
    small = seconds(lambda: getattr(config, verb)(platform, one(1_000), other(1_000)))
    large = seconds(lambda: getattr(config, verb)(platform, one(10_000), other(10_000)))
    assert large < 30 * small


ODD = {
    "one word": "a" * 500_000,
    "blanks": " " * 500_000,
    "words that start secrets": "username " + "password " * 50_000,
    "keys without an end": "-----BEGIN PRIVATE KEY-----\n" * 15_000,
    "comments without an end": "/*" * 200_000,
    "quotes": '"' * 100_001,
    "versions": "snmp-server host " + "version " * 50_000,
    "hashes": "$6$" * 100_000,
    "assignments": "password = " * 30_000,
    "colons": "://a:" * 100_000,
    "equal lines": "### file /a a:b 0644\n" + "}\n" * 20_000,
}


@pytest.mark.parametrize("platform", [name for name in names() if get(name).grammar])
@pytest.mark.parametrize("odd", ODD)
def test_odd_texts_take_no_long_time(platform: str, odd: str) -> None:
    start = process_time()
    config.redact(platform, ODD[odd])
    for call in (config.normalise, config.parse):
        try:
            call(platform, ODD[odd])
        except ConfigError:
            continue
    assert process_time() - start < 5


PATTERNS = [
    re.compile(r"interface (\S+) vrf \S+"),
    re.compile(r"(?P<head>ip route \S+)(?P<options>(?: (?:tag \d+|[(]x\)))+)"),
    re.compile(r"no [\](]b(ar)?"),
]


@pytest.mark.parametrize(
    "line", ["interface eth0 vrf red", "interface eth0", "ip route 10.0.0.0/8 tag 1 tag 2", "ip route x", "no (b", "no ]bar", "no bar", ""]
)
def test_one_pattern_of_all_matches_where_one_of_them_does(line: str) -> None:
    whole = any_of(PATTERNS)
    assert whole.groups == 0
    assert bool(whole.fullmatch(line)) is any(pattern.fullmatch(line) for pattern in PATTERNS)
    assert bool(whole.match(line)) is any(pattern.match(line) for pattern in PATTERNS)


def test_patterns_that_cannot_be_joined_let_every_line_pass() -> None:
    assert any_of([re.compile(r"(a)\1"), re.compile("b")]).fullmatch("a\nline")
    assert any_of([re.compile("a", re.IGNORECASE), re.compile("b")]).match("c")
    assert any_of([]).match("c") is None

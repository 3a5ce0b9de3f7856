"""Serials of zones: they rise with every change of the data, are a function of the input, and are no difference by themselves."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import netops
from companies import Company
from netops import git
from netops.config import ParsedConfig, diff, normalise, predict, remediate
from netops.model.derive.dns import CHECKSUM_BITS, SERIAL_BITS, serial_of
from netops.render import render_targets

TODAY = date(2026, 1, 1)
SERVER = "ber-dns-1"
START = 1_800_000_000
"""The time of the first commit."""
DAY_S = 86400
ZONE = """### dir /etc/bind/zones root:bind 0755
### file /etc/bind/zones/a.example.zone root:bind 0644
$TTL 3600
@ IN SOA ns.a.example. hostmaster.a.example. ({serial} 3600 900 1209600 300)
www IN A {address}
"""


def run_git(folder: Path, *words: str, at: int = 0) -> None:
    when = {"GIT_COMMITTER_DATE": f"@{at} +0000", "GIT_AUTHOR_DATE": "@1 +0000"} if at else {}
    name = ("-c", "user.name=Test", "-c", "user.email=test@nordwind.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *name, *words], check=True, env=os.environ | when, capture_output=True)


def commit(folder: Path, at: int) -> None:
    run_git(folder, "add", "-A")
    run_git(folder, "commit", "--quiet", "-m", "a change", at=at)


def is_after(one: int, other: int) -> bool:
    """Whether a serial is greater than another (RFC 1982, 3.2)."""
    return 0 < (one - other) % 2**SERIAL_BITS < 2 ** (SERIAL_BITS - 1)


def text_of(root: Path) -> str:
    company = netops.load(root, TODAY)
    return render_targets(company, [company.target(SERVER)], strict=False)[0].text


def serials(text: str) -> set[int]:
    return {int(found) for found in re.findall(r"SOA .* \((\d+) ", text)}


@given(st.integers(0, 2**34), st.integers(1, 2**31 - 2))
def test_a_later_change_has_a_greater_serial(time: int, later: int) -> None:
    assert is_after(serial_of(time + later), serial_of(time)) or serial_of(time) == serial_of(time + later) == 1
    assert 1 <= serial_of(time) < 2**SERIAL_BITS


@given(st.integers(2**30, 2**31 - 1), st.integers(1, 2**CHECKSUM_BITS - 1))
def test_a_time_is_after_every_checksum(time: int, checksum: int) -> None:
    assert is_after(serial_of(time), checksum)


def test_the_time_of_the_last_change(tmp_path: Path) -> None:
    assert git.last_change(tmp_path) is None, "no repository"
    run_git(tmp_path, "init", "--quiet")
    company = tmp_path / "company"
    (company / "inventory").mkdir(parents=True)
    (company / "netops.yaml").write_text("schema: 1\n")
    assert git.last_change(company) is None, "no commit"
    commit(tmp_path, START)
    assert git.last_change(company) == START
    (tmp_path / "README.md").write_text("beside the company\n")
    commit(tmp_path, START + 10)
    assert git.last_change(company) == START, "nothing of the company changed"
    new = company / "inventory" / "defaults.yaml"
    new.write_text("a: 1\n")
    os.utime(new, (START + 20.5, START + 20.5))
    assert git.last_change(company) == START + 20, "a file in no commit: when it was saved"
    os.utime(new, (START - 20, START - 20))
    assert git.last_change(company) == START + 1, "at any rate after the commit"
    commit(tmp_path, START + 30)
    assert git.last_change(company) == START + 30
    new.unlink()
    assert git.last_change(company) == START + 31


def test_serials_rise_and_are_a_function_of_the_input(make_example: Callable[[], Company]) -> None:
    example = make_example()
    unknown = text_of(example.root)
    assert serials(unknown)
    assert all(1 <= one < 2**CHECKSUM_BITS for one in serials(unknown)), "no git"
    assert text_of(example.root) == unknown
    run_git(example.root, "init", "--quiet")
    commit(example.root, START)
    first = text_of(example.root)
    assert serials(first) == {START}
    assert text_of(example.root) == first, "from the cache"
    web = example.root / "inventory/sites/ber/servers/ber-web-1.yaml"
    web.write_text(web.read_text().replace("10.1.20.80/24", "10.1.20.81/24"))
    commit(example.root, START + DAY_S)
    second = text_of(example.root)
    assert serials(second) == {START + DAY_S}
    assert "10.1.20.81" in second
    example.append("inventory/sites/ber/site.yaml", "# a comment\n")
    commit(example.root, START + 2 * DAY_S)
    third = text_of(example.root)
    assert serials(third) == {START + 2 * DAY_S}, "where the rest of its text comes from the cache too"
    assert not diff("linux", second, third)
    assert diff("linux", first, third)


def test_a_serial_alone_is_no_difference() -> None:
    old, new = ZONE.format(serial=5, address="192.0.2.1"), ZONE.format(serial=7, address="192.0.2.1")
    assert not diff("linux", old, new)
    assert remediate("linux", old, new) == []
    assert normalise("linux", old) == normalise("linux", new)
    assert ParsedConfig("linux", old).digest() == ParsedConfig("linux", new).digest()


def test_another_line_takes_the_new_serial_with_it() -> None:
    old, new = ZONE.format(serial=5, address="192.0.2.1"), ZONE.format(serial=7, address="192.0.2.2")
    assert [(line.sign, line.path[-1]) for line in diff("linux", old, new) if line.sign != " "] == [
        ("-", "www IN A 192.0.2.1"),
        ("+", "www IN A 192.0.2.2"),
    ]
    assert predict("linux", old, remediate("linux", old, new)) == new


def test_only_a_serial_is_left_out() -> None:
    """Not the other numbers of the record, nor a number that is written like one elsewhere."""
    zone = ZONE.format(serial=5, address="192.0.2.1")
    assert diff("linux", zone, zone.replace(" 3600 900", " 7200 900"))
    assert diff("linux", zone, zone.replace("ns.a.example.", "ns2.a.example."))
    assert diff("linux", zone + "# the SOA a. b. 5 1 1 1 1\n", zone + "# the SOA a. b. 6 1 1 1 1\n")

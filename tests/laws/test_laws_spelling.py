"""Law: an address may be typed in any spelling. What is rendered is the same, and `netops fmt --fix` writes the one that is printed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from ipaddress import IPv6Address

from hypothesis import given
from hypothesis import strategies as st

from companies import Company
from netops.model.spelling import canonical_address, canonical_mac

V6 = re.compile(r"(?<![\w:.])(?=[0-9a-f]*:)[0-9a-f]*(?::[0-9a-f]*){2,7}(?=/\d|\"|\s|$|,|\])")


def respelled(text: str, random_: random.Random) -> str:
    """The YAML with its IPv6 addresses in capitals or in full."""
    return V6.sub(lambda found: random_.choice((str.upper, lambda one: IPv6Address(one).exploded))(found[0]), text)


def outputs(company: Company) -> dict[str, bytes]:
    company.netops("render")
    return {path.name: path.read_bytes() for path in sorted((company.root / "build").rglob("*")) if path.is_file()}


def test_any_spelling_renders_the_same(make_example: Callable[[], Company]) -> None:
    company, random_ = make_example(), random.Random(11)
    wanted, changed = outputs(company), 0
    before = {path: path.read_text() for path in sorted((company.root / "inventory").rglob("*.yaml"))}
    for path, text in before.items():
        path.write_text(respelled(text, random_))
        changed += path.read_text() != text
    assert changed >= 10
    assert outputs(company) == wanted
    company.netops("fmt", "--fix")
    assert {path: path.read_text() for path in before} == before


@given(st.integers(0, 2**128 - 1), st.integers(0, 128), st.booleans())
def test_one_spelling_for_each_address(number: int, length: int, capitals: bool) -> None:
    full = IPv6Address(number).exploded
    typed = full.upper() if capitals else full
    assert canonical_address(typed) == str(IPv6Address(number))
    assert canonical_address(f"{typed}/{length}") == f"{IPv6Address(number)}/{length}"


def test_what_is_no_address_stays() -> None:
    for text in ("any", "10.1.1", "10.1.1.1/33", "::1/129", "Ethernet1/1", "00:11", "", "10.1.1.1-10.1.1.9"):
        assert canonical_address(text) == text and canonical_mac(text) == text
    assert canonical_address("10.1.1.1/255.255.255.0") == "10.1.1.1/24"
    assert canonical_mac("0200.5E10.00aa") == "02:00:5e:10:00:aa"

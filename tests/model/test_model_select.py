"""`--limit`: what selectors select, and what is said when they select nothing."""

from __future__ import annotations

import pytest

from netops.errors import UsageError
from netops.model.company import Company
from netops.model.select import select_targets

EVERY = ["aa-sw-1", "aa-prn-1", "aa-print-1", "aa-print-1:cups", "aa-nas-1", "bb-sw-1"]


@pytest.mark.parametrize(
    ("limit", "names"),
    [
        ("site=bb", ["bb-sw-1"]),
        ("site=aa,role=access", ["aa-sw-1"]),
        ("site=aa,site=bb,role=access", ["aa-sw-1", "bb-sw-1"]),
        ("aa-sw-1", ["aa-sw-1"]),
        ("*-sw-*", ["aa-sw-1", "bb-sw-1"]),
        ("name=*-sw-*,!bb-*", ["aa-sw-1"]),
        ("aa-print-1", ["aa-print-1", "aa-print-1:cups"]),
        ("aa-print-1:cups", ["aa-print-1:cups"]),
        ("aa-print-1,!platform=cups", ["aa-print-1"]),
        ("!site=aa", ["bb-sw-1"]),
        ("kind=storage", ["aa-nas-1"]),
        ("platform=linux", ["aa-print-1", "aa-nas-1"]),
        ("status=planned", ["aa-prn-1"]),
        ("tag=pilot", ["aa-sw-1"]),
        ("region=north", EVERY),
        (" aa-sw-1 , bb-sw-1 ,", ["aa-sw-1", "bb-sw-1"]),
    ],
)
def test_select(acme: Company, limit: str, names: list[str]) -> None:
    assert [target.name for target in select_targets(acme, limit)] == names


def test_everything_must_be_asked_for(acme: Company) -> None:
    assert [target.name for target in select_targets(acme, "", all_=True)] == EVERY
    with pytest.raises(UsageError, match="an empty --limit would select every target"):
        select_targets(acme, " ")


@pytest.mark.parametrize(
    ("limit", "message", "hint"),
    [
        ("site=cc", "--limit 'site=cc' selects no target", "no site 'cc'; there are: aa, bb"),
        ("aa-sw1", "--limit 'aa-sw1' selects no target", "no name 'aa-sw1'; did you mean aa-sw-1"),
        ("site=bb,role=printer", "--limit 'site=bb,role=printer' selects no target", "each term matches some target"),
        ("sit=aa", "--limit has no key 'sit'", "did you mean site?"),
        ("!*", "--limit '!*' selects no target", "each term matches some target"),
    ],
)
def test_nothing_selected_is_an_error(acme: Company, limit: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        select_targets(acme, limit)
    assert caught.value.message == message
    assert caught.value.hint.startswith(hint)

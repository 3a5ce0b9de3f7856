"""The examples in the docstrings of the public modules run and give what they show, in the company that `netops init` writes."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

from companies import Company
from netops import config, errors

MODULES = {
    "netops": {"load"},
    "netops.checks._rule": {"rule"},
    "netops.config": set(),
    "netops.config.api": {name for name in config.__all__ if name.islower() and hasattr(import_module("netops.config.api"), name)},
    "netops.errors": {"printable_text", "worst_exit_code", "Origin"},
    "netops.registry": set(),
    "netops.report": set(),
}
"""The documented modules, and what of each must have an example of its own."""


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str, starter: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(starter.root)
    module = import_module(name)
    tests = [test for test in doctest.DocTestFinder(exclude_empty=True).find(module) if test.examples]
    assert MODULES[name] <= {test.name.removeprefix(f"{name}.") for test in tests}
    runner = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    report: list[str] = []
    for test in tests:
        runner.run(test, out=report.append)
    assert (runner.tries > 0, "".join(report)) == (True, "")


def test_every_error_is_described_and_is_in_the_tree() -> None:
    found = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.NetopsError)]
    assert [each.__name__ for each in found if not vars(each).get("__doc__")] == []
    assert [each.__name__ for each in found if each.__name__ not in (errors.__doc__ or "")] == []

"""docs/remediation.md: its examples say what netops says, its rules stand in the rulebooks, and no flag and no option is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from netops import config
from netops.dialects.rules import FLAGS, OPTIONS
from netops.errors import ConfigError
from netops.platforms import get, names

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/remediation.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = [(platform, body) for platform, body in FENCE.findall(PAGE) if platform in [name for name in names() if get(name).grammar]]

Parts = dict[str, str]


def parts(body: str) -> Parts:
    """The parts of an example: the word at the margin to the text that is indented below it."""
    found = re.split(r"^(\w+)$\n?", body, flags=re.MULTILINE)[1:]
    pairs = zip(found[::2], found[1::2], strict=True)
    return {word: "".join(f"{line.removeprefix('  ')}\n" for line in text.splitlines()) for word, text in pairs}


def shown(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def told_diff(platform: str, running: str, intended: str) -> str:
    return shown([f"{line.sign} {' ' * line.depth}{line.text}" for line in config.diff(platform, running, intended)])


def refusal(platform: str, running: str, intended: str) -> str:
    with pytest.raises(ConfigError) as caught:
        config.remediate(platform, running, intended)
    return shown([f"error: {caught.value.message}", f"hint: {caught.value.hint}"])


ANSWERS: dict[str, Callable[[str, str, str], str]] = {
    "diff": told_diff,
    "commands": lambda platform, running, intended: shown(config.remediate(platform, running, intended)),
    "predict": lambda platform, running, intended: config.predict(platform, running, config.remediate(platform, running, intended)),
    "rollback": lambda platform, running, intended: shown(config.rollback(platform, running, intended)),
    "normalise": lambda platform, running, _: config.normalise(platform, running),
    "redact": lambda platform, running, _: config.redact(platform, running),
    "refused": refusal,
}


def answers(platform: str, told: Parts) -> Parts:
    """What netops says to the two configs of an example, for each part that shows an answer."""
    running, intended, managed = (told.get(part, "") for part in ("running", "intended", "managed"))
    said = {word: ask(platform, running, intended) for word, ask in ANSWERS.items() if word in told}
    if managed:
        features = "all" if managed.strip() == "all" else managed.split()
        said["compose"] = config.compose(platform, running, intended, features)
        if "coverage" in told:
            said["coverage"] = shown(["{} of {} lines".format(*config.coverage(platform, running, features))])
    return said


def rules_of(platform: str) -> set[str]:
    """The rules in a platform's file, with single blanks."""
    module = import_module(f"netops.platforms.{platform}.rulebook")
    texts = [value for name, value in vars(module).items() if name.isupper() and isinstance(value, str)]
    return {" ".join(line.replace("%", " %").split()) for text in texts for line in text.splitlines()}


@pytest.mark.parametrize(("platform", "body"), EXAMPLES, ids=[f"{i}-{platform}" for i, (platform, _) in enumerate(EXAMPLES)])
def test_an_example_says_what_netops_says(platform: str, body: str) -> None:
    told = parts(body)
    said = answers(platform, told)
    assert said
    assert {word: text for word, text in told.items() if word in said} == said
    assert told.keys() <= said.keys() | {"rule", "running", "intended", "managed"}
    assert {" ".join(rule.split()) for rule in told.get("rule", "").splitlines()} <= rules_of(platform)


def test_every_function_of_the_table_is_shown() -> None:
    table = PAGE.partition("| function of")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)\(", table, re.MULTILINE)) == set(ANSWERS) - {"commands", "refused"} | {"remediate"}


@pytest.mark.parametrize(("heading", "known"), [("### Flags\n", FLAGS), ("### Options\n", OPTIONS)], ids=["flags", "options"])
def test_every_flag_and_option_is_told_with_an_example_that_has_it(heading: str, known: dict[str, str]) -> None:
    section = re.split(r"^##+ ", PAGE.partition(heading)[2], flags=re.MULTILINE)[0]
    entries = re.findall(r"^(`\w+=?`: .*?^```\w+\n.*?^```$)", section, re.MULTILINE | re.DOTALL)
    told: list[str] = []
    for entry in entries:
        text, _, example = entry.partition("\n```")
        names_told = re.findall(r"`(\w+)=?`: ", text)
        rule = parts(example.partition("\n")[2].removesuffix("```"))["rule"]
        assert [name for name in names_told if not re.search(rf"[% ]{name}\b", rule)] == []
        told += names_told
    assert sorted(told) == sorted(known)


def test_the_worked_example_is_the_platform() -> None:
    """The rules that the page adds for VRP stand in its file, some with more flags."""
    (added,) = re.findall(r"^```\n(sysname = .*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert {" ".join(line.split()) for line in added.splitlines()} <= rules_of("huawei_vrp")

"""Every change of one line that means something is seen, and none that means nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from netops import config
from netops.errors import ConfigError
from netops.platforms import get, grammar_of

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = Path(__file__).parent / "cases"
IMPLIED = {("frr", "vrrp 10")}
"""Lines that lines below them make: FRR shows `vrrp 10` above `vrrp 10 priority 120`, whether it was typed or not."""
PLATFORMS = ("arista_eos", "cisco_ios", "cisco_nxos", "cisco_xr", "frr", "juniper_junos")
NOISE = {
    "arista_eos": ("! Command: show running-config", "! device: sw-1 (vEOS-lab, EOS-4.30.1F)"),
    "cisco_ios": (
        "Building configuration...",
        "Current configuration : 4711 bytes",
        "! Last configuration change at 10:00:00 UTC Mon Nov 2 2026 by ops",
        "! NVRAM config last updated at 10:00:00 UTC Mon Nov 2 2026",
        "ntp clock-period 17179869",
    ),
    "cisco_nxos": (
        "!Command: show running-config",
        "!Time: Mon Nov  2 10:00:00 2026",
        "!Running configuration last done at: Mon Nov  2 2026",
    ),
    "cisco_xr": (
        "Mon Nov  2 10:00:00.123 UTC",
        "Building configuration...",
        "!! Last configuration change at Mon Nov  2 10:00:00 2026 by ops",
    ),
    "frr": ("Building configuration...", "Current configuration:"),
    "juniper_junos": ("## Last commit: 2026-11-02 10:00:00 UTC by ops", "## Last changed: 2026-11-02 10:00:00 UTC"),
}


def texts(platform: str) -> list[str]:
    """Configs as templates render them, with values for secrets, and those of the case folders; without what Junos notes at their ends."""
    paths = [*sorted((GOLDEN / platform).glob("*/expected.txt")), *sorted((CASES / platform).glob("*/*ed.txt"))]
    found = (re.sub("⟦[^⟧]*⟧", "S3cret", path.read_text(encoding="utf-8")) for path in paths)
    return [_in_section(platform, re.sub(" ## SECRET-DATA", "", text)) for text in found]


def _in_section(platform: str, text: str) -> str:
    """A text of Junos that begins inside of `system { }`, as the template of that noun writes it, with what is around it."""
    return f"system {{\n{text}}}\n" if platform == "juniper_junos" and re.match(r"[a-z -]+;", text) else text


def meaningful(platform: str, text: str) -> Iterator[int]:
    """The numbers (from 1) of the lines that can be changed on the device and mean something there."""
    for _, node in config.parse(platform, text).root.walk():
        stays = node.flags & {"keep", "always", "own"}
        if node.line and not node.implied and not stays and not node.numbers and "version" not in node.text:
            yield node.line


def mutants(line: str) -> Iterator[str | None]:
    """The line gone, with its first number raised by one, and with a longer last word."""
    yield None
    if match := re.search(r"\d+", line):
        yield line[: match.start()] + str(int(match[0]) + 1) + line[match.end() :]
    if re.search(r"\w[;\s]*$", line):
        yield re.sub(r"(\w)([;\s]*)$", r"\1x\2", line)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_changed_line_is_seen(platform: str) -> None:
    missed, tried = [], 0
    stays = {default.line for default in grammar_of(get(platform)).defaults if "stays" in default.conditions}
    for text in texts(platform):
        lines = text.split("\n")
        for number in sorted(set(meaningful(platform, text))):
            for mutant in mutants(lines[number - 1]):
                changed = lines[: number - 1] + ([] if mutant is None else [mutant]) + lines[number:]
                if mutant is None:
                    line = lines[number - 1].strip()
                    if (platform, line) in IMPLIED or line in stays:  # whether the device has it depends on the model
                        continue
                elif _is_spelled_alike(platform, lines[number - 1], mutant):
                    continue
                tried += 1
                if not _sees(platform, text, "\n".join(changed)):
                    missed.append((lines[number - 1], mutant))
    assert missed == []
    assert tried > 250


def _is_spelled_alike(platform: str, line: str, mutant: str) -> bool:
    """Whether FRR shows both lines as one: it clears the bits of the host in a prefix (`1.0.0.0/0`)."""
    return platform == "frr" and config.normalise(platform, line.strip() + "\n") == config.normalise(platform, mutant.strip() + "\n") != ""


def _sees(platform: str, text: str, changed: str) -> bool:
    """Whether the difference shows a change, or the text is refused: a block that does not end any more."""
    try:
        return config.diff(platform, text, changed) != ()
    except ConfigError:
        return True


@pytest.mark.parametrize("platform", PLATFORMS)
def test_noise_is_not_a_difference(platform: str) -> None:
    for text in texts(platform):
        noisy = "\r\n".join([*NOISE[platform], *(f"{line}  " for line in text.split("\n"))])
        if '"' not in text and "banner" not in text:  # blanks at the end of a line of a text in quotes mean something
            assert config.diff(platform, text, noisy) == ()
            assert config.remediate(platform, noisy, text) == []


def without_sections(platform: str, text: str) -> Iterator[str]:
    """The text without each of its sections."""
    lines = text.split("\n")
    for _, node in config.parse(platform, text).root.walk():
        if node.children and node.line and not node.implied and not node.flags & {"keep", "always", "own", "inert"}:
            end = max([node.line, *(one.last or one.line for _, one in node.walk() if one.line)])
            depth = sum(line.rstrip().endswith("{") for line in lines[node.line - 1 : end])
            depth -= sum(line.strip() == "}" for line in lines[node.line - 1 : end])
            while platform == "juniper_junos" and depth > 0:
                end += 1
                depth -= lines[end - 1].strip() == "}"
            yield "\n".join(lines[: node.line - 1] + lines[end:])


@pytest.mark.soak
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_section_of_the_golden_configs_goes_and_comes_back(platform: str) -> None:
    tried = 0
    for path in sorted((GOLDEN / platform).glob("*/expected.txt")):
        text = re.sub(" ## SECRET-DATA", "", re.sub("⟦[^⟧]*⟧", "S3cret", path.read_text(encoding="utf-8")))
        text = _in_section(platform, text)
        for cut in without_sections(platform, text) if path.parent.name != "main" else ():
            for running, intended in ((text, cut), (cut, text)):
                after = config.predict(platform, running, config.remediate(platform, running, intended))
                assert config.diff(platform, after, intended) == (), path.parent.name
                back = config.predict(platform, after, config.rollback(platform, running, intended))
                assert config.diff(platform, back, running) == (), path.parent.name
                tried += 1
    assert tried > 20

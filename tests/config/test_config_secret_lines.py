"""Lines of manuals that speak of secrets: those that hold some, and those that hold none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from netops import config
from netops.platforms import redact_text
from netops.secrets import REDACTED

FOLDER = Path(__file__).parent / "secret_lines"


def _cases(name: str) -> Iterator[tuple[str, str]]:
    platform = ""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            platform = line[1:-1]
        elif platform and line:
            yield platform, line


def _text(platform: str, case: str) -> str:
    lines = case.split(" > ")
    step = "   " if platform == "arista_eos" else "  "
    return "\n".join(step * depth + line for depth, line in enumerate(lines))


def _redact(platform: str, text: str) -> str:
    return redact_text(text) if platform == "text" else config.redact(platform, text)


SECRET, HARMLESS = tuple(_cases("secret.txt")), tuple(_cases("harmless.txt"))


@pytest.mark.parametrize(("platform", "case"), SECRET)
def test_secrets_are_hidden_and_nothing_else(platform: str, case: str) -> None:
    text = _text(platform, case)
    shown = _redact(platform, text.replace("«", "").replace("»", ""))
    assert shown == re.sub("[\"']?«.*?»[\"']?" if platform in ("linux", "text") else "«.*?»", REDACTED, text)
    assert _redact(platform, shown) == shown


@pytest.mark.parametrize(("platform", "case"), HARMLESS)
def test_lines_without_a_secret_stay_as_they_are(platform: str, case: str) -> None:
    text = _text(platform, case)
    assert _redact(platform, text) == text

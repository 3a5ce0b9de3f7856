"""Odd but legal configs of each platform, from the vendors' manuals: blocks up to an end mark, abbreviations, sections entered
again, ranges, comments, tabs, texts that are not ASCII. `odd/PLATFORM.txt` has them, each below a line `=== NAME`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from netops import config
from netops.errors import ConfigError

BARE = {"juniper_junos": "system {\n    host-name zz;\n}\n", "huawei_vrp": "sysname zz\n"}


def texts() -> Iterator[object]:
    for path in sorted((Path(__file__).parent / "odd").glob("*.txt")):
        _, *parts = re.split(r"^=== (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for name, text in zip(parts[::2], parts[1::2], strict=True):
            yield pytest.param(path.stem, text, id=f"{path.stem}-{name}")


TEXTS = list(texts())


def there_and_back(platform: str, running: str, wanted: str) -> None:
    """Commands lead to what is wanted, and those of the way back to what ran."""
    after = config.predict(platform, running, config.remediate(platform, running, wanted))
    assert config.diff(platform, after, wanted) == ()
    assert config.diff(platform, config.predict(platform, after, config.rollback(platform, running, wanted)), running) == ()


@pytest.mark.parametrize(("platform", "text"), TEXTS)
def test_a_text_is_itself_in_every_form(platform: str, text: str) -> None:
    normal = config.normalise(platform, text)
    assert config.normalise(platform, normal) == normal
    for same in (normal, text.replace("\n", "\r\n"), config.predict(platform, text, []), config.redact(platform, text)):
        assert config.diff(platform, text, same) == ()
        assert config.remediate(platform, text, same) == []


@pytest.mark.parametrize(("platform", "text"), TEXTS)
def test_a_text_is_made_and_taken_away(platform: str, text: str) -> None:
    bare = BARE.get(platform, "hostname zz\n")
    there_and_back(platform, bare, text)
    there_and_back(platform, text, bare)


@pytest.mark.parametrize(("platform", "text"), TEXTS)
def test_a_line_comes_and_goes(platform: str, text: str) -> None:
    """Every fifth line, with those below it; without the end of a block a text is refused."""
    lines = text.split("\n")
    for start in range(0, len(lines), 5):
        end = start + 1
        while end < len(lines) and len(lines[end]) - len(lines[end].lstrip()) > len(lines[start]) - len(lines[start].lstrip()):
            end += 1
        end += platform == "juniper_junos" and lines[start].endswith("{")
        without = "\n".join(lines[:start] + lines[end:])
        try:
            config.parse(platform, without)
        except ConfigError as error:
            assert re.search("never ends|too much|expected", str(error))
        else:
            there_and_back(platform, text, without)
            there_and_back(platform, without, text)

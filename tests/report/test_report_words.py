"""Ages and shares are never told better than they are."""

from __future__ import annotations

import pytest

from netops.config.compliance import Coverage
from netops.plan import ConfigFile, ConfigSource
from netops.report._words import age_text, coverage_text, file_age, source_note

NOW = "2026-11-25T12:00:00+00:00"


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (Coverage(1204, 529, 1290), "managed 93 % (1204 of 1290 lines), modelled 41 % (529)"),
        (Coverage(1999, 0, 2000), "managed 99 % (1999 of 2000 lines), modelled 0 % (0)"),
        (Coverage(5, 5, 5), "managed 100 % (5 of 5 lines), modelled 100 % (5)"),
        (Coverage(), "managed (0 of 0 lines), modelled (0)"),
    ],
)
def test_only_all_of_it_is_100_percent(coverage: Coverage, words: str) -> None:
    assert coverage_text(coverage) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2026-11-25T11:59:30+00:00", "0 minutes"),
        ("2026-11-25T11:59:00+00:00", "1 minute"),
        ("2026-11-25T09:30:00+00:00", "2 hours"),
        ("2026-11-24T12:00:00+00:00", "1 day"),
        ("2026-08-01T12:00:00+00:00", "116 days"),
        ("2026-11-26T12:00:00+00:00", "0 minutes"),
    ],
)
def test_an_age_is_told_in_its_largest_unit(written: str, words: str) -> None:
    assert age_text(written, NOW) == words


def test_what_was_read_from_a_device_needs_no_word() -> None:
    assert (source_note(ConfigSource(), NOW), file_age(ConfigSource(), "sw1", NOW)) == ([], "")


def test_the_oldest_file_is_named() -> None:
    files = {"sw1": ConfigFile("b/sw1.cfg", "2026-11-20T12:00:00+00:00", True), "sw2": ConfigFile("b/sw2.cfg", NOW, True)}
    running = ConfigSource("backup", "b", files)
    assert source_note(running, NOW)[0] == "compared with backups in b, not with the devices; the oldest is sw1's, written 5 days ago"
    assert file_age(running, "sw1", NOW) == ", backup written 5 days ago"

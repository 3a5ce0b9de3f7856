"""Fixtures for every room: companies to try things on, and the real lab, which skips with the reason where it cannot run."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from companies import make_example, starter, untouched_starter
from real_lab import real_lab

__all__ = ["make_example", "real_lab", "starter", "untouched_starter"]


@pytest.fixture(autouse=True)
def collectable() -> Iterator[None]:
    """Commands leave what they loaded out of later garbage collections, since their process ends; that of the tests goes on."""
    yield
    gc.unfreeze()

"""Fixtures for every room: companies to try things on, and the real lab, which skips with the reason where it cannot run."""

from companies import make_example, starter
from real_lab import real_lab

__all__ = ["make_example", "real_lab", "starter"]

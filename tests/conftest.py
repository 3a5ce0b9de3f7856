"""Fixtures for every room: `real_lab` starts the real lab once per session, or skips with the reason why it cannot."""

from real_lab import real_lab

__all__ = ["real_lab"]

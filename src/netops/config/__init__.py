"""Configs of devices as values: which lines differ, which commands bring one config to the other, what the device looks like then.

All functions are pure. What cannot be handled raises ConfigError and says where and why; a wrong list of commands is never given.
"""

from __future__ import annotations

from netops.config.api import (
    compose,
    coverage,
    diff,
    features,
    normalise,
    parse,
    predict,
    redact,
    remediate,
    rollback,
    secrets,
    text,
)
from netops.config.diff import Cause, DiffLine
from netops.config.parsed import ConfigPair, ParsedConfig, digest
from netops.dialects.tree import Node, Tree

__all__ = [
    "Cause",
    "ConfigPair",
    "DiffLine",
    "Node",
    "ParsedConfig",
    "Tree",
    "compose",
    "coverage",
    "diff",
    "digest",
    "features",
    "normalise",
    "parse",
    "predict",
    "redact",
    "remediate",
    "rollback",
    "secrets",
    "text",
]

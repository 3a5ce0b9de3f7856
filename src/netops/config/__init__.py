"""Configs of devices as values: which lines differ, which commands bring one config to the other, what the device looks like then.

All functions are pure. What cannot be handled raises ConfigError with the place and the reason; a wrong list of commands is never given.

>>> from netops import config
>>> running = "hostname sw1\\nntp server 10.0.0.1\\n"
>>> intended = "hostname sw1\\nntp server 10.0.0.2\\n"
>>> for line in config.diff("cisco_ios", running, intended):
...     print(line.sign, line.text)
- ntp server 10.0.0.1
+ ntp server 10.0.0.2
>>> config.remediate("cisco_ios", running, intended)
['no ntp server 10.0.0.1', 'ntp server 10.0.0.2']
"""

from __future__ import annotations

from netops.config.api import (
    Overwritten,
    compose,
    coverage,
    diff,
    features,
    normalise,
    overwritten,
    parse,
    predict,
    redact,
    remediate,
    rollback,
    secrets,
    text,
)
from netops.config.diff import Cause, DiffLine
from netops.config.parsed import ConfigPair, ParsedConfig, short_digest
from netops.dialects.secret_numbers import IsSame, uncomparable_secrets
from netops.dialects.secret_values import key_by_secret_value
from netops.dialects.secrets import Secret
from netops.dialects.tree import Node, Tree

__all__ = [
    "Cause",
    "ConfigPair",
    "DiffLine",
    "IsSame",
    "Node",
    "Overwritten",
    "ParsedConfig",
    "Secret",
    "Tree",
    "compose",
    "coverage",
    "diff",
    "features",
    "key_by_secret_value",
    "normalise",
    "overwritten",
    "parse",
    "predict",
    "redact",
    "remediate",
    "rollback",
    "secrets",
    "short_digest",
    "text",
    "uncomparable_secrets",
]

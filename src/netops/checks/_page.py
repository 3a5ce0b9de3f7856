"""The page of all rules, from their own words: docs/checks.md."""

from __future__ import annotations

import inspect
from collections.abc import Iterable

from netops.checks import Rule

HEAD = """# The rules

`netops validate` runs them after the schemas; `netops rules` lists them, `netops rules CODE` shows one. In `netops.yaml`,
`rules: {CODE: warning}` changes the severity of one, `off` switches it off, and `{CODE: {severity: error, OPTION: VALUE}}` sets its
options.

A finding that is known and accepted for a time is waived in a file below `inventory/policies/`; after the last day it counts again, and a
waiver that waives nothing is a warning:

```yaml
waivers:
  - code: RED002
    at: ber-core-2                 # an object, a path in it (`ber-core-2: role`), or a file
    reason: New hardware comes in March
    owner: it-network
    expires: 2027-03-31
```

A company adds its own rules as one file, see [Adding to netops](extending.md). This page is made from the rules themselves: `make docs`.
"""


def rules_page(rules: Iterable[Rule]) -> str:
    """The Markdown page of the rules, by code."""
    return "\n".join([HEAD, *(_section(rule) for rule in rules)])


def _section(rule: Rule) -> str:
    text = inspect.cleandoc(rule.text)
    first, _, rest = text.partition("\n\n")
    points = "\n".join(f"* **{name}:** {words}" for name, words in map(_point, _points(rest)))
    return f"## {rule.code}: {rule.title}\n\n*{rule.severity}.* {' '.join(first.split())}\n\n{points}\n"


def _points(text: str) -> list[str]:
    """The headed sentences of a rule's docstring, each on one line."""
    lines: list[str] = []
    for line in text.splitlines():
        headed = line.split(":")[0] in ("What it does", "Why it matters", "Example", "Use instead", "Options")
        if headed or not lines:
            lines.append(line.strip())
        else:
            lines[-1] += f" {line.strip()}"
    return lines


def _point(line: str) -> tuple[str, str]:
    name, _, words = line.partition(":")
    return name, words.strip()

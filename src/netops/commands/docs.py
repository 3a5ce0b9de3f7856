"""netops docs"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from netops.commands import common
from netops.errors import UsageError
from netops.messages import did_you_mean, pluralize

MARK = re.compile(r"^<!--.*?-->\n", re.MULTILINE | re.DOTALL)
MOST_PAGES = 12
LONGEST = 80
"""Letters of a line of a page that are shown."""
BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
ENTRY = re.compile(r"^\* \[([^\]]+)\]\(([^)]+)\.md\)(.*)$")


@click.command(epilog=common.help_epilog("netops docs\nnetops docs add-a-vlan\nnetops docs dhcp\nnetops docs glossary | less"))
@click.argument("topic", required=False)
def command(topic: str | None) -> None:
    """Read a page of the documentation; without TOPIC, list the pages.

    The pages are those of this version, and need no network. Part of a name is enough where only one page has it. A word that is in
    no name lists the pages that have it in their text, those with most of it first.
    """
    text = _page(topic) if topic else _contents()
    if sys.stdout.isatty():
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)


def _folder() -> Path:
    from netops.project import bundled_folder

    return bundled_folder() / "docs"


def _pages() -> dict[str, Path]:
    """Every page by its topic: the name of its file, with the folder where it is the page of a folder."""
    found = {page.relative_to(_folder()).with_suffix("").as_posix(): page for page in sorted(_folder().rglob("*.md"))}
    return {name.removesuffix("/index").rpartition("/")[2]: page for name, page in found.items()}


def _contents() -> str:
    """The topics with their titles, in the sections of the first page."""
    lines: list[str] = []
    for line in (_folder() / "index.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            lines += ["", f"{line[3:]}:"]
        elif entry := ENTRY.match(line):
            lines.append(f"  {entry[2].removesuffix('/index').rpartition('/')[2]:<26}{entry[1]}{entry[3]}")
    return "\n".join([*lines[1:], "", "netops docs TOPIC shows one", ""])


def _page(topic: str) -> str:
    pages = _pages()
    name = topic.lower().removesuffix(".md").rpartition("/")[2]
    near = [one for one in pages if name in one]
    chosen = pages.get(name) or (pages[near[0]] if len(near) == 1 else None)
    if chosen is None and not near and (found := _having(pages, topic)):
        return found
    if chosen is None:
        hint = f"one of {', '.join(near)}" if near else did_you_mean(name, list(pages), "netops docs lists them", most=3)
        raise UsageError(f"no page {topic!r}", hint=hint)
    return MARK.sub("", chosen.read_text(encoding="utf-8"))


def _having(pages: Mapping[str, Path], word: str) -> str:
    """The pages with a word in their text outside of blocks, each with the first heading or line that has it; empty when there is none."""
    rows = []
    for name, page in pages.items():
        prose = BLOCK.sub("", MARK.sub("", page.read_text(encoding="utf-8")))
        lines = [line for line in prose.splitlines() if word.casefold() in line.casefold()]
        if lines:
            best = next((line for line in lines if line.startswith("#")), lines[0])
            rows.append((-len(lines), f"  {name:<26}{pluralize(len(lines), 'line'):<11}{best.lstrip('#* |').strip()[:LONGEST]}"))
    listed = [row for _, row in sorted(rows)[:MOST_PAGES]]
    return "\n".join([f"pages with {word!r}:", *listed, "", "netops docs TOPIC shows one", ""]) if listed else ""

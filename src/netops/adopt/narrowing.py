"""Which data of a draft is why its config does not come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from netops.adopt.draft import INTERFACES, RAW, WITHOUT, DeviceDraft
from netops.config import ConfigPair, ParsedConfig
from netops.dialects.tree import Node, ordered_groups
from netops.errors import Origin
from netops.render.rendered import Rendered

Steps = tuple[str | int, ...]

REQUIRED = frozenset({"hostname", "device_type", "role", "platform", RAW, WITHOUT})
"""Keys that a device has to have, and those that hold what is no data."""


def doubtful_data(draft: DeviceDraft, made: Rendered, path_of: Callable[[Origin], Steps]) -> tuple[set[Steps], int]:
    """The nouns and interfaces that lines come from which are on one side only or in another place, and the first such line of the config.

    `made` is rendered with the origins of its lines, `path_of` gives the place of an origin in the data of the draft, () for none.
    """
    written = list(draft.grammar.dialect.written(draft.grammar, made.text))
    own, theirs = {line.path for line in draft.lines}, {line.path for line in written}
    trees = ConfigPair(draft.config, ParsedConfig(draft.platform, made.text)).trees
    moved, moved_there = set(misplaced_lines(*trees)), set(misplaced_lines(*reversed(trees)))
    lines = [line for line in draft.lines if line.path not in theirs or line.first in moved]
    found = [line for line in written if line.path not in own or line.first in moved_there]
    ports = (draft.importer.port_of(line.path) for line in (*lines, *found))
    roots = {(INTERFACES, port) for port in ports if port in draft.data.get(INTERFACES, {})}
    values = (value for line in found for text in made.lines[line.first - 1 : line.last] for value in text.values)
    places = {_root(path_of(Origin(value.file, value.line, value.column))) for value in values}
    return {root for root in roots | places if root}, min((line.first for line in lines), default=0)


def _root(path: Steps) -> Steps:
    """The interface or the noun that a place is in, () for what has to stay."""
    if path[:1] == (INTERFACES,):
        return path[:2] if len(path) > 1 else ()
    return () if not path or path[0] in REQUIRED else path[:1]


def misplaced_lines(own: Node, theirs: Node) -> Iterator[int]:
    """The numbers of the lines that are in another order than on the other side: of two lines for one setting the last one counts."""
    there = ordered_groups(theirs)
    for group, settings in ordered_groups(own).items():
        if there.get(group) != settings:
            yield from (own.children[setting].line for setting in settings)
    for setting, child in own.children.items():
        if setting in theirs.children:
            if child.text != theirs.children[setting].text:
                yield child.line
            yield from misplaced_lines(child, theirs.children[setting])

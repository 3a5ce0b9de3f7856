"""Hosts whose config is files: one that no noun gives back is a managed file, to the letter, with the service that reloads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netops.adopt.draft import FILES, DeviceDraft
from netops.config import ParsedConfig
from netops.dialects.files import MARK, file_blocks, without_block
from netops.dialects.secrets import key_blocks
from netops.dialects.tree import Node, is_same_tree
from netops.render.bundle import Bundle, is_path
from netops.render.rendered import Rendered

NO_FOLDER = "a folder that no service here makes"
NOT_WRITABLE = "its text, or its path, is none that a managed file can have"


def without_unreadable(text: str, no_text: re.Pattern[str]) -> tuple[str, dict[str, str]]:
    """The text of a host without the files that cannot be data, and why each cannot be; another text as it is."""
    left: dict[str, str] = {}
    for one in file_blocks(text) if text.startswith(MARK) else ():
        match = no_text.search(one.content) or re.search("\r", one.content)
        if match is not None:
            left[one.path] = f"it holds the character U+{ord(match[0]):04X}"
        elif key_blocks(one.content.split("\n")):
            left[one.path] = "it holds a private key"
    for path in left:
        text = without_block(text, path)
    return text, left


@dataclass(frozen=True, slots=True)
class FileWriters:
    """What writes the files of a host: the bundles of its platform, and what they gave for it."""

    bundles: Sequence[Bundle]
    rendered: Rendered

    def nouns(self, path: str) -> set[str]:
        """The keys of data that a path is written from, but for that of managed files."""
        names = {action["name"] for action in self.rendered.actions if path in action["paths"]}
        found = [
            one for one in self.bundles if one.name in names or any(is_path(entry["path"], path) for entry in one.value.get("files", ()))
        ]
        return {noun for one in found for noun in one.nouns} - {FILES}

    def service(self, path: str) -> str:
        """The bundle that checks and reloads a file on a path, '' for none."""
        found = (one.name for one in self.bundles if "reload" in one.value and any(is_path(entry, path) for entry in bundle_paths(one)))
        return next(found, "")


def bundle_files(bundle: Bundle) -> Sequence[Mapping[str, Any]]:
    """The files that a bundle has templates for."""
    found: Sequence[Mapping[str, Any]] = bundle.value.get("files", ())
    return found


def bundle_paths(bundle: Bundle) -> Iterator[str]:
    """The paths of a bundle's files that do not depend on data, and of those that are written as they are."""
    for key in ("files", "others"):
        yield from (entry["path"] for entry in bundle.value.get(key, ()) if "{{" not in entry["path"])


def settle_files(draft: DeviceDraft, writers: FileWriters) -> bool:
    """Whether the rendered files are those of the draft; if not, what differs has been changed in the draft.

    The nouns that a differing file is written from are no data any more; a file that none is written from is managed as it is; one that
    does not even come back then is left alone, and so is a folder.
    """
    own, theirs = draft.config.root.children, ParsedConfig(draft.platform, writers.rendered.text).root.children
    differing = [path for path in {**own, **theirs} if path not in own or path not in theirs or not _is_same(own[path], theirs[path])]
    draft.verbatim |= {path: writers.service(path) for path in draft.verbatim}
    for path in differing:
        if path in draft.verbatim:
            draft.leave(path, NOT_WRITABLE)
        elif not (drop_nouns(draft, writers.nouns(path)) or path not in own):
            _keep(draft, path, own[path].text, writers)
    return not differing


def _is_same(one: Node, other: Node) -> bool:
    return one.key == other.key and is_same_tree(one, other)


def drop_nouns(draft: DeviceDraft, nouns: set[str]) -> bool:
    """Whether a draft had some of the nouns: it has none of them any more."""
    found = [noun for noun in nouns if noun in draft.data]
    for noun in found:
        del draft.data[noun]
        draft.dropped[noun] = None
    return bool(found)


def _keep(draft: DeviceDraft, path: str, header: str, writers: FileWriters) -> None:
    if header.startswith("### dir"):
        draft.leave(path, NO_FOLDER)
        return
    draft.verbatim[path] = writers.service(path)

"""The proof of an import: the drafted company is validated and rendered, and what does not come back as it was becomes a raw line."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_interface
from pathlib import Path as Folder
from typing import Any, Protocol

from netops import source
from netops.adopt.draft import FILES, INTERFACES, RAW, WITHOUT, DeviceDraft, outermost_lines
from netops.adopt.emit import yaml_document
from netops.adopt.host_files import NOT_WRITABLE, FileWriters, settle_files
from netops.adopt.narrowing import doubtful_data, misplaced_lines
from netops.config import ConfigPair, ParsedConfig
from netops.errors import ConfigError, Diagnostic, NetopsError, Origin, only_errors
from netops.facts.importer import VLANS, VRFS
from netops.project import Project
from netops.render.rendered import Rendered
from netops.render.targets import TargetRenderer, earlier_render
from netops.source import Document
from netops.source.tags import UnsetTag, without_tag
from netops.validation import cache_of, open_company, validate_company_files

ROUNDS = 30
"""More than any import takes: each round takes something out of the data."""

LAST_ROUNDS = 5
"""So many rounds before the end, what does not come back yet is raw as a whole."""

NOT_EXACT = "with it the config does not come back as it is"

Steps = tuple[str | int, ...]

NOTHING_RENDERED = "REN004"
"""The code of a target without any data."""

BROAD: tuple[Steps, ...] = ((INTERFACES,), ("device_type",), ("role",), ("platform",))
"""What is not taken out for one problem: too much goes with it, or it has to be there."""

ENTRIES: Mapping[str, int] = {
    "static_routes": 2,
    "route_maps": 3,
    "prefix_lists": 3,
    "as_path_lists": 3,
    "community_lists": 4,
    "extended_community_lists": 4,
    "large_community_lists": 4,
    "acls": 4,
}
"""Nouns whose entries mean something else when a part is missing, and how many steps lead to an entry: it is taken out as a whole."""

MOST_TRACED = 1000
"""VLANs in the table, and interfaces, of a device that is rendered with origins: one of all 4,094 VLANs takes 12 s, since each depends on
the list of all, and one of 5,000 ports 20 s."""

PORT = 2
"""Steps to an interface: a device has it still when nothing of it is data any more."""

NAMING = frozenset({"address", "remote_asn", "prefix", "line", "name", "host", "seq", "id", "source", "interface", "facility"})
"""Fields that name an entry of a list, so that it is none without them."""


@dataclass(frozen=True, slots=True)
class RefusedData:
    """Data that a rule or a template refuses: what was found, and the place in the draft's data."""

    draft: DeviceDraft
    path: Steps
    reason: str


class DraftSites(Protocol):
    """The sites of drafts, with what the drafts of each share."""

    drafts: list[DeviceDraft]

    def file_of(self, draft: DeviceDraft) -> str:
        """The name of a device's file."""

    def files(self) -> dict[str, Any]:
        """All files of all sites by name, as values."""

    def at(self, file: str) -> tuple[list[DeviceDraft], dict[str, Any]]:
        """The drafts of the site that a file is one of, and the file as values."""


class Proof:
    """The loop over a folder that is free for it. `common`: the files beside those of the sites.

    `known`: the folder has a company with these errors. What its rules refuse of a device as a whole is for its people to decide, and stays
    `wrong`; elsewhere such a device would be raw.

    Filled by `run`: `reasons` for what was taken out of the data, the names of the drafts that are `exact`, what is still `wrong`, and the
    names of drafts that are `given_up`, with the reason: the others have to be proved without these.
    """

    def __init__(self, site: DraftSites, common: dict[str, Any], folder: Folder, known: frozenset[str] | None = None) -> None:
        self.site = site
        self.common = common
        self.folder = folder
        self.known = known or frozenset()
        self.is_of_company = known is not None
        self.reasons: list[RefusedData] = []
        self.exact: set[str] = set()
        self.wrong: list[Diagnostic] = []
        self.given_up: dict[str, str] = {}
        self._raw: set[str] = set()
        self._cache = folder.parent / "cache"
        self._written: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._refused: dict[tuple[str, Steps], RefusedData] = {}
        self._documents: dict[str, tuple[Document | None, dict[tuple[int, int], Steps]]] = {}
        self._leaving: dict[tuple[str, str], DeviceDraft] = {}
        self._changed = {draft.name for draft in site.drafts}
        self._proved: frozenset[str] = frozenset()

    def run(self) -> None:
        """Change the drafts until all come back exactly, with no error.

        The company of a round has cycles: it is freed before the next, since the collector is off or comes too late for a large one.
        A round that changes nothing will not help again: then the nouns are taken out that differ, and if none does, the drafts are raw as
        a whole. What was so already is given up: it is not `exact`.
        """
        seen = set[str]()
        for number in range(ROUNDS):
            if self._turn() or self.given_up:
                return
            gc.collect()
            state = repr([(one.data, list(one.raw), list(one.without), one.verbatim, one.left) for one in self.site.drafts])
            if state in seen or number > ROUNDS - LAST_ROUNDS:
                stuck = [draft for draft in self.site.drafts if self.wrong or draft.name not in self.exact]
                if not self._narrow(stuck, is_last=number > ROUNDS - LAST_ROUNDS):
                    return
            seen.add(state)

    def _narrow(self, stuck: Iterable[DeviceDraft], *, is_last: bool) -> bool:
        """Whether drafts that do not come back were changed: without the nouns that differ, or raw as a whole."""
        project = Project(self.folder, kept_in=self._cache)
        company, _ = open_company(project, None, cache_of(project))
        changed = False
        for draft in (one for one in stuck if one.name not in self._raw):
            roots, line = self._doubtful(TargetRenderer(company), draft) if company and not is_last else (set[Steps](), 0)
            reason = NOT_EXACT + (f" (first at line {line})" if line else "")
            for root in roots:
                self._refused.setdefault((draft.name, root), RefusedData(draft, root, reason))
            if not roots:
                wrong = next((_reason(problem) for problem in self.wrong if _is_in(problem, draft)), reason)
                self._all_raw([draft], wrong)
            changed = True
        self._take_out()
        return changed

    def _doubtful(self, renderer: TargetRenderer, draft: DeviceDraft) -> tuple[set[Steps], int]:
        """The nouns and interfaces of a draft that differ, and the first line of the config that does."""
        if draft.importer.is_of_files or len(draft.data.get(INTERFACES, ())) > MOST_TRACED:
            return set(), 0
        file = self.site.file_of(draft)
        _, places = self._read(file)
        try:
            made = renderer.render(draft.name, trace=True, strict=False)
            roots, line = doubtful_data(draft, made, lambda at: places.get((at.line, at.column or 0), ()) if at.file == file else ())
        except NetopsError:
            return set(), 0
        return {root for root in roots if has_value(draft.data, root)}, line

    def holds(self, files: Mapping[str, Any], folder: Folder) -> bool:
        """Whether a company of these files gives all drafts back, with no error; written into a folder that is free for it."""
        drafts = [draft for draft in self.site.drafts if draft.name in self.exact]
        known = self.known.union(map(str, self.wrong))
        return renders_same_config(files, folder, drafts, self._cache, exact=self._texts, known=known)

    def first_lost(self, draft: DeviceDraft) -> int:
        """The number of the first line of a draft that does not come back, 0 when it cannot be determined."""
        return first_missing_line(draft, self._texts[draft.name]) if draft.name in self._texts else 0

    def _turn(self) -> bool:
        """Whether everything is right; else the drafts have been changed.

        First data is proved by itself, then what is rendered has to come back. At last the rules are run on data with its raw lines.
        """
        self._documents.clear()
        write_files(self.common | self.site.files(), self.folder, self._written)
        project = Project(self.folder, kept_in=self._cache)
        self.exact, self.wrong = set(), []
        company, result = open_company(project, None, cache_of(project))
        if company is None:
            self._drop_all(only_errors(result.problems), self.site.drafts)
            return False
        if self._changed and self._drop_unproved(project):
            return False
        renderer = TargetRenderer(company)
        self.exact = {draft.name for draft in self.site.drafts if self._is_exact(renderer, draft)}
        if len(self.exact) < len(self.site.drafts):
            return False
        self.wrong = self._new_errors(project)
        if not self.is_of_company:
            self._drop_all(self.wrong, self.site.drafts)
            return not self.wrong
        dropped = [self._drop(problem) for problem in self.wrong]
        self._take_out()
        return not any(dropped)

    def _new_errors(self, project: Project) -> list[Diagnostic]:
        return [one for one in only_errors(validate_company_files(project, None, cache_of(project)).problems) if str(one) not in self.known]

    def _drop_unproved(self, project: Project) -> bool:
        """Whether data was taken out that a rule refuses as long as there are no raw lines.

        Rules accept a name that only a raw line defines. Data of an import may not depend on that: it would be worth nothing without its
        raw lines. Only drafts that are `_changed` have none yet, and only these are proved.
        """
        drafts, self._changed, before = self._changed, set(), len(self.reasons)
        for problem in self._new_errors(project):
            self._drop(problem)
        self._refused = {key: one for key, one in self._refused.items() if one.draft.name in drafts}
        self._take_out()
        return len(self.reasons) > before

    def _drop_all(self, wrong: Iterable[Diagnostic], drafts: Iterable[DeviceDraft]) -> None:
        """Take what is wrong out of the data of drafts; where nothing of it can be, those that it is in are raw, else all of them.

        A draft that is wrong although it is raw is given up.
        """
        found = list(wrong)
        dropped = [self._drop(problem) for problem in found]
        self._take_out()
        if any(dropped) or not found:
            return
        owners = [(draft, _reason(problem)) for problem in found for draft in self.site.drafts if _is_in(problem, draft)]
        self.given_up |= {draft.name: reason for draft, reason in owners if draft.name in self._raw}
        for draft, reason in {draft.name: (draft, reason) for draft, reason in reversed(owners)}.values():
            self._all_raw([draft], reason)
        if not owners:
            self._all_raw(drafts, _reason(found[0]))

    def _is_exact(self, renderer: TargetRenderer, draft: DeviceDraft) -> bool:
        try:
            made = _rendered(renderer, draft)
        except NetopsError as error:
            problems = getattr(error, "diagnostics", ())
            if not draft.importer.is_of_files or not any(one.code == NOTHING_RENDERED for one in problems):
                self._drop_all(problems, [draft])
                return False
            made = Rendered(draft.name, draft.platform.name, "")
        if draft.name in self._proved and self._texts[draft.name] == made.text:
            return True
        self._texts[draft.name], before = made.text, len(draft.without)
        try:
            is_exact = settle_differences(draft, made, renderer) and bool(draft.lines or not draft.importer.is_of_files)
        except ConfigError as error:
            self.given_up[draft.name] = error.reason
            return False
        is_traced = not draft.importer.is_of_files and max(len(draft.data.get(key, ())) for key in (VLANS, INTERFACES)) <= MOST_TRACED
        if len(draft.without) > before and is_traced:
            self._drop_unused(renderer, draft)
        draft.release()
        self._proved = self._proved | {draft.name} if is_exact else self._proved - {draft.name}
        return is_exact

    def _drop_unused(self, renderer: TargetRenderer, draft: DeviceDraft) -> None:
        """Take the values out of the data of which no line is left, since all that show them are taken away: they would be on no device."""
        traced = renderer.render(draft.name, trace=True, strict=False)
        gone, left = set[Origin](), set[Origin]()
        for line in draft.grammar.dialect.written(draft.grammar, traced.text):
            is_gone = any(line.path[: depth + 1] in draft.without for depth in range(len(line.path)))
            for written in traced.lines[line.first - 1 : line.last]:
                (gone if is_gone else left).update(Origin(one.file, one.line, one.column) for one in written.values)
        for origin in sorted(gone - left):
            self._drop_at(origin, "all its lines are taken away")
        self._take_out()

    def _drop(self, problem: Diagnostic) -> bool:
        """Whether what is wrong could be taken out of the data of a draft."""
        if problem.origin is None:
            return False
        for origin in (problem.origin, *(related.origin for related in problem.related)):
            if origin is not None and self._drop_at(origin, _reason(problem)):
                return True
        return False

    def _drop_at(self, origin: Origin, reason: str) -> bool:
        document, places = self._read(origin.file)
        path = places.get((origin.line, origin.column or 0), ())
        draft = next((one for one in self.site.drafts if origin.file == self.site.file_of(one)), None)
        if draft is None:
            return self._drop_shared(origin.file, path, reason)
        if document and isinstance(value_at(document.value, path), UnsetTag):
            draft.inherited.add(path)
            return True
        if path[:1] == ("vrf_instances",):
            path = (VRFS, *path[1:])
        if not path or path in BROAD or path[0] == WITHOUT or RAW in path:
            return False
        if path[0] == FILES and len(path) > 1:
            return self._leave(draft, path[1])
        path = _whole_entry(path)
        if not has_value(draft.data, path):
            return False
        self._refused.setdefault((draft.name, path), RefusedData(draft, path, reason))
        return True

    def _read(self, file: str) -> tuple[Document | None, dict[tuple[int, int], Steps]]:
        """A file of the company as it was written for this round, and its paths by place; None where there is none that can be read."""
        if file not in self._documents:
            try:
                document = source.read_file(self.folder / file, self.folder) if (self.folder / file).is_file() else None
            except NetopsError:
                document = None
            self._documents[file] = document, paths_by_place(document) if document else {}
        return self._documents[file]

    def _leave(self, draft: DeviceDraft, position: str | int) -> bool:
        """Whether a file that may not be managed as it is could be left alone."""
        found = draft.files()
        if not isinstance(position, int) or position >= len(found):
            return False
        self._leaving[draft.name, found[position]["path"]] = draft
        return True

    def _take_out(self) -> None:
        """Take what was refused out of the data: the last entries of a list first, so that the others keep their positions.

        What was raw or taken away because of it is not known any more.
        """
        for one in sorted(self._refused.values(), key=lambda one: [(isinstance(step, int), step) for step in one.path], reverse=True):
            if remove_value(one.draft.data, one.path):
                if one.path[0] == INTERFACES and len(one.path) > PORT:
                    one.draft.data.setdefault(INTERFACES, {}).setdefault(one.path[1], {})
                one.draft.raw.clear()
                one.draft.without.clear()
                self._changed.add(one.draft.name)
                self.reasons.append(one)
        self._refused.clear()
        for (_, path), draft in self._leaving.items():
            draft.leave(path, NOT_WRITABLE)
        self._leaving.clear()

    def _drop_shared(self, file: str, path: Steps, reason: str) -> bool:
        """Whether what is wrong in the site's own file could be taken out of the drafts that it comes from."""
        if path[:1] == ("prefixes",):
            return self._drop_prefix(file, path, reason)
        if path[:1] == (INTERFACES,):
            return self._drop_port(file, path, reason)
        drafts, rows = self._rows(file, "vrfs")
        if path[:1] != ("vrfs",) or len(path) < 3 or not isinstance(path[1], int) or path[1] >= len(rows):
            return False
        found = (VRFS, str(rows[path[1]]["name"]), *path[2:])
        changed = [draft for draft in drafts if remove_value(draft.data, found)]
        self.reasons += [RefusedData(draft, found, reason) for draft in changed]
        return bool(changed)

    def _drop_port(self, file: str, path: Steps, reason: str) -> bool:
        """Whether a port could be taken out of the drafts that it is in the hardware of."""
        document, _ = self._read(file)
        name = value_at(document.value, (*path[:2], "name")) if document else None
        changed = [draft for draft in self.site.drafts if remove_value(draft.data, (INTERFACES, str(name)))]
        self.reasons += [RefusedData(draft, (INTERFACES, str(name)), reason) for draft in changed]
        self._forget(changed)
        return bool(changed)

    def _forget(self, drafts: Iterable[DeviceDraft]) -> None:
        """Forget what was raw or taken away because of data that drafts do not have any more."""
        for draft in drafts:
            draft.raw.clear()
            draft.without.clear()
            self._changed.add(draft.name)

    def _drop_prefix(self, file: str, path: Steps, reason: str) -> bool:
        """Whether addresses could be taken out that a prefix of the site is there for."""
        drafts, rows = self._rows(file, "prefixes")
        if len(path) < 2 or not isinstance(path[1], int) or path[1] >= len(rows):
            return False
        row, found = rows[path[1]], False
        for draft in drafts:
            for name, port in draft.data.get(INTERFACES, {}).items():
                own = [one for one in port.get("addresses", ()) if str(ip_interface(str(one)).network) == row["prefix"]]
                if own and str(port.get("vrf", "")) == row.get("vrf", ""):
                    port["addresses"] = [one for one in port["addresses"] if one not in own]
                    if not port["addresses"]:
                        del port["addresses"]
                    self.reasons.append(RefusedData(draft, (INTERFACES, name, "addresses"), reason))
                    found = True
        return found

    def _rows(self, file: str, kind: str) -> tuple[Sequence[DeviceDraft], Sequence[Mapping[str, Any]]]:
        """The rows of a kind in a file of a site, and the drafts of that site."""
        drafts, data = self.site.at(file)
        return drafts, data.get(kind, ())

    def _all_raw(self, drafts: Iterable[DeviceDraft], reason: str) -> None:
        """Leave nothing of drafts but the hostname as data."""
        for draft in drafts:
            if draft.name not in self._raw:
                self.reasons.append(RefusedData(draft, (), reason))
            self._raw.add(draft.name)
            draft.data = {key: value for key, value in draft.data.items() if key == "hostname"}
            draft.without.clear()
            draft.raw.clear()


def _reason(problem: Diagnostic) -> str:
    return f"{problem.message}, expected {problem.expected}" if problem.code.startswith("SCH") and problem.expected else problem.message


def _is_in(problem: Diagnostic, draft: DeviceDraft) -> bool:
    """Whether a problem is in the file of a draft."""
    return problem.origin is not None and draft.holds_line(problem.origin.file)


def write_files(files: Mapping[str, Any], folder: Folder, written: dict[str, str]) -> None:
    """Write the files that are not `written` already."""
    for name, value in files.items():
        text = yaml_document(value)
        if written.get(name) != text:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            written[name] = text


def _rendered(renderer: TargetRenderer, draft: DeviceDraft) -> Rendered:
    """What the drafted company renders for a device; most was rendered when it was validated."""
    found = earlier_render(renderer.store, renderer.company.target(draft.name), strict=False)
    return found or renderer.render(draft.name, strict=False)


def renders_same_config(
    files: Mapping[str, Any],
    folder: Folder,
    drafts: Iterable[DeviceDraft],
    cache: Folder | None = None,
    *,
    exact: Mapping[str, str] | None = None,
    known: frozenset[str] = frozenset(),
) -> bool:
    """Whether a company of these files gives drafts back, with no error but `known` ones; written into a folder that is free for it.

    `exact`: a text that is proved to be the config of a draft, by its name.
    """
    gc.collect()
    write_files(files, folder, {})
    project = Project(folder, kept_in=cache) if cache else Project(folder)
    if any(str(one) not in known for one in only_errors(validate_company_files(project, None, cache_of(project)).problems)):
        return False
    company, _ = open_company(project, None, cache_of(project))
    if company is None:
        return False
    renderer = TargetRenderer(company)
    texts = ((draft, _rendered(renderer, draft).text) for draft in drafts)
    return all((exact or {}).get(draft.name) == text or _is_same(draft, text) for draft, text in texts)


def _is_same(draft: DeviceDraft, text: str) -> bool:
    own, theirs = ({line.path for line in lines} for lines in (draft.lines, draft.grammar.dialect.written(draft.grammar, text)))
    return own == theirs and ConfigPair(draft.config, ParsedConfig(draft.platform, text)).equal


def first_missing_line(draft: DeviceDraft, text: str) -> int:
    """The number of the first line of a draft that a rendered text lacks, 0 for none."""
    theirs = {line.path for line in draft.grammar.dialect.written(draft.grammar, text)}
    return next((line.first for line in draft.lines if line.path not in theirs), 0)


def settle_differences(draft: DeviceDraft, made: Rendered, renderer: TargetRenderer) -> bool:
    """Whether a rendered text is the config of the draft; if not, what differs is raw from now on, or taken away."""
    if draft.importer.is_of_files:
        return settle_files(draft, FileWriters(renderer.renderer.bundles(draft.platform.name), made))
    text = made.text
    found = list(draft.grammar.dialect.written(draft.grammar, text))
    own, theirs = {line.path for line in draft.lines}, {line.path for line in found}
    missing = [line.path for line in draft.lines if line.path not in theirs]
    extra = [line.path for line in outermost_lines(found, own)]
    draft.raw.update(dict.fromkeys(missing, "not rendered from the data"))
    draft.without.update(dict.fromkeys(extra))
    return not missing and not extra and not _reorder(draft, text)


def _reorder(draft: DeviceDraft, text: str) -> bool:
    """Whether lines whose order decides come in another order. They are raw from now on, and taken away from what templates write."""
    pair = ConfigPair(draft.config, ParsedConfig(draft.platform, text))
    if pair.equal:
        return False
    own, theirs = pair.trees
    numbers = set(misplaced_lines(own, theirs))
    found = [line.path for line in draft.lines if line.first in numbers]
    paths = [line.path for line in draft.lines if any(line.path[: len(path)] == path for path in found)]
    new = [path for path in paths if path not in draft.raw]
    draft.raw.update(dict.fromkeys(paths, "its place among others decides, and is another one"))
    draft.without.update(dict.fromkeys(path for path in found if path in new))
    return bool(new)


def _whole_entry(path: Steps) -> Steps:
    """What is taken out for something wrong at a path: the whole entry of a list when what names it, or decides what it means, is wrong."""
    if path[-1] in NAMING and len(path) > 1 and isinstance(path[-2], int):
        path = path[:-1]
    return path[: ENTRIES.get(str(path[0]), len(path))]


def paths_by_place(document: Document) -> dict[tuple[int, int], Steps]:
    """The paths of all values by line and column, of themselves and of their keys; of several at one place the deepest."""

    def visit(spot: Any, path: Steps) -> Iterator[tuple[tuple[int, int], Steps]]:
        yield (spot.key_line, spot.key_column), path
        yield (spot.line, spot.column), path
        inside = spot.inside
        pairs = inside.items() if isinstance(inside, Mapping) else enumerate(inside or ())
        for step, inner in pairs:
            yield from visit(inner, (*path, step))

    return dict(visit(document.spot, ()))


def path_at(document: Document, origin: Origin) -> Steps:
    """The path of the deepest value at a place of a file, () for none."""
    return paths_by_place(document).get((origin.line, origin.column or 0), ())


def value_at(data: Any, path: Steps) -> Any:
    """The value at a path of data, None for none."""
    for step in path:
        try:
            data = without_tag(data)[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def has_value(data: Any, path: Steps) -> bool:
    """Whether data has a value at a path."""
    return value_at(data, path) is not None


def remove_value(data: Any, path: Steps) -> bool:
    """Whether a value could be taken out of data; a container that it leaves empty goes too."""
    if not path:
        return False
    step, *rest = path
    try:
        inner = data[step]
    except (KeyError, IndexError, TypeError):
        return False
    if rest and isinstance(inner, dict | list):
        if not remove_value(inner, tuple(rest)):
            return False
        if not inner:
            del data[step]
        return True
    del data[step]
    return True

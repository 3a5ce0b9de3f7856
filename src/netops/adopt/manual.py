"""What somebody changed on a device by hand, as a change of the device's file: afterwards that drift is gone, without a deploy."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path as Folder
from typing import Any

from netops.adopt.draft import FILES, INTERFACES, RAW, WITHOUT, Draft, feature
from netops.adopt.emit import flow, scalar
from netops.adopt.hiding import hide, name_secrets, secrets_of
from netops.adopt.layers import chunks
from netops.adopt.manual_files import has_text, text_changes, with_files
from netops.adopt.proof import settle
from netops.adopt.reading import read_data
from netops.config import ParsedConfig, redact
from netops.errors import DataError, NetopsError, UsageError, errors
from netops.facts.importer import VLANS, VRFS
from netops.model.company import Company
from netops.platforms import Platform, grammar_of
from netops.project import MARKER, Project
from netops.render.targets import TargetRenderer
from netops.source import decode
from netops.source.changes import Append, Change, Put, Remove, Replace, apply_changes
from netops.source.layout import parse_layout
from netops.source.reader import read
from netops.source.tags import untagged
from netops.validation import cache_of, open_company, validate

UNSET = "!unset"
ROUNDS = 6
"""More than any change takes: each round moves something from data to text."""
OF_VLANS = ("untagged_vlan", "voice_vlan", "tagged_vlans")
Path = tuple[str | int, ...]
_SECRET = re.compile(r"⟦secret[^⟧]*⟧")


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of the device that is another one on the device: its path, None when it is not there any more."""

    path: Path
    value: Any


@dataclass(slots=True)
class Adoption:
    """The changed files, each as it was and as it would be. `reasons`: what is set, and why there.

    `secrets`: by name the values that the device has; their sources are in netops.yaml, what these give is for people to fill in.
    """

    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)


def adopt(company: Company, name: str, running: str, features: Sequence[str] | None, scratch: Folder) -> Adoption:
    """The change of a device's file after which it renders what a target runs, in some features (None: all that is managed).

    `scratch`: an empty folder. UsageError when nothing differs, DataError when no change gives what runs.
    """
    target = company.target(name)
    platform = company.platform(target.platform)
    if platform.importer is None or (entry := company.entry("device", target.device)) is None:
        raise UsageError(f"{name}: configs of {target.platform} are not read back into data")
    intended = TargetRenderer(company).render(name, strict=False).text
    goal = ParsedConfig(platform, intended).candidate(ParsedConfig(platform, running), features).text
    text, secrets = _without_secrets(platform, target.device, goal, intended)
    draft = Draft(target.device, name, platform, text)
    draft.read_lines()
    read_data(draft)
    before = Draft(target.device, name, platform, intended)
    read_data(before)
    for one in (draft, before) if draft.importer.is_of_files else ():
        one.data = {noun: value for noun, value in one.data.items() if noun in company.devices[target.device]}
    settings = [one for one in _changed(before.data, draft.data) if _is_known(company, target.site, one)]
    file = entry.part.document.file
    work = _Work(company, file, entry.part.path, _text(company.project, file), scratch)
    files = work.with_sources(secrets)
    for chosen in (settings, []):
        if (new := work.settled(draft, _named(company, target.site, chosen))) is not None:
            files = {name: pair for name, pair in (files | {file: (work.old, new)}).items() if pair[0] != pair[1]}
            return Adoption(files, [*_reasons(company, target.device, chosen), *_raw_reasons(draft)], secrets)
    raise DataError(message=f"{name}: no change of {entry.part.document.file} gives what it runs", hint="change the YAML by hand")


def migrate(company: Company, name: str, features: Sequence[str], scratch: Folder) -> Adoption | None:
    """The change of a device's file after which raw lines of some features (none: of all) are data where a noun can say them now.

    What is rendered stays the same. None when nothing would change. `scratch`: an empty folder.
    """
    target = company.target(name)
    platform = company.platform(target.platform)
    if platform.importer is None or (entry := company.entry("device", target.device)) is None:
        return None
    file, path = entry.part.document.file, entry.part.path
    old = _text(company.project, file)
    bare = old
    for place, steps, is_all in _raw_entries(platform, entry.part.raw, features):
        change = Remove((*path, *place[:-1]), (place[-1],)) if is_all else Remove((*path, *place), steps)
        bare = apply_changes(bare, [change], file)
    if bare == old:
        return None
    draft = Draft(target.device, name, platform, TargetRenderer(company).render(name, strict=False).text)
    draft.read_lines()
    read_data(draft)
    work = _Work(company, file, path, bare, scratch)
    before = Draft(target.device, name, platform, work.text_of(bare, name))
    read_data(before)
    settings = [one for one in _changed(before.data, draft.data) if _is_known(company, target.site, one)]
    new = work.settled(draft, _named(company, target.site, settings)) if settings else None
    return Adoption({file: (old, new)}, [f"{'.'.join(map(str, one.path))} is data now" for one in settings]) if new else None


def _raw_entries(platform: Platform, raw: Mapping[str, Any], features: Sequence[str]) -> Iterator[tuple[Path, tuple[int, ...], bool]]:
    """The lists of raw lines of a file with the positions of those of some features, and whether that is all of them."""
    grammar = grammar_of(platform)
    lines = [str(line) for line in raw.get(RAW, ())]
    found, at = list[int](), 0
    for chunk in chunks(lines, grammar) if lines else ():
        if not features or feature(grammar, chunk[0]) in features:
            found += range(at, at + len(chunk))
        at += len(chunk)
    if found:
        yield (RAW,), tuple(found), len(found) == len(lines)
    for port, value in (raw.get(INTERFACES) or {}).items() if not features or INTERFACES in features else ():
        if isinstance(value, dict) and value.get(RAW):
            yield (INTERFACES, port, RAW), (), True


def _text(project: Project, file: str) -> str:
    return decode((project.root / file).read_bytes(), file)


class _Work:
    """Trial edits of one file in a copy of the company."""

    def __init__(self, company: Company, file: str, path: Path, old: str, scratch: Folder) -> None:
        self.company, self.file, self.path, self.old = company, file, path, old
        self.folder = scratch / "company"
        ignored = shutil.ignore_patterns(".git", ".netops", ".venv")
        shutil.copytree(company.project.root, self.folder, ignore=ignored, symlinks=True)
        self.project = Project(self.folder, kept_in=scratch / "cache")
        self.broken = self._problems()

    def _problems(self) -> set[str]:
        return {problem.message for problem in errors(validate(self.project, None, cache_of(self.project)).problems)}

    def text_of(self, text: str, name: str) -> str:
        """What a target renders with another text of the file."""
        (self.folder / self.file).write_text(text, encoding="utf-8")
        company, _ = open_company(self.project, None, cache_of(self.project))
        return TargetRenderer(company).render(name, strict=False).text if company else ""

    def with_sources(self, secrets: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """netops.yaml with a source for each new secret, as it was and as it is in the copy; nothing when there is none."""
        if not secrets:
            return {}
        old = new = _text(self.company.project, MARKER)
        has_file = "secrets_file" in self.company.settings
        for name in sorted(secrets):
            source = f"{{key: {name}}}" if has_file else f"{{env: NETOPS_{re.sub(r'[^A-Za-z0-9]', '_', name).upper()}}}"
            new = apply_changes(new, [Put(("secrets", name), source)], MARKER)
        (self.folder / MARKER).write_text(new, encoding="utf-8")
        return {MARKER: (old, new)}

    def settled(self, draft: Draft, settings: Sequence[Setting]) -> str | None:
        """The text of the file with which the company gives the draft back, None when there is none."""
        draft.raw.clear()
        draft.without.clear()
        for _ in range(ROUNDS):
            try:
                new = self._edited(draft, settings)
                (self.folder / self.file).write_text(new, encoding="utf-8")
                renderer = self._renderer()
                is_settled = renderer is not None and settle(draft, renderer.render(draft.source, strict=False), renderer)
            except NetopsError:
                return None
            if renderer is None or draft.left:
                return None
            if is_settled:
                return new
        return None

    def _renderer(self) -> TargetRenderer | None:
        if self._problems() - self.broken:
            return None
        company, _ = open_company(self.project, None, cache_of(self.project))
        return TargetRenderer(company) if company else None

    def _edited(self, draft: Draft, settings: Sequence[Setting]) -> str:
        text = self.old
        for ways in self._changes(draft, settings):
            held = parse_layout(text)
            text = apply_changes(text, [next((way for way in ways if way.edits(held)), ways[-1])], self.file)
        return text

    def _changes(self, draft: Draft, settings: Sequence[Setting]) -> Iterator[list[Change]]:
        """The changes of the file in their order, each in the ways to write it, the best first."""
        raw = _at(read(self.old, self.file).value, self.path)
        for changes in self._of_files(draft, raw, settings):
            yield from changes
        for one in settings:
            held = _at(raw, one.path)
            if has_text(one.value) or has_text(held) or one.path[0] in draft.dropped:
                continue
            text = UNSET if one.value is None else _written(one.value, _merged_list(self.company, draft.name, one.path))
            if held is None:
                yield [Put((*self.path, *one.path), text)]
            elif one.value is None:
                yield [Remove((*self.path, *one.path[:-1]), (one.path[-1],))]
            else:
                yield [Replace((*self.path, *one.path), text)]
        for path, lines in self._raw(draft):
            texts, place = tuple(scalar(line) for line in lines), (*self.path, *path)
            block = Put(place, "".join(f"\n  - {text}" for text in texts))
            yield [Append(place, texts)] if _at(raw, path) else [block, Put(place, f"[{', '.join(texts)}]")]

    def _of_files(self, draft: Draft, raw: Any, settings: Sequence[Setting]) -> Iterator[Iterator[list[Change]]]:
        """The changes of texts of files, of files that stay as they are, and of nouns that do not give theirs back any more."""
        own = self.company.devices[draft.name]
        for one in settings:
            if (has_text(one.value) or has_text(_at(raw, one.path))) and one.value is not None and one.path[0] not in draft.dropped:
                yield text_changes((*self.path, *one.path), _at(raw, one.path), one.value)
        for noun in (noun for noun in draft.dropped if noun in own):
            place = (*self.path, noun)
            yield iter([[Put(place, UNSET) if _at(raw, (noun,)) is None else Replace(place, UNSET)]])
        if draft.verbatim:
            held = _at(raw, (FILES,))
            yield text_changes((*self.path, FILES), held, with_files(draft.files(), held))

    def _raw(self, draft: Draft) -> Iterator[tuple[Path, list[str]]]:
        """The raw lines, and those taken away, each with the list that they belong to."""
        ports = self.company.devices[draft.name].get(INTERFACES, {})
        for port, lines in draft.raw_lines(ports).items():
            yield ((INTERFACES, port, RAW) if port else (RAW,)), lines
        if draft.without:
            yield (WITHOUT,), draft.without_lines()


def _at(value: Any, path: Path) -> Any:
    """What is at a path of plain data, None for nothing."""
    for step in path:
        value = untagged(value)
        if not isinstance(value, dict) or step not in value:
            return None
        value = value[step]
    return untagged(value)


def _without_secrets(platform: Platform, device: str, goal: str, intended: str) -> tuple[str, dict[str, str]]:
    """A text with placeholders: those of the intended text where the line is the same but for its secrets, new ones else."""
    known: dict[str, str] = {}
    for line in intended.split("\n"):
        known.setdefault(_SECRET.sub("⟦secret⟧", redact(platform, line.strip())), line.strip())
    lines = goal.split("\n")
    shown = redact(platform, goal, intended).split("\n")
    same = [known.get(_SECRET.sub("⟦secret⟧", one.strip())) if one != line else None for line, one in zip(lines, shown, strict=True)]
    kept = [line if new is None else line[: len(line) - len(line.lstrip())] + new for line, new in zip(lines, same, strict=True)]
    found = [one for one in secrets_of(platform, goal) if same[one.line - 1] is None and "⟦" not in one.value]
    names = {value: name for (_, value), name in name_secrets({device: found}).items()}
    return hide("\n".join(kept), found, names), {name: value for value, name in names.items()}


def _changed(before: Any, after: Any, path: Path = ()) -> Iterator[Setting]:
    """The values in which two devices differ, by path; maps key by key."""
    keys = dict.fromkeys((*after, *before))
    for key in keys:
        if not path and key in (VLANS, VRFS):
            continue
        one, other = before.get(key), after.get(key)
        if isinstance(one, dict) and isinstance(other, dict):
            yield from _changed(one, other, (*path, key))
        elif one != other:
            yield Setting((*path, key), other)


def _is_known(company: Company, site: str, one: Setting) -> bool:
    """Whether a setting names only VLANs of the site."""
    if one.path[-1] in OF_VLANS and one.value is not None:
        values = one.value if isinstance(one.value, list) else [one.value]
        return all(not isinstance(value, int) or value in company.index.vids.get(site, {}) for value in values)
    return True


def _named(company: Company, site: str, settings: Sequence[Setting]) -> list[Setting]:
    """The settings with the names of VLANs in place of their numbers."""
    vids = company.index.vids.get(site, {})

    def name(value: Any) -> Any:
        if isinstance(value, list):
            return [name(one) for one in value]
        return vids[value].name if isinstance(value, int) else value

    return [replace(one, value=name(one.value)) if one.path[-1] in OF_VLANS else one for one in settings]


def _merged_list(company: Company, device: str, path: Path) -> bool:
    """Whether the device has a list at a path, which another layer may have filled."""
    value: Any = company.devices[device]
    for step in path:
        if not isinstance(value, Mapping) or step not in value:
            return False
        value = value[step]
    return isinstance(value, list)


def _written(value: Any, replaces: bool) -> str:
    return f"!replace {flow(value)}" if replaces and isinstance(value, list) else flow(value)


def _reasons(company: Company, device: str, settings: Sequence[Setting]) -> Iterator[str]:
    for one in settings:
        origin = company.origin("device", device, one.path)
        what = "is not there any more" if one.value is None else "is another value"
        before = f"; before, it came from {origin}" if origin and origin.file.startswith("inventory/") else ""
        yield f"{'.'.join(map(str, one.path))} {what} on the device{before}"


def _raw_reasons(draft: Draft) -> Iterator[str]:
    for path in sorted(draft.verbatim):
        yield f"{path} is a managed file, as it is on the device"
    if draft.raw:
        yield f"{len(draft.raw)} lines have no noun, or none that can say it: raw_config"
    if draft.without:
        yield f"{len(draft.without)} lines that templates write are not on the device: without"

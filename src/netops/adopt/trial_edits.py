"""Trial edits of a device's file in a copy of its company, until it renders what the device runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as Folder
from typing import Any

from netops.adopt.draft import FILES, INTERFACES, RAW, WITHOUT, DeviceDraft
from netops.adopt.emit import yaml_flow, yaml_scalar
from netops.adopt.existing import company_copy
from netops.adopt.lists import UNSET, list_changes
from netops.adopt.manual_files import has_text, text_changes, with_files
from netops.adopt.proof import settle_differences
from netops.errors import NetopsError, only_errors
from netops.model.company import Company
from netops.project import MARKER, Project
from netops.render.targets import TargetRenderer
from netops.schema import Shape
from netops.source import decode_text
from netops.source.changes import AppendItems, Change, PutEntry, RemoveEntries, ReplaceValue, apply_changes
from netops.source.layout import parse_layout
from netops.source.reader import read_document
from netops.source.tags import without_tag
from netops.validation import cache_of, open_company, validate_company_files

REPLACE = "!replace"
ROUNDS = 6
"""More than any change takes: each round moves something from data to text."""
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class DifferingSetting:
    """A value of the data that is another one on the device: its path, and what it is there, None when it is not there any more."""

    path: Path
    value: Any
    before: Any = None


@dataclass(frozen=True, slots=True)
class EditSolution:
    """A text of the file that gives what the device runs, the settings in it, and the device with what is not data then."""

    text: str
    settings: Sequence[DifferingSetting]
    draft: DeviceDraft

    @property
    def cost(self) -> int:
        """Lines that no data gives, and lines that are taken away."""
        return sum(self.draft.counts()[2:])


class TrialEdits:
    """Trial edits of one file in a copy of the company."""

    def __init__(self, company: Company, file: str, path: Path, old: str, scratch: Folder) -> None:
        self.company, self.file, self.path, self.old = company, file, path, old
        self.project = company_copy(company, scratch / "company")
        self.folder = self.project.root
        self.value = read_document(old, file).value
        self.broken = self._problems()

    def _problems(self) -> set[str]:
        return {problem.message for problem in only_errors(validate_company_files(self.project, None, cache_of(self.project)).problems)}

    def text_of(self, text: str, name: str) -> str:
        """What a target renders with another text of the file."""
        (self.folder / self.file).write_text(text, encoding="utf-8")
        company, _ = open_company(self.project, None, cache_of(self.project))
        return TargetRenderer(company).render(name, strict=False).text if company else ""

    def with_sources(self, secrets: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """netops.yaml with a source for each new secret, as it was and as it is in the copy; nothing when there is none."""
        if not secrets:
            return {}
        old = new = file_text(self.company.project, MARKER)
        has_file = "secrets_file" in self.company.settings
        for name in sorted(secrets):
            source = f"{{key: {name}}}" if has_file else f"{{env: NETOPS_{re.sub(r'[^A-Za-z0-9]', '_', name).upper()}}}"
            new = apply_changes(new, [PutEntry(("secrets", name), source)], MARKER)
        (self.folder / MARKER).write_text(new, encoding="utf-8")
        return {MARKER: (old, new)}

    def best(self, draft: DeviceDraft, settings: Sequence[DifferingSetting]) -> EditSolution | None:
        """The solution with the fewest lines that no data gives: what differs, else whole maps, else whole lists too, else no data."""
        best: EditSolution | None = None
        kinds = [kind for kind in (dict, list) if any(isinstance(one.value, kind) for one in settings)]
        for chosen, whole in (*((settings, tuple(kinds[:number])) for number in range(len(kinds) + 1)), ((), ())):
            if best is not None and (not best.cost or not chosen):
                break
            found = self.settled(draft, chosen, whole)
            if found is not None and (best is None or found.cost < best.cost):
                best = found
        return best

    def settled(self, draft: DeviceDraft, settings: Sequence[DifferingSetting], whole: tuple[type, ...] = ()) -> EditSolution | None:
        """The solution with these settings, None when there is none: the company has to give the draft back, and all files of a host.

        `whole`: which containers take the place of those of other layers; what is merged gets only what differs.
        """
        trial = draft.unsettled()
        for _ in range(ROUNDS):
            try:
                new = self._edited(trial, settings, whole)
                (self.folder / self.file).write_text(new, encoding="utf-8")
                renderer = self._renderer()
                is_settled = renderer is not None and settle_differences(trial, renderer.render(trial.source, strict=False), renderer)
            except NetopsError:
                return None
            if renderer is None or trial.left:
                return None
            if is_settled:
                return EditSolution(new, settings, trial)
        return None

    def _renderer(self) -> TargetRenderer | None:
        if self._problems() - self.broken:
            return None
        company, _ = open_company(self.project, None, cache_of(self.project))
        return TargetRenderer(company) if company else None

    def _edited(self, draft: DeviceDraft, settings: Sequence[DifferingSetting], whole: tuple[type, ...]) -> str:
        text = self.old
        for ways in self._changes(draft, settings, whole):
            held = parse_layout(text)
            text = apply_changes(text, [next((way for way in ways if way.edits(held)), ways[-1])], self.file)
        return text

    def _changes(self, draft: DeviceDraft, settings: Sequence[DifferingSetting], whole: tuple[type, ...]) -> Iterator[list[Change]]:
        """The changes of the file in their order, each in the ways to write it, the best first."""
        raw = _at(self.value, self.path)
        for one in (one for one in settings if one.path[0] not in draft.dropped):
            held = _at(raw, one.path)
            if one.value is not None and (has_text(one.value) or has_text(held)):
                yield from text_changes((*self.path, *one.path), held, one.value)
            else:
                yield from ([change] for change in self._setting(draft.name, one, held, whole))
        yield from self._files(draft, raw)
        for path, lines in self._raw(draft):
            texts, place = tuple(yaml_scalar(line) for line in lines), (*self.path, *path)
            block = PutEntry(place, "".join(f"\n  - {text}" for text in texts))
            yield [AppendItems(place, texts)] if _at(raw, path) else [block, PutEntry(place, f"[{', '.join(texts)}]")]

    def _files(self, draft: DeviceDraft, raw: Any) -> Iterator[list[Change]]:
        """The changes for nouns that do not give their files back any more, and for files that stay as they are."""
        for noun in (noun for noun in draft.dropped if noun in self.company.devices[draft.name]):
            place = (*self.path, noun)
            yield [PutEntry(place, UNSET) if _at(raw, (noun,)) is None else ReplaceValue(place, UNSET)]
        if draft.verbatim:
            held = _at(raw, (FILES,))
            yield from text_changes((*self.path, FILES), held, with_files(draft.files(), held))

    def _setting(self, device: str, one: DifferingSetting, own: Any, whole: tuple[type, ...]) -> Iterator[Change]:
        """The changes for a setting, of which the file has a value of its `own`, or None."""
        path, shape = (*self.path, *one.path), _shape(self.company, one.path)
        if list not in whole and isinstance(one.value, list) and isinstance(one.before, list):
            found = list_changes(path, own, one.before, one.value, shape)
            yield from (self._widened(change) for change in found)
            if found:
                return
        replaces = isinstance(one.value, list) and bool(shape.key or shape.merge != "replace") and _has_list(self.company, device, one.path)
        replaces = replaces or (dict in whole and isinstance(one.value, dict) and one.before is None)
        text = UNSET if one.value is None else f"{REPLACE} {yaml_flow(one.value)}" if replaces else yaml_flow(one.value)
        if own is None:
            yield PutEntry(path, text)
        elif one.value is None:
            yield self._widened(RemoveEntries(path[:-1], path[-1:]))
        else:
            yield ReplaceValue(path, text)

    def _widened(self, change: Change) -> Change:
        """A change that would leave a key of the device with nothing below it takes that key away."""
        place = change.path[len(self.path) :]
        if isinstance(change, RemoveEntries) and len(place) == 1 and place[0] != INTERFACES:
            inside = _at(self.value, change.path)
            if isinstance(inside, dict) and list(inside) == list(change.steps):
                return RemoveEntries(change.path[:-1], change.path[-1:])
        return change

    def _raw(self, draft: DeviceDraft) -> Iterator[tuple[Path, list[str]]]:
        """The raw lines, and those taken away, each with the list that they belong to."""
        ports = self.company.devices[draft.name].get(INTERFACES, {})
        for port, lines in draft.raw_lines(ports).items():
            yield ((INTERFACES, port, RAW) if port else (RAW,)), lines
        if draft.without:
            yield (WITHOUT,), draft.without_lines()


def _at(value: Any, path: Path) -> Any:
    """What is at a path of plain data, None for nothing."""
    for step in path:
        value = without_tag(value)
        if not isinstance(value, dict) or step not in value:
            return None
        value = value[step]
    return without_tag(value)


def _shape(company: Company, path: Path) -> Shape:
    shape = company.schemas.shape("device")
    for step in path:
        shape = shape.child(str(step))
    return shape


def _has_list(company: Company, device: str, path: Path) -> bool:
    """Whether the device has a list at a path, which another layer may have filled."""
    value: Any = company.devices[device]
    for step in path:
        if not isinstance(value, Mapping) or step not in value:
            return False
        value = value[step]
    return isinstance(value, list)


def file_text(project: Project, file: str) -> str:
    return decode_text((project.root / file).read_bytes(), file)

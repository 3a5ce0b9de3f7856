"""What somebody changed on a device by hand, as a change of the device's file: afterwards that drift is gone, without a deploy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path as Folder
from typing import Any

from netops.adopt.additions import held_secrets
from netops.adopt.draft import INTERFACES, RAW, DeviceDraft, feature_of_line
from netops.adopt.hiding import find_secrets, hide_secrets, name_secrets
from netops.adopt.layers import split_into_sections
from netops.adopt.reading import read_data
from netops.adopt.trial_edits import DifferingSetting, TrialEdits, file_text
from netops.config import ConfigPair, ParsedConfig, redact
from netops.config.diff import DiffLine
from netops.config.items import item_numbers, with_chosen_items
from netops.errors import ConfigError, DataError, UsageError
from netops.facts.importer import VLANS, VRFS
from netops.messages import pluralize
from netops.model.company import Company
from netops.model.target import ConfigTarget
from netops.platforms import Platform, grammar_of, platform_for_model
from netops.render.targets import TargetRenderer
from netops.source.changes import RemoveEntries, apply_changes

OF_VLANS = ("untagged_vlan", "voice_vlan", "tagged_vlans")
Path = tuple[str | int, ...]
_SECRET = re.compile(r'"?⟦secret[^⟧]*⟧"?')
_MARKED = re.compile(r"\s*## SECRET-DATA$")
"""What Junos writes behind a secret that it shows."""


@dataclass(slots=True)
class Adoption:
    """The changed files, each as it was and as it would be. `reasons`: what is set, and why there.

    `secrets`: by name the values that the device has; their sources are in netops.yaml, what these give is for people to fill in.
    """

    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)


def adopt_manual_changes(
    company: Company, name: str, running: str, features: Sequence[str] | None, scratch: Folder, items: Sequence[int] = ()
) -> Adoption:
    """The change of a device's file after which it renders what a target runs, in some features (None: all that is managed).

    `items`: only these differences, by their numbers in the drift report. `scratch`: an empty folder. UsageError when the platform has no
    importer, or there is no such item; DataError when no change gives what runs.
    """
    target = company.target(name)
    platform = company.platform(target.platform)
    if platform.importer is None or (entry := company.entry("device", target.device)) is None:
        raise UsageError(f"{name}: configs of {target.platform} are not read back into data")
    intended = TargetRenderer(company).render(name, strict=False).text
    record = platform_for_model(platform, lambda: str(company.outlines[target.device].get("device_type", "")))
    goal, now = _goal(ParsedConfig(record, running), ParsedConfig(record, intended), features, items)
    text, secrets = _without_secrets(platform, target.device, goal.text, now.text, held_secrets(company))
    draft, before = (_drafted(company, target, platform, one) for one in (text, now.text))
    settings = [one for one in _changed(before.data, draft.data) if _is_known(company, target.site, one)]
    file = entry.part.document.file
    work = TrialEdits(company, file, entry.part.path, file_text(company.project, file), scratch)
    files = work.with_sources(secrets)
    best = work.best(draft, _named(company, target.site, settings))
    if best is None:
        raise DataError(message=f"{name}: no change of {file} gives what it runs", hint="change the YAML by hand")
    files = {name: pair for name, pair in (files | {file: (work.old, best.text)}).items() if pair[0] != pair[1]}
    return Adoption(files, [*_reasons(company, target.device, best.settings), *_raw_reasons(best.draft)], secrets)


def _drafted(company: Company, target: ConfigTarget, platform: Platform, text: str) -> DeviceDraft:
    """A device with the data of a text; of a host made of files only the nouns that it has: the others do not write its files."""
    draft = DeviceDraft(target.device, target.name, platform, text)
    draft.read_lines()
    read_data(draft)
    if draft.importer.is_of_files:
        draft.data = {noun: value for noun, value in draft.data.items() if noun in company.devices[target.device]}
    return draft


def _goal(
    running: ParsedConfig, intended: ParsedConfig, features: Sequence[str] | None, items: Sequence[int]
) -> tuple[ParsedConfig, ParsedConfig]:
    """What the file of a device has to render, and what it renders now, written alike: they differ only in what is adopted.

    What runs in some features, or in some items, and else what is intended, with its secrets and in its order.
    """
    goal = intended.candidate(running, features)
    pair = ConfigPair(goal, intended)
    if items:
        return with_chosen_items(pair, _of_items(ConfigPair(running, running.candidate(intended, features)), items)), with_chosen_items(
            pair, ()
        )
    try:
        found = with_chosen_items(pair, pair.difference)
    except ConfigError:
        return goal, intended
    return (found, with_chosen_items(pair, ())) if ConfigPair(found, goal).equal else (goal, intended)


def _of_items(pair: ConfigPair, items: Sequence[int]) -> list[DiffLine]:
    """The lines of some items of a difference. UsageError when there is no such item."""
    numbers = item_numbers(pair.difference)
    if missing := [number for number in items if number not in numbers]:
        raise UsageError(f"there is no item {missing[0]}", hint=f"{pluralize(max(numbers, default=0), 'item')}: see --list")
    return [line for line, number in zip(pair.difference, numbers, strict=True) if number in items]


def migrate_raw_lines(company: Company, name: str, features: Sequence[str], scratch: Folder) -> Adoption | None:
    """The change of a device's file after which raw lines of some features (none: of all) are data where a noun can say them now.

    What is rendered stays the same. None when nothing would change. `scratch`: an empty folder.
    """
    target = company.target(name)
    platform = company.platform(target.platform)
    if platform.importer is None or (entry := company.entry("device", target.device)) is None:
        return None
    file, path = entry.part.document.file, entry.part.path
    old = file_text(company.project, file)
    bare = old
    for place, steps, is_all in _raw_entries(platform, entry.part.raw, features):
        change = RemoveEntries((*path, *place[:-1]), (place[-1],)) if is_all else RemoveEntries((*path, *place), steps)
        bare = apply_changes(bare, [change], file)
    if bare == old:
        return None
    draft = DeviceDraft(target.device, name, platform, TargetRenderer(company).render(name, strict=False).text)
    draft.read_lines()
    read_data(draft)
    work = TrialEdits(company, file, path, bare, scratch)
    before = DeviceDraft(target.device, name, platform, work.text_of(bare, name))
    read_data(before)
    settings = [one for one in _changed(before.data, draft.data) if _is_known(company, target.site, one)]
    found = work.settled(draft, _named(company, target.site, settings)) if settings else None
    return Adoption({file: (old, found.text)}, [f"{'.'.join(map(str, one.path))} is data now" for one in settings]) if found else None


def _raw_entries(platform: Platform, raw: Mapping[str, Any], features: Sequence[str]) -> Iterator[tuple[Path, tuple[int, ...], bool]]:
    """The lists of raw lines of a file with the positions of those of some features, and whether that is all of them."""
    grammar = grammar_of(platform)
    lines = [str(line) for line in raw.get(RAW, ())]
    found, at = list[int](), 0
    for chunk in split_into_sections(lines, grammar) if lines else ():
        if not features or feature_of_line(grammar, chunk[0]) in features:
            found += range(at, at + len(chunk))
        at += len(chunk)
    if found:
        yield (RAW,), tuple(found), len(found) == len(lines)
    for port, value in (raw.get(INTERFACES) or {}).items() if not features or INTERFACES in features else ():
        if isinstance(value, dict) and value.get(RAW):
            yield (INTERFACES, port, RAW), (), True


def _without_secrets(platform: Platform, device: str, goal: str, intended: str, held: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """A text with placeholders: those of the intended text where the line is the same but for its secrets, new ones else.

    With the new secrets by name. `held`: the values of the names that the company has already.
    """
    lines, now = goal.split("\n"), intended.split("\n")
    known: dict[tuple[str, ...], list[str]] = {}
    for shape, line in zip(_shapes(platform, intended), now, strict=True):
        if line not in lines:
            known.setdefault(shape, []).append(line.strip())
    hidden = redact(platform, goal, intended).split("\n")
    is_open = [one != line and "⟦" not in line for line, one in zip(lines, hidden, strict=True)]
    same = [
        known[shape].pop(0) if new and known.get(shape) else None
        for shape, new in zip(_shapes(platform, goal, intended), is_open, strict=True)
    ]
    kept = [line if new is None else line[: len(line) - len(line.lstrip())] + new for line, new in zip(lines, same, strict=True)]
    found = [one for one in find_secrets(platform, goal) if same[one.line - 1] is None and "⟦" not in one.value]
    names = {one: name for (_, one), name in name_secrets({device: found}, held).items()}
    return hide_secrets("\n".join(kept), found, names), {name: one.value for one, name in names.items() if name not in held}


def _shapes(platform: Platform, text: str, like: str | None = None) -> list[tuple[str, ...]]:
    """Each line of a text without its secrets, below the lines that it is indented under."""
    above: list[tuple[int, str]] = []
    found = list[tuple[str, ...]]()
    for line in redact(platform, text, like).split("\n"):
        bare = _SECRET.sub("⟦secret⟧", _MARKED.sub("", line.strip()))
        indent = len(line) - len(line.lstrip())
        above = [one for one in above if one[0] < indent] + [(indent, bare)] if bare else above
        found.append(tuple(words for _, words in above))
    return found


def _changed(before: Any, after: Any, path: Path = ()) -> Iterator[DifferingSetting]:
    """The values in which two devices differ, by path; maps key by key."""
    keys = dict.fromkeys((*after, *before))
    for key in keys:
        if not path and key in (VLANS, VRFS):
            continue
        one, other = before.get(key), after.get(key)
        if isinstance(one, dict) and isinstance(other, dict):
            yield from _changed(one, other, (*path, key))
        elif one != other:
            yield DifferingSetting((*path, key), other, one)


def _is_known(company: Company, site: str, one: DifferingSetting) -> bool:
    """Whether a setting names only VLANs of the site."""
    if one.path[-1] in OF_VLANS and one.value is not None:
        values = one.value if isinstance(one.value, list) else [one.value]
        return all(not isinstance(value, int) or value in company.index.vids.get(site, {}) for value in values)
    return True


def _named(company: Company, site: str, settings: Sequence[DifferingSetting]) -> list[DifferingSetting]:
    """The settings with the names of VLANs in place of their numbers."""
    vids = company.index.vids.get(site, {})

    def name(value: Any) -> Any:
        if isinstance(value, list):
            return [name(one) for one in value]
        return vids[value].name if isinstance(value, int) else value

    return [replace(one, value=name(one.value), before=name(one.before)) if one.path[-1] in OF_VLANS else one for one in settings]


def _reasons(company: Company, device: str, settings: Sequence[DifferingSetting]) -> Iterator[str]:
    for one in settings:
        origin = company.origin("device", device, one.path) if _is_set(company.devices[device], one.path) else None
        what = "is not there any more" if one.value is None else "is another value" if one.before is not None else "is set"
        before = f"; before, it came from {origin}" if origin and origin.file.startswith("inventory/") else ""
        yield f"{'.'.join(map(str, one.path))} {what} on the device{before}"


def _is_set(data: Any, path: Path) -> bool:
    """Whether a device has a value at a path, which it may have from any layer."""
    for step in path:
        if not isinstance(data, Mapping) or step not in data:
            return False
        data = data[step]
    return True


def _raw_reasons(draft: DeviceDraft) -> Iterator[str]:
    for path in sorted(draft.verbatim):
        yield f"{path} is a managed file, as it is on the device"
    if draft.raw:
        yield f"{pluralize(len(draft.raw), 'line')} without a noun, or with none that can express it: raw_config"
    if draft.without:
        yield f"{pluralize(len(draft.without), 'line')} that templates write, not on the device: without"

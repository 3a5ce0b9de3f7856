"""Two sides of a company, compared: files, objects, findings, templates, and what is rendered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from netops.cache import ParallelMap
from netops.model.inventory import KINDS
from netops.review import findings, objects, rendered
from netops.review.places import ChangedFiles
from netops.review.record import FileChange, How, ObjectChange, Rendering, Review, TemplateChange
from netops.review.renames import find_renames, new_names
from netops.review.renders import SideRenders
from netops.review.side import ReviewSide
from netops.review.thing import Key, ReviewedObject

TEMPLATES = "templates/"
DEVICES = frozenset(KINDS.values())
"""Kinds that have targets."""


def compare_sides(old: ReviewSide, new: ReviewSide, parallel_map: ParallelMap = map) -> Review:
    """How the new side differs from the old one. What cannot be compared is said in the notes, or in why nothing is rendered."""
    files = tuple(_files(old, new))
    before, after = _things(old, new, [file.name for file in files])
    renamed = find_renames(before, after)
    changed = tuple(objects.object_changes(before, after, [file.name for file in files], renamed))
    renders = [SideRenders(str(side.revision), side.company, side.valid, parallel_map) if side.company else None for side in (old, new)]
    devices = {now: was for (kind, was), (_, now) in renamed.items() if kind in DEVICES}
    rendering = _rendering(old, new, renders, files, changed, devices)
    problems = [[*side.result.problems, *(made.problems if made else ())] for side, made in zip((old, new), renders, strict=True)]
    return Review(
        old.revision,
        new.revision,
        files,
        changed,
        tuple(_templates(files, rendering)),
        findings.compare_findings(*problems, all_known=new.result.complete, names=new_names(renamed, after)),
        rendering,
        tuple(_notes(old, new)),
    )


def _files(old: ReviewSide, new: ReviewSide) -> Iterator[FileChange]:
    """The files that changed, by name."""
    before, after = {**old.contents, **old.parts()}, {**new.contents, **new.parts()}
    for name in sorted(before.keys() | after.keys()):
        if name not in before or name not in after or before[name] != after[name]:
            how: How = "added" if name not in before else "removed" if name not in after else "changed"
            yield FileChange(name, how)


def _things(old: ReviewSide, new: ReviewSide, files: Collection[str]) -> tuple[dict[Key, ReviewedObject], dict[Key, ReviewedObject]]:
    """The objects of both sides. Those of a file that one side cannot read are on neither side."""
    if not all(side.has_files or side.empty for side in (old, new)):
        return {}, {}
    unread = old.unread | new.unread
    before, after = (objects.objects_of(side.files(files)) for side in (old, new))
    before, after = ({key: thing for key, thing in found.items() if thing.file not in unread} for found in (before, after))
    return before, after


def _rendering(
    old: ReviewSide,
    new: ReviewSide,
    renders: list[SideRenders | None],
    files: Iterable[FileChange],
    changed: Iterable[ObjectChange],
    devices: Mapping[str, str],
) -> Rendering:
    before, after = renders
    why = _why_not(new) or ("" if old.empty else _why_not(old))
    if why or after is None:
        return Rendering(missing=why)
    if not files:
        return Rendering(len(after.company.targets))
    return rendered.compare_renders(before, after, _changed(files, changed), devices)


def _why_not(side: ReviewSide) -> str:
    """Why nothing can be rendered of a side; '' when it can."""
    if side.company:
        return ""
    if side.empty:
        return f"{side.revision} holds no company here"
    errors = f"{side.errors} error{'s' * (side.errors != 1)}"
    return f"{side.revision} is not valid: {side.broken or errors}"


def _changed(files: Iterable[FileChange], objects: Iterable[ObjectChange]) -> ChangedFiles:
    values = [value for change in objects for value in change.values]
    sides = {"-": [value.old_origin for value in values], "+": [value.new_origin for value in values]}
    spots = {sign: {(place.file, place.line) for place in places if place} for sign, places in sides.items()}
    return ChangedFiles(spots, {file.name for file in files if file.name.startswith(TEMPLATES)})


def _templates(files: Iterable[FileChange], rendering: Rendering) -> Iterator[TemplateChange]:
    """The templates that changed, with the targets of whose difference they wrote a line."""
    wrote: dict[str, dict[str, None]] = {}
    for one in rendering.differences:
        for name in {line.template.file for line in one.lines if line.template}:
            wrote.setdefault(name.removeprefix("netops:"), {}).update(dict.fromkeys(one.targets))
    for file in files:
        if file.name.startswith(TEMPLATES):
            yield TemplateChange(file.name, file.how, tuple(sorted(wrote.get(file.name, ()))))


def _notes(old: ReviewSide, new: ReviewSide) -> Iterator[str]:
    if old.empty:
        yield f"{old.revision} holds no company in this folder: everything is new"
    for side in (old, new):
        if side.broken:
            yield f"{side.revision} could not be validated: {side.broken}"
        if side.unread:
            yield f"not compared, since {side.revision} has them in a state that cannot be read: {', '.join(sorted(side.unread))}"
    if not old.empty and not old.result.complete:
        yield f"{old.revision} is not valid, so no rule was run there: findings that look new may be older"
    if not new.result.complete:
        yield f"{new.revision} is not valid, so no rule was run: there may be more findings, and none counts as gone"

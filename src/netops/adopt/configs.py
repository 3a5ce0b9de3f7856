"""`netops import configs`: a folder of running configs as the files of a company."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any

from netops import platforms
from netops.adopt.cables import Neighbours, no_neighbours
from netops.adopt.cabling import GUESSES, add_cables
from netops.adopt.draft import DeviceDraft
from netops.adopt.hiding import FoundSecret, find_secrets, hide_secrets, name_secrets
from netops.adopt.host_files import without_unreadable
from netops.adopt.layers import split_into_layers
from netops.adopt.names import dns_label, free_name
from netops.adopt.proof import Proof
from netops.adopt.reading import read_data
from netops.adopt.recognise import recognise_platforms
from netops.adopt.sites import SiteDrafts
from netops.config import ParsedConfig
from netops.config.whole import find_damage, without_prompts
from netops.errors import ConfigError, NetopsError, UsageError
from netops.messages import first_few, pluralize
from netops.platforms import Platform, importer_of
from netops.project import Project
from netops.schema import load
from netops.schema.shape import FREE, Shape
from netops.secrets import CLOSE, OPEN

NO_TEXT = re.compile(rf"[\x00-\x02\x04-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff{OPEN}{CLOSE}]")
"""Characters that are in no config; `^C` may be there, since it ends a banner."""
NOT_EXACT = "it cannot be written so that it comes back as it is"
NO_NAME = re.compile(r"[^a-z0-9]+")
Moved = tuple[dict[str, Any], list[str]]
"""The files of a company, and what was moved where."""
DEVICE_HEADS = ("DEVICE", "PLATFORM", "LINES", "DATA", "RAW", "TAKEN AWAY")
FEATURE_HEADS = ("PLATFORM", "FEATURE", "DEVICES", "LINES", "DATA", "RAW")


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that cannot be brought in: its name, the line (0 for the file as a whole), why, and what to do."""

    source: str
    line: int
    reason: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}" if self.line else self.source
        return f"{place}: {self.reason}" + (f" ({self.hint})" if self.hint else "")


@dataclass(slots=True)
class ImportedConfigs:
    """What came out: the drafts, the values of secrets by name, the files of the company as values, what was refused.

    `reasons`: what was moved to which layer, and why. `dropped`: what could be data and is not, since a rule refuses it.
    `cabling`: ports without a cable, since guesses contradict each other or rules.
    `comments`: by file, before its top-level keys. Into a company that is there: `texts`, files of it as they were and as they would be,
    `exists`, the devices that it has already, and `refusals` of its rules that people have to decide; `next` is what to do then,
    `secrets_file` the file for values that its settings name.
    `left`: by name the files of a host that were not read, with the reason.
    """

    drafts: list[DeviceDraft] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    refused: list[RefusedFile] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    comments: dict[str, dict[str, str]] = field(default_factory=dict)
    cabling: list[str] = field(default_factory=list)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    exists: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    next: str = ""
    secrets_file: str = ""
    left: dict[str, dict[str, str]] = field(default_factory=dict)

    def summary(self) -> dict[str, Any]:
        """What came of each device, as values."""
        return {
            "devices": [
                {
                    "name": draft.name,
                    "source": draft.source,
                    "platform": draft.platform.name,
                    "lines": len(draft.lines),
                    "raw": len(draft.raw),
                    "without": len(draft.without),
                    "features": draft.by_feature(),
                    "files": dict(sorted(draft.verbatim.items())),
                    "left": draft.left,
                }
                for draft in self.drafts
            ],
            "changes": self.changes,
            "refused": [asdict(one) for one in self.refused],
            "secrets": sorted(self.secrets),
            "layers": self.reasons,
            "not_data": self.dropped,
            "cabling": self.cabling,
            "exists": self.exists,
            "refusals": self.refusals,
        }

    def device_rows(self) -> list[tuple[str, ...]]:
        """A row for each device below `DEVICE_HEADS`."""
        return [(draft.name, draft.platform.name, *map(str, draft.counts())) for draft in self.drafts]

    def feature_rows(self) -> list[tuple[str, ...]]:
        """A row for each feature of a platform with lines that stay raw, below `FEATURE_HEADS`: its devices together, most first."""
        found: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for draft in self.drafts:
            for feature, (total, raw) in draft.by_feature().items():
                found.setdefault((draft.platform.name, feature), []).append((total, raw))
        rows = [(*key, len(each), sum(total for total, _ in each), sum(raw for _, raw in each)) for key, each in found.items()]
        rows.sort(key=lambda row: (-row[4], row[:2]))
        return [(slug, feature, str(many), str(total), str(total - raw), str(raw)) for slug, feature, many, total, raw in rows if raw]

    def text(self, output: str) -> str:
        """The summary for people below the tables. `output`: the folder that was written, '' for none."""
        lines = [*self.reasons] if output else []
        lines += [f"CHANGED {one}" for one in self.changes]
        lines += [f"not data: {reason}" for reason in self.dropped]
        lines += self.cabling
        lines += [f"{one.name}: {path} is left alone: {reason}" for one in self.drafts for path, reason in sorted(one.left.items())]
        lines += [f"{one} exists: use netops adopt {one}" for one in self.exists]
        lines += [f"a rule of the company refuses: {one}" for one in self.refusals]
        if output and self.files and self.drafts:
            following = self.next or f"cd {output} && netops validate && netops render"
            lines.append(f"{output}: {pluralize(len(self.files), 'file')}. Next: {following}")
        lines += [f"REFUSED {one}" for one in self.refused]
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What is given beside the configs, by the names of their files: `platforms`, `sites` (`site` is that of the others), `models`.

    `neighbours`: what a device has seen at its ports, by its name and platform. `is_of_files`: the texts are files of devices, of which
    one that a plan would not take for a whole config is refused.
    """

    site: str = "main"
    platforms: Mapping[str, str] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    neighbours: Neighbours = no_neighbours
    is_of_files: bool = False


def import_configs(texts: Mapping[str, str], scratch: Path, given: ImportOptions, *, company: str, flat: bool = False) -> ImportedConfigs:
    """Configs by the names of their files as a company of a name. `scratch`: an empty folder."""
    out = read_configs(texts, given)
    proof = _proved(out, given, _common(company, out.secrets), scratch)
    for draft in out.drafts:
        draft.data["managed"] = draft.managed()
    out.files = proof.common | proof.site.files()
    if not flat:
        _put_in_layers(out, proof, scratch / "layered")
    cabled, out.cabling = add_cables(out.files, out.drafts, given.neighbours, scratch / "cabled")
    out.comments = {file: {"cables": GUESSES} for file in cabled}
    return out


def read_configs(texts: Mapping[str, str], given: ImportOptions, secrets: Mapping[str, str] | None = None) -> ImportedConfigs:
    """Drafts of configs, with their data and secrets. `secrets`: the values of those that are there already, by name."""
    out, taken, held = ImportedConfigs(), set[str](), dict(secrets or {})
    read = {name: one for name in sorted(texts) if (one := _read(out, name, texts[name], given)) is not None}
    named = name_secrets({name: found for name, (_, _, found) in read.items()}, held)
    for name, (platform, text, found) in read.items():
        own = {one: named[name, one] for one in found}
        out.secrets |= {secret: one.value for one, secret in own.items() if secret not in held}
        draft = DeviceDraft(free_name(dns_label(name) or "device", taken, longest=60), name, platform, hide_secrets(text, found, own))
        taken.add(draft.name)
        draft.model = given.models.get(name, "")
        draft.left |= out.left[name]
        draft.read_lines()
        read_data(draft)
        out.drafts.append(draft)
    return out


def _read(out: ImportedConfigs, name: str, text: str, given: ImportOptions) -> tuple[Platform, str, list[FoundSecret]] | None:
    """The platform, the text as the device would print it, and its secrets; None when it is refused."""
    try:
        text, left = without_unreadable(text, NO_TEXT)
        _check_characters(text)
        platform = _platform(name, text, given.platforms)
        text, prompts = without_prompts(platform, text)
        text, changes = importer_of(platform).tidy(text)
        if given.is_of_files:
            _check_whole(platform, text)
        _ = ParsedConfig(platform, text).root
        found = find_secrets(platform, text)
    except ConfigError as error:
        out.refused.append(RefusedFile(name, error.line or 0, error.reason, error.hint))
        return None
    except NetopsError as error:
        out.refused.append(RefusedFile(name, 0, error.message, error.hint))
        return None
    out.changes += [f"{name}:{change}" for change in (*prompts, *changes)]
    out.left[name] = left
    return platform, text, found


def _proved(out: ImportedConfigs, given: ImportOptions, common: dict[str, Any], scratch: Path) -> Proof:
    """The proof of all drafts that come back exactly; the others are refused."""
    for number in range(len(out.drafts) + 1):
        proof = Proof(SiteDrafts(out.drafts, given.sites, given.site), common, scratch / f"flat-{number}")
        proof.run()
        if refuse_lost(out, proof):
            break
    return proof


def refuse_lost(out: ImportedConfigs, proof: Proof) -> bool:
    """Whether all drafts come back exactly. The others are refused; of several only those that were given up, if there are such."""
    gone = proof.given_up
    lost = [draft for draft in out.drafts if draft.name in gone or (not gone and draft.name not in proof.exact)]
    out.refused += [RefusedFile(draft.source, proof.first_lost(draft), gone.get(draft.name, NOT_EXACT)) for draft in lost]
    names = {draft.name for draft in lost}
    out.drafts = [draft for draft in out.drafts if draft.name not in names]
    out.dropped += [f"{one.draft.name}: {'.'.join(map(str, one.path)) or 'everything'}: {one.reason}" for one in proof.reasons]
    return not lost


def _put_in_layers(out: ImportedConfigs, proof: Proof, folder: Path) -> None:
    """Move what devices have in common to layers, where the company still gives all configs back: entries of lists, else whole lists."""
    names = {draft.name: proof.site.file_of(draft) for draft in out.drafts}
    devices = {name: out.files[file] for name, file in names.items()}
    grammars = {draft.name: draft.grammar for draft in out.drafts}
    tries = count()

    def attempt(shape: Shape, staying: Collection[str]) -> Moved | None:
        """The files of the company and the reasons, with some keys left at the devices; None when it does not give all configs back."""
        found = split_into_layers(devices, grammars, shape, staying)
        files = dict(out.files)
        for file, data in found.layers.items():
            files[f"inventory/{file}"] = {**files.get(f"inventory/{file}", {}), **data}
        files |= {names[name]: data for name, data in found.devices.items()}
        return (files, found.reasons) if proof.holds(files, folder / str(next(tries))) else None

    shape = load(Project(folder)).shape("device")
    moved = attempt(shape, ()) or attempt(FREE, ()) or without_some(partial(attempt, shape), sorted({*chain(*devices.values())}))
    if moved is None:
        out.reasons = ["nothing was moved to layers: the company would not give all configs back"]
    else:
        out.files, out.reasons = moved


def without_some(attempt: Callable[[Collection[str]], Moved | None], keys: Sequence[str]) -> Moved | None:
    """What is moved when those keys stay at the devices with which the company would not give all configs back."""
    staying = set(keys)
    best = attempt(staying)
    if best is None:
        return None
    parts = [list(keys)]
    while parts:
        part = parts.pop()
        if (found := attempt(staying - {*part})) is not None:
            best, staying = found, staying - {*part}
        elif len(part) > 1:
            middle = len(part) // 2
            parts += [part[middle:], part[:middle]]
    files, reasons = best
    stay = first_few(sorted(staying & {*keys}), 4)
    return files, [*reasons, f"left at the devices, with which they would not come back exactly: {stay}"]


def _check_characters(text: str) -> None:
    """ConfigError for a character that no config holds, with its line."""
    if match := NO_TEXT.search(text):
        number = text.count("\n", 0, match.start()) + 1
        raise ConfigError(f"it holds the character U+{ord(match[0]):04X}", hint="is it the config of a device, as text?", line=number)


def _check_whole(platform: Platform, text: str) -> None:
    """ConfigError for a text that cannot be a whole config: a plan would take it for none, too."""
    if damage := find_damage(platform, text, in_file=True):
        raise ConfigError(f"this is {damage.found}", hint="look at the file, or collect it again", line=damage.line)


def _platform(name: str, text: str, known: Mapping[str, str]) -> Platform:
    if name in known:
        return platforms.get(known[name])
    candidates = [(one, importer_of(one)) for one in map(platforms.get, platforms.names()) if one.importer]
    if not text.strip():
        raise ConfigError("the file is empty", hint="collect it again")
    found = recognise_platforms(text, candidates)
    if len(found) != 1:
        choice = ", ".join(found or sorted(one.name for one, _ in candidates))
        raise UsageError("the platform cannot be recognised", hint=f"say it: --platform {name}=SLUG, one of {choice}")
    return platforms.get(found[0])


def _common(company: str, secrets: Iterable[str]) -> dict[str, Any]:
    """The files that are the same whatever was read."""
    settings: dict[str, Any] = {"name": company, "schema": 2}
    names = sorted(secrets)
    if names:
        settings["secrets_file"] = f"../{company}.secrets.yaml"
        settings["secrets"] = {name: {"key": name} for name in names}
    layers = ["defaults.yaml", "platforms/{platform}.yaml", "roles/{role}.yaml", "sites/{site}/site.yaml", "sites/{site}/roles/{role}.yaml"]
    return {
        "netops.yaml": settings,
        "inventory/hierarchy.yaml": {"layers": layers},
        "inventory/defaults.yaml": {"derive": {"descriptions": False, "snmp": False, "default_gateway": False}},
        "inventory/regions/main.yaml": {"name": "Main"},
    }

"""The rules as records, read from YAML: the package's by platform, and every file of the company's `capabilities/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from netops import platforms
from netops.capability.patterns import LinePattern, Ranges, parse_ranges
from netops.capability.versions import Version, meets_condition, parse_release
from netops.errors import DataError, Diagnostic, Origin, Severity
from netops.platforms import Platform
from netops.project import Project
from netops.schema import Schemas, find_schema_problems
from netops.source import Document, read_document, read_file

FOLDER: Final = "capabilities"


@dataclass(frozen=True, slots=True)
class CapabilityRule:
    """What one kind of hardware or release cannot do. `line` stands below a line like `below`, at the top level when that is None.

    `allowed`: the numbers that the line may hold, None when there may be no such line. `unless`: a top-level line that lifts the rule.
    """

    code: str
    platform: Platform
    line: LinePattern
    why: str
    source: str
    severity: Severity = Severity.ERROR
    device_types: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    below: LinePattern | None = None
    unless: LinePattern | None = None
    allowed: Ranges | None = None
    expected: str = ""
    hint: str = ""

    def concerns(self, device_type: str) -> bool:
        """Whether the rule is about this hardware; one without device types is about all that runs the platform."""
        return not self.device_types or any(fnmatchcase(device_type, glob) for glob in self.device_types)

    def holds_for(self, found: Version | None) -> bool | None:
        """Whether the rule is about this release; None when that is not known."""
        if not self.versions:
            return True
        return None if found is None else all(meets_condition(self.platform, found, condition) for condition in self.versions)


def platform_rules(platform: Platform) -> tuple[CapabilityRule, ...]:
    """The rules in a platform's own folder; none when its record names no file."""
    if platform.capability is None:
        return ()
    path = platforms.platform_folder(platform) / platform.capability
    return _rules(read_document(path.read_text(encoding="utf-8"), f"platforms/{platform.name}/{path.name}"), platform)


def company_rules(project: Project, schemas: Schemas) -> tuple[CapabilityRule, ...]:
    """The company's rules. DataError with all that is wrong in their files."""
    documents = [read_file(path, project.root) for path in sorted((project.root / FOLDER).glob("*.yaml"))]
    problems = [problem for document in documents for problem in validate_rules(document, schemas, project.root)]
    problems += [] if problems else _twice(documents)
    if problems:
        raise DataError(problems)
    return tuple(rule for document in documents for rule in _rules(document, platforms.get(document.value["platform"], project.root)))


def validate_rules(document: Document, schemas: Schemas, root: Path | None = None) -> list[Diagnostic]:
    """What is wrong in a file of rules. `root`: the company's folder, for platforms of its own."""
    problems = find_schema_problems(document.value, schemas.whole("capability"), document)
    return problems or list(_unknown(document, root))


def _rules(document: Document, platform: Platform) -> tuple[CapabilityRule, ...]:
    return tuple(_rule(platform, entry) for entry in document.value["rules"])


def _rule(platform: Platform, entry: Mapping[str, Any]) -> CapabilityRule:
    made: dict[str, Any] = {key: str(value) for key, value in entry.items() if key in ("code", "why", "source", "expected", "hint")}
    lists: dict[str, Any] = {key: tuple(entry.get(key, ())) for key in ("device_types", "versions")}
    others: dict[str, Any] = {key: LinePattern(entry[key]) for key in ("below", "unless") if key in entry}
    allowed = parse_ranges(entry["allowed"]) if "allowed" in entry else None
    severity = Severity(entry.get("severity", Severity.ERROR))
    return CapabilityRule(platform=platform, line=LinePattern(entry["line"]), severity=severity, allowed=allowed, **lists, **others, **made)


def _unknown(document: Document, root: Path | None) -> Iterator[Diagnostic]:
    """Names that the schema cannot know: of a platform, and of releases."""
    platform = document.value["platform"]
    known = platforms.names(root)
    if platform not in known:
        message, hint = f"no platform called {platform!r}", f"there are: {', '.join(known)}"
        yield Diagnostic("CAP001", message, origin=document.origin(("platform",)), found=platform, hint=hint)
        return
    for at, entry in enumerate(document.value["rules"]):
        yield from _wrong(document, platforms.get(platform, root), at, entry)


def _wrong(document: Document, platform: Platform, at: int, entry: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for number, condition in enumerate(entry.get("versions", ())):
        if parse_release(platform, condition) is None:
            origin = document.origin(("rules", at, "versions", number))
            yield Diagnostic(
                "CAP001", f"{condition} names no release of {platform.name}", origin=origin, path=f"rules[{at}]", found=condition
            )
    if "below" in entry and platforms.grammar_of(platform).dialect.PATHS:
        origin = document.origin(("rules", at, "below"), key=True)
        expected = f"no `below`: a line of {platform.name} is its whole path"
        yield Diagnostic("CAP001", "nothing stands below another line", origin=origin, path=f"rules[{at}]", expected=expected)
    if "allowed" in entry and entry["line"].split().count("#") != 1:
        origin = document.origin(("rules", at, "line"))
        expected = "one # in the line: the numbers that are allowed"
        yield Diagnostic("CAP001", "nothing to compare `allowed` with", origin=origin, path=f"rules[{at}]", expected=expected)


def _twice(documents: list[Document]) -> list[Diagnostic]:
    """A code that two rules of the company share: the second would hide the first."""
    seen: dict[str, Origin] = {}
    problems = []
    for document in documents:
        for at, entry in enumerate(document.value["rules"]):
            here = document.origin(("rules", at, "code"))
            if entry["code"] in seen:
                problems.append(Diagnostic("CAP001", f"{entry['code']} is also the code of {seen[entry['code']]}", origin=here))
            seen.setdefault(entry["code"], here)
    return problems

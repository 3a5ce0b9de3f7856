"""The measure of provenance: change one value of the data, and see that every line that changes was named by an edge of that value.

A changed line is one of the multiset difference of lines, each with the lines above it. It is named when it, or a line above it, has a
value edge or a condition edge of the changed value. A line that is added is named when its template line is, by any edge or branch of
that value in the text before, or when the trace of the text after names it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from provenance_mutants import Mutant

from netops.errors import DataError, Origin, Severity
from netops.model import inventory, validate
from netops.model.company import Company, merge_problems
from netops.model.explain import places_choosing_layers
from netops.project import Project
from netops.render import Condition, Rendered, Renderer
from netops.source import Document
from whole_company import read_files

Line = tuple[tuple[str, ...], str]
"""The lines above a line, and its text."""
HEADER = "### "


def nested(text: str) -> Iterator[Line]:
    """Each line of a text below those that are indented less, or below the header of its file."""
    stack: list[tuple[int, str]] = []
    for raw in text.split("\n"):
        line, indent = raw.strip(), -1 if raw.startswith(HEADER) else len(raw) - len(raw.lstrip())
        while stack and line and stack[-1][0] >= indent:
            stack.pop()
        yield tuple(above for _, above in stack), line
        if line:
            stack.append((indent, line))


class Text:
    """A traced text: its lines with those above them, and the edges of each place."""

    def __init__(self, rendered: Rendered, everywhere: Iterable[Origin]) -> None:
        self.rendered = rendered
        self.everywhere = frozenset(everywhere)
        self.lines: list[Line] = list(nested(rendered.text))[: len(rendered.lines)]
        self.values: defaultdict[Origin, set[int]] = defaultdict(set)
        self.under: defaultdict[Condition, set[int]] = defaultdict(set)
        for number, line in enumerate(rendered.lines):
            for origin in line.values:
                self.values[origin].add(number)
            for condition in line.conditions:
                self.under[condition].add(number)

    @cached_property
    def above(self) -> list[tuple[int, ...]]:
        """The numbers of each line and of those above it."""
        found: list[tuple[int, ...]] = []
        open_: dict[Line, tuple[int, ...]] = {}
        for number, (parents, text) in enumerate(self.lines):
            outer = open_.get((parents[:-1], parents[-1]), ()) if parents else ()
            found.append((*outer, number))
            open_[parents, text] = found[-1]
        return found

    def printed(self, changed: Iterable[Origin]) -> set[int]:
        return {number for origin in changed for number in self.values.get(origin, ())}

    def direct(self, changed: frozenset[Origin]) -> set[int]:
        """The lines with an edge of their own."""
        conditions = (lines for condition, lines in self.under.items() if not changed.isdisjoint(condition.reads))
        return self.printed(changed).union(*conditions)

    def named(self, changed: frozenset[Origin]) -> set[int]:
        if changed & self.everywhere:
            return set(range(len(self.lines)))
        direct = self.direct(changed)
        return {number for number, above in enumerate(self.above) if direct.intersection(above)}

    def might_write(self, changed: frozenset[Origin], template: Origin) -> bool:
        """Whether an edge or a branch of what changed names a template line."""
        lines = self.rendered.lines
        return any(lines[n].template == template for n in self.direct(changed)) or any(
            branch.holds(template) for branch in self.rendered.branches if changed.intersection(branch.reads)
        )


@dataclass
class Result:
    """What a run over mutants found. Each of `missing` and `idle` is a sentence."""

    rendered: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    without_effect: int = 0
    changed: int = 0
    missing: list[str] = field(default_factory=list)
    printed: int = 0
    idle: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The part of the lines with a value edge that do change."""
        return 1 - len(self.idle) / self.printed if self.printed else 1.0

    def __str__(self) -> str:
        skipped = ", ".join(f"{count} {why}" for why, count in sorted(self.skipped.items()))
        return (
            f"{self.rendered} mutants rendered, {self.without_effect} of them without effect; skipped: {skipped or 'none'}\n"
            f"{self.changed} changed lines, {len(self.missing)} of them not named\n"
            f"{self.printed} lines with a value edge, {len(self.idle)} of them unchanged: {self.share:.2%} change"
        )


class Measure:
    """The company as it is, and what becomes of it with a mutant in place of one of its files."""

    def __init__(self, project: Project) -> None:
        self.company = self._company(project, None)
        self.project = project
        self.renderer = Renderer(project)
        self.documents = self._documents()
        self.views = {name: self.company.view(name) for name in self.company.targets}
        self.texts = {name: self._text(self.company, name) for name in self.company.targets}

    def _documents(self) -> dict[str, Document]:
        files = self.company.files
        return {d.file: d for d in (files.settings.document, files.hierarchy.document, *files.documents)}

    def _company(self, project: Project, documents: dict[str, Document] | None) -> Company:
        from netops.schema import load

        if documents is None:
            files, problems = read_files(project, load(project))
        else:
            files, problems = inventory.classify_documents(project, self.company.schemas, dict(documents))
        problems = [*problems, *(validate.file_problems(files) if files else ())]
        if files is None or any(p.severity == Severity.ERROR for p in problems):
            raise Skipped("invalid")
        company = Company(files)
        same = documents is not None and company.devices == self.company.devices
        if not same and any(p.severity == Severity.ERROR for p in merge_problems(company)):
            raise Skipped("invalid when merged")
        return company

    def _text(self, company: Company, name: str) -> Text:
        return Text(self.renderer.render(company.view(name, trace=True), trace=True), places_choosing_layers(company, name))

    def run(self, mutants: Iterable[Mutant]) -> Result:
        result = Result()
        for mutant in mutants:
            try:
                self.judge(mutant, result)
            except Skipped as why:
                result.skipped[str(why)] += 1
        return result

    def judge(self, mutant: Mutant, result: Result) -> None:
        company = self._company(self.project, {**self.documents, mutant.document.file: mutant.document})
        reached = list(self._reached(company))
        texts = {name: self._after(company, name) for name in reached}
        result.rendered += 1
        result.without_effect += not reached
        for name, base in self.texts.items():
            gone = Counter(base.lines) - Counter(texts[name]) if name in texts else Counter()
            self._printed(mutant, name, base, gone, result)
            if name in texts:
                self._changes(mutant, company, name, gone, texts[name], result)

    def _reached(self, company: Company) -> Iterator[str]:
        for name in {**self.company.targets, **company.targets}:
            if name not in company.targets or name not in self.views or company.view(name) != self.views[name]:
                yield name

    def _after(self, company: Company, name: str) -> list[Line]:
        if name not in company.targets:
            return []
        try:
            text = self.renderer.render(company.view(name)).text
        except DataError:
            raise Skipped("not rendered") from None
        return list(nested(text))[: text.count("\n")]

    def _printed(self, mutant: Mutant, name: str, base: Text, gone: Counter[Line], result: Result) -> None:
        for number in sorted(base.printed(mutant.places)):
            result.printed += 1
            if not gone[base.lines[number]]:
                result.idle.append(f"{mutant}: {name}: {base.rendered.lines[number].text!r} ({base.rendered.lines[number].template})")

    def _changes(self, mutant: Mutant, company: Company, name: str, gone: Counter[Line], after: list[Line], result: Result) -> None:
        base = self.texts[name]
        named = Counter(base.lines[number] for number in base.named(mutant.places))
        result.changed += gone.total()
        result.missing += [f"{mutant}: {name}: - {' / '.join((*line[0], line[1]))!r}" for line in gone - named]
        new = Counter(after) - Counter(base.lines)
        result.changed += new.total()
        if new:
            result.missing += [f"{mutant}: {name}: + {told}" for told in self._unnamed(mutant, company, name, new)]

    def _unnamed(self, mutant: Mutant, company: Company, name: str, new: Counter[Line]) -> Iterator[str]:
        base, after = self.texts[name], self._text(company, name)
        if mutant.places & (base.everywhere | after.everywhere):
            return
        named = after.named(mutant.places)
        templates = [line.template for line in after.rendered.lines]
        candidates = (n for n, line in enumerate(after.lines) if new[line])
        known = Counter(after.lines[n] for n in candidates if n in named or base.might_write(mutant.places, templates[n]))
        for line in new - known:
            yield f"{' / '.join((*line[0], line[1]))!r} ({templates[after.lines.index(line)]})"


class Skipped(Exception):
    """A mutant that is no valid company, or that does not render."""

"""Cases of a company: golden files beside its own templates, rules and platforms, run by `netops test`.

A kind of case is a module here with one function, `find(project) -> Iterator[Case]`. A case computes texts; each is compared with the file
of the same name in its folder. A file that does not exist is a failure, never a pass.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from netops.cases import checks, platforms, templates
from netops.cases.case import Case
from netops.errors import NetopsError
from netops.project import Project

__all__ = ["Case", "CaseResult", "find_cases", "run_case", "write_expected"]

KINDS = (templates, checks, platforms)


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How a case ended: the texts that it gave by file, and what is wrong, empty when all is as expected."""

    case: Case
    texts: Mapping[str, str]
    failure: str = ""

    @property
    def passed(self) -> bool:
        return not self.failure


def find_cases(project: Project) -> list[Case]:
    """Every case of the company, by the name of its folder."""
    return sorted((case for kind in KINDS for case in kind.find(project)), key=lambda case: case.name)


def run_case(case: Case) -> CaseResult:
    """Run a case and compare each text that it gives with its file."""
    try:
        texts = case.compute()
    except NetopsError as error:
        return CaseResult(case, {}, str(error))
    problems = [*_differences(case.folder, texts), *_left_over(case, texts)]
    return CaseResult(case, texts, "\n".join(problems))


def write_expected(results: Iterable[CaseResult]) -> list[Path]:
    """Write what the cases gave as their expected files; the files that changed. A case that could not run is left alone."""
    written = []
    for result in results:
        for name, text in result.texts.items():
            path = result.case.folder / name
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
                written.append(path)
    return written


def _differences(folder: Path, texts: Mapping[str, str]) -> Iterable[str]:
    for name, text in texts.items():
        path = folder / name
        if not path.is_file():
            yield f"{name}: no such file; netops test --update writes it"
            continue
        expected = path.read_text(encoding="utf-8")
        if expected != text:
            lines = difflib.unified_diff(
                expected.splitlines(), text.splitlines(), f"{name} (expected)", f"{name} (found)", lineterm="", n=2
            )
            yield "\n".join(lines) or f"{name}: the files differ in line ends"


def _left_over(case: Case, texts: Mapping[str, str]) -> Iterable[str]:
    """Files of the folder that the case does not read or give: a misspelt one would be compared with nothing."""
    known = {*case.inputs, *texts}
    names = sorted(path.name for path in case.folder.iterdir() if path.is_file())
    yield from (f"{name}: not a file of such a case; it has {', '.join(sorted(known))}" for name in names if name not in known)

"""Which targets a selector means: `site=ber,role=access,name=sw-*,!sw-12`.

Terms with the same key widen (or), different keys narrow (and), `!` takes away. A bare word is a name; patterns are those of a
shell. The name of a device means all of its targets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from netops.errors import UsageError
from netops.messages import did_you_mean
from netops.model.locations import location_path

if TYPE_CHECKING:
    from netops.model.company import Company, ConfigTarget

_GETTERS: dict[str, Callable[[Company, ConfigTarget], Iterable[str]]] = {
    "name": lambda company, target: (target.name, target.device),
    "site": lambda company, target: (target.site,),
    "role": lambda company, target: (target.role,),
    "platform": lambda company, target: (target.platform,),
    "kind": lambda company, target: (target.kind,),
    "status": lambda company, target: (target.status,),
    "region": lambda company, target: (str(company.objects["site"].get(target.site, {}).get("region", "")),),
    "tenant": lambda company, target: (_tenant(company, target),),
    "location": lambda company, target: _locations(company, target),
    "tag": lambda company, target: map(str, company.outlines[target.device].get("tags", ())),
}


def _tenant(company: Company, target: ConfigTarget) -> str:
    """The tenant of a device, else that of its site; '' for none."""
    return str(company.outlines[target.device].get("tenant") or company.objects["site"].get(target.site, {}).get("tenant", ""))


def _locations(company: Company, target: ConfigTarget) -> list[str]:
    """The location of a device, and those that it is in."""
    known = company.objects.get("location", {})
    own = str(company.outlines[target.device].get("location", ""))
    return location_path(own, lambda name: known.get(f"{target.site}/{name}", {}))


def select_targets(company: Company, limit: str, all_: bool = False) -> list[ConfigTarget]:
    """The targets that a selector selects, in the company's order. UsageError when it selects none, or is empty without `all_`."""
    if not limit.strip():
        if not all_:
            raise UsageError("an empty --limit would select every target", hint="say so with --all, or name some: --limit site=NAME")
        return list(company.targets.values())
    wanted, unwanted = _terms(limit)
    found = [target for target in company.targets.values() if _matches(company, target, wanted) and not _any(company, target, unwanted)]
    if not found:
        raise UsageError(f"--limit {limit!r} selects no target", hint=_near(company, [*wanted.items()]))
    return found


def selector_values(company: Company) -> dict[str, list[str]]:
    """The values that each key of a selector has in a company."""
    return {key: sorted({one for target in company.targets.values() for one in get(company, target)}) for key, get in _GETTERS.items()}


def is_selected(company: Company, limit: str, target: ConfigTarget) -> bool:
    """Whether a selector selects a target; an empty one selects every target. UsageError for a key that there is not."""
    wanted, unwanted = _terms(limit)
    return _matches(company, target, wanted) and not _any(company, target, unwanted)


def is_named(limit: str) -> bool:
    """Whether a selector names something: at least one of its keys has only words without a pattern.

    >>> is_named("site=ber,role=*"), is_named("name=*"), is_named("!sw-1")
    (True, False, False)
    """
    return any(not any(is_pattern(word) for word in words) for words in _terms(limit)[0].values())


def is_pattern(word: str) -> bool:
    return any(letter in word for letter in "*?[")


def select_names(company: Company, names: Sequence[str], among: Sequence[ConfigTarget]) -> list[ConfigTarget]:
    """The targets of `among` with one of the names, or that are one of the named devices. UsageError for a name that selects none."""
    chosen: dict[str, ConfigTarget] = {}
    for name in names:
        found = [target for target in among if any(fnmatchcase(own, name) for own in (target.name, target.device))]
        if not found:
            outside = any(_is(company, target, "name", name) for target in company.targets.values())
            why = f"--limit leaves out target {name!r}" if outside else f"no target called {name!r}"
            raise UsageError(why, hint="names and --limit narrow each other" if outside else _near(company, [("name", (name,))]))
        chosen |= {target.name: target for target in found}
    return [target for target in among if target.name in chosen]


def selector_terms(selector: str) -> list[tuple[str, str]]:
    """The (key, pattern) pairs that a selector names, wanted or not. UsageError for a key that there is not."""
    wanted, unwanted = _terms(selector)
    return [*((key, pattern) for key, patterns in wanted.items() for pattern in patterns), *unwanted]


def _terms(limit: str) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """The wanted patterns by key, and the unwanted (key, pattern) pairs."""
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    unwanted: list[tuple[str, str]] = []
    for term in filter(None, (part.strip() for part in limit.split(","))):
        key, _, pattern = term.removeprefix("!").rpartition("=")
        key = _known(key or "name")
        if term.startswith("!"):
            unwanted.append((key, pattern))
        else:
            wanted[key].append(pattern)
    return dict(wanted), unwanted


def _known(key: str) -> str:
    if key in _GETTERS:
        return key
    raise UsageError(f"--limit has no key {key!r}", hint=did_you_mean(key, _GETTERS, f"keys are {', '.join(_GETTERS)}"))


def _matches(company: Company, target: ConfigTarget, wanted: dict[str, list[str]]) -> bool:
    return all(any(_is(company, target, key, pattern) for pattern in patterns) for key, patterns in wanted.items())


def _any(company: Company, target: ConfigTarget, terms: Sequence[tuple[str, str]]) -> bool:
    return any(_is(company, target, key, pattern) for key, pattern in terms)


def _is(company: Company, target: ConfigTarget, key: str, pattern: str) -> bool:
    return any(fnmatchcase(value, pattern) for value in _GETTERS[key](company, target))


def _near(company: Company, terms: Iterable[tuple[str, Sequence[str]]]) -> str:
    """A hint with the nearest values that there are for the first pattern which matches nothing."""
    for key, patterns in terms:
        values = sorted({value for target in company.targets.values() for value in _GETTERS[key](company, target) if value})
        for pattern in patterns:
            if not any(fnmatchcase(value, pattern) for value in values):
                hint = did_you_mean(pattern, values, f"there are: {', '.join(values[:12])}", most=3)
                return f"no {key} {pattern!r}; {hint}"
    return "each term matches some target, but no target matches all of them"

"""Reports as one self-contained HTML page: a summary for everybody, then the lines. Nothing is fetched, all text is escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from netops.config import DiffLine
from netops.deploy import Deployment
from netops.errors import printable
from netops.events import BAD, Outcome
from netops.plan import Plan, Step
from netops.report.record import DeployRun, DriftRun, ReportContext, Service

_GOOD = frozenset({Outcome.APPLIED, Outcome.UNCHANGED})


@dataclass(frozen=True, slots=True)
class Card:
    """A target on the page. `tone` is good, warn, bad or idle; `commands` are what a person may have to type."""

    name: str
    platform: str
    site: str
    word: str
    tone: str
    detail: str = ""
    lines: tuple[DiffLine, ...] = ()
    services: tuple[Service, ...] = ()
    commands: tuple[str, ...] = ()
    step: Step | None = None
    """What a plan would do to it."""
    notes: tuple[str, ...] = ()


def plan(plan: Plan, setting: ReportContext | None = None) -> str:
    """What a deploy of this plan would do."""
    setting = setting or ReportContext(plan.company, plan.commit, plan.created)
    cards = [replace(_card(s.target, s.platform, "to change", "warn", setting, lines=s.diff), step=s) for s in plan.steps.values()]
    waves = {name: f"wave {number}" for number, wave in enumerate(plan.waves, 1) for name in wave}
    cards = [
        replace(card, services=_services_of(card.step), notes=(_wave(waves, plan, card.name),)) if card.step else card for card in cards
    ]
    cards += [_card(name, "", outcome, "bad", setting, detail=why) for name, (outcome, why) in (plan.failed or {}).items()]
    cards += [_card(name, "", "unchanged", "good", setting) for name in plan.unchanged]
    cards += [_card(name, "", "skipped", "idle", setting, detail=why) for name, why in (plan.skipped or {}).items()]
    return _page("Plan", f"{len(plan.steps)} targets would change, in {len(plan.waves)} waves.", setting, cards)


def _wave(waves: Mapping[str, str], plan: Plan, name: str) -> str:
    """In which wave a target is, and why."""
    return ": ".join(filter(None, (waves.get(name, "no wave"), plan.wave_reasons.get(name, ""))))


def _services_of(step: Step) -> tuple[Service, ...]:
    return tuple(Service(name, criticality) for name, criticality in step.services.items())


def deployment(run: DeployRun) -> str:
    """How each target of a deploy ended."""
    deployed, steps = run.deployment, run.deployment.plan.steps
    cards = []
    for name, done in deployed.results.items():
        step = steps.get(name)
        tone = "bad" if done.outcome in BAD else "good" if done.outcome in _GOOD else "idle"
        lines = step.diff if step and done.outcome != Outcome.NOT_REACHED else ()
        platform = step.platform if step else ""
        card = _card(name, platform, done.outcome, tone, run.setting, detail=done.detail, lines=lines, commands=done.finish)
        cards.append(replace(card, notes=tuple(f"not checked: {what}" for what in done.unchecked)))
    return _page(f"Deploy {deployed.run}", _deployed(deployed), run.setting, cards)


def _deployed(deployed: Deployment) -> str:
    applied, missed = len(deployed.named(Outcome.APPLIED)), len(deployed.named(Outcome.NOT_REACHED))
    bad = sum(done.outcome in BAD for done in deployed.results.values())
    said = ["The run was interrupted."] if deployed.interrupted else []
    said += [f"{applied} targets were changed as planned{f', {bad} were not: they are listed first' if bad else ''}."]
    said += [f"{missed} were not reached."] if missed else []
    return " ".join([*said, *([] if bad or missed else ["Nothing failed."])])


def drift(run: DriftRun) -> str:
    """Where devices have left the source of truth."""
    cards = []
    for found in run.drifts:
        word, tone = ("not read", "bad") if found.error else ("drifted", "warn") if found.lines else ("as intended", "good")
        cards.append(_card(found.target, found.platform, word, tone, run.setting, detail=found.error, lines=found.lines))
    cards += [_card(name, "", "skipped", "idle", run.setting, detail=why) for name, why in run.skipped.items()]
    return _page("Drift", _drifted(run), run.setting, cards)


def _drifted(run: DriftRun) -> str:
    if not run.drifts:
        return "No target was asked, so nothing is known."
    said = f"{len(run.clean)} of {len(run.drifts)} targets run exactly what is intended. "
    said += f"{len(run.drifted)} differ. " if run.drifted else "None differs. "
    return said + (f"{len(run.failed)} could not be read, so nothing is known about them." if run.failed else "All could be read.")


def _card(
    name: str,
    platform: str,
    word: str,
    tone: str,
    setting: ReportContext,
    detail: str = "",
    lines: Sequence[DiffLine] = (),
    commands: Iterable[str] = (),
) -> Card:
    device = name.split(":")[0]
    services = setting.services.get(device, ()) if tone in ("warn", "bad") else ()
    return Card(
        name,
        platform,
        setting.sites.get(device, ""),
        word,
        tone,
        detail,
        tuple(line for line in lines if line.differs),
        services,
        tuple(commands),
    )


def _page(title: str, said: str, setting: ReportContext, cards: list[Card]) -> str:
    order = {"bad": 0, "warn": 1, "idle": 2, "good": 3}
    ranked = sorted(cards, key=lambda card: (order[card.tone], card.name))
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: printable(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html.j2").render(
        title=title,
        said=said,
        setting=setting,
        words=Counter(card.word for card in ranked),
        tones={card.word: card.tone for card in ranked},
        cards=ranked,
        sites=_sites(ranked),
        services=_services(ranked),
    )


def _sites(cards: list[Card]) -> Mapping[str, Counter[str]]:
    """How many targets of each tone a site has."""
    sites: dict[str, Counter[str]] = {}
    for card in cards:
        sites.setdefault(card.site or "-", Counter())[card.tone] += 1
    return dict(sorted(sites.items()))


def _services(cards: list[Card]) -> Mapping[Service, list[str]]:
    """The business services that stand on a target which differs or failed, with the names of those targets; critical ones first."""
    services: dict[Service, list[str]] = {}
    for card in cards:
        for service in card.services:
            services.setdefault(service, []).append(card.name)
    return dict(sorted(services.items(), key=lambda item: item[0].rank))

"""Names in netops.yaml that name nothing: the selectors of `access:`, the port of `runner`, the signers of plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

from netops.checks import Scope
from netops.checks._names import selector_names
from netops.checks.cabling import ports_of
from netops.errors import Diagnostic, Severity, UsageError
from netops.messages import did_you_mean
from netops.model.company import Company
from netops.model.select import selector_terms
from netops.schema.values import dotted_path

UNKNOWN: Final = "SET003"
OPEN_KEYS: Final = ("role", "tag")
"""Keys whose values are names that a company makes up: one that nothing has yet is a warning."""


EXPECTED: Final = {"platform": "a platform of netops or of the company", "interface": "an interface of the device"}


def unknown_names(company: Company, scope: Scope) -> Iterator[Diagnostic]:
    """A finding for each name in netops.yaml that nothing in the scope has; `scope` is the whole company."""
    settings: Mapping[str, Any] = company.settings
    known = selector_names(scope)
    for number, entry in enumerate(settings.get("access") or ()):
        yield from _of_selector(company, ("access", number, "match"), str(entry.get("match", "")), known)
    runner: Mapping[str, Any] = settings.get("runner") or {}
    attached: Mapping[str, Any] = runner.get("attached_to") or {}
    for path, name in ((("attached_to", "device"), attached.get("device")), (("via",), runner.get("via"))):
        if name and str(name) not in scope.devices:
            yield _problem(company, ("runner", *path), "device", str(name), scope.devices)
    yield from _of_port(company, scope, attached)
    signers = {name for name, contact in scope.of("contact").items() if contact.get("ssh_keys")}
    for number, name in enumerate(map(str, (settings.get("plans") or {}).get("signers", ()))):
        if name not in signers:
            yield _problem(company, ("plans", "signers", number), "contact with ssh_keys", name, signers)


def _of_port(company: Company, scope: Scope, end: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """A port of the runner that its device does not have."""
    device, name = scope.devices.get(str(end.get("device", ""))), str(end.get("interface", ""))
    known = {*map(str, device["interfaces"]), *ports_of(device, scope.of("device_type"))} if device is not None else {name}
    if name not in known:
        yield _problem(company, ("runner", "attached_to", "interface"), "interface", name, known)


def _of_selector(company: Company, path: tuple[str | int, ...], text: str, known: Mapping[str, Iterable[str]]) -> Iterator[Diagnostic]:
    try:
        found = selector_terms(text)
    except UsageError as error:
        message = f"{path[0]}: a selector without a known key"
        yield Diagnostic(UNKNOWN, message, origin=company.files.settings.origin(path), path=dotted_path(path), found=text, hint=error.hint)
        return
    for key, pattern in found:
        if key in known and not any(fnmatchcase(name, pattern) for name in known[key]):
            yield _problem(company, path, key, pattern, known[key])


def _problem(company: Company, path: tuple[str | int, ...], key: str, name: str, known: Iterable[str]) -> Diagnostic:
    is_open, noun = key in OPEN_KEYS or any(sign in name for sign in "*?["), "target" if key == "name" else key
    return Diagnostic(
        UNKNOWN,
        f"{path[0]}: there is no {noun} {name}",
        Severity.WARNING if is_open else Severity.ERROR,
        origin=company.files.settings.origin(path),
        path=dotted_path(path),
        expected=EXPECTED.get(key, f"a {noun} of the company"),
        found=name,
        hint=did_you_mean(name, known, "nothing is selected by it: correct it, or take it out"),
    )

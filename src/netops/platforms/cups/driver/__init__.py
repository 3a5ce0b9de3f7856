"""The print queues of a CUPS server over IPP, with NAPALM's verbs.

CUPS has neither candidate nor transaction: the driver keeps each queue as it was, PPD file included, changes queue after queue, reads back
what CUPS made of it, and puts all queues back when a value is refused or not as sent.

`optional_args`: `wait_s`, how long CUPS may take to ask a printer for what it can do (10).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyipp.enums import IppOperation, IppTag

from netops.drivers.base import Access
from netops.drivers.ipp import Attribute, IppClient, IppReply
from netops.drivers.own import ValueDriver, read_candidate
from netops.errors import ConfigError, DeviceError, HalfChanged, LineRefused, NetopsError
from netops.platforms import Platform
from netops.platforms.cups import PLATFORM
from netops.platforms.cups.driver import ppd as _ppd
from netops.platforms.cups.driver.queues import (
    ASKED,
    EVERYWHERE,
    RAW,
    WORDS,
    Queue,
    Queues,
    differing_options,
    from_ipp,
    parse_queues,
    queues_as_text,
)

WAIT_S = 10.0
_POLL_S = 0.1
_PLAIN = ("accepting", "info", "location", "shared")
"""Words whose value CUPS takes as it is."""


def connect(access: Access, platform: Platform = PLATFORM) -> CupsDriver:
    return CupsDriver(access, platform)


@dataclass(frozen=True, slots=True)
class SavedQueue:
    """A queue as it was: `None` when there was none. `ppd` is empty for a raw queue."""

    queue: Queue | None
    ppd: bytes


class CupsDriver(ValueDriver[Queues]):
    """The queues of one server. `open` asks for them, so that a server that is not there is reported at once."""

    def __init__(self, access: Access, platform: Platform = PLATFORM) -> None:
        self._ipp = IppClient(access)
        super().__init__(access, platform, self._ipp)
        self._wait_s = float(access.optional_args.get("wait_s", WAIT_S))
        self._kept: dict[str, SavedQueue] = {}

    def ready(self) -> None:
        self.read()

    def text(self, value: Queues) -> str:
        return queues_as_text(value)

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        """Takes all queues: one that is not in the text will be removed."""
        self._base, self._candidate = self.read(), parse_queues(read_candidate(filename, config))

    def load_merge_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        """Takes lines that set (`queue NAME WORD VALUE`) and take away (`no queue NAME [WORD]`)."""
        self._base = self.read()
        self._candidate = parse_queues(read_candidate(filename, config), self._base)

    def commit_config(self, message: str = "", revert_in: int | None = None) -> None:
        """Applies the candidate. LineRefused, naming queue and value, when CUPS does not take it: all queues are as before then."""
        base, wanted = self.loaded()
        if revert_in is not None:
            raise ConfigError("CUPS has no revert timer", hint="commit without revert_in; a refused value is rolled back at once")
        self._candidate, self._kept = None, {}
        try:
            for name in sorted({*base, *wanted}):
                if base.get(name) != wanted.get(name):
                    self._change(name, base.get(name), wanted.get(name))
        except BaseException:
            self.rollback()
            raise

    def confirm_commit(self) -> None:
        raise DeviceError(self.access.target, "no commit waits for its confirmation: CUPS has no revert timer")

    def rollback(self) -> None:
        """Puts back each queue that the last commit touched. HalfChanged, with the lines to finish, when one cannot be."""
        failed = []
        for name, kept in self._kept.items():
            try:
                self._put_back(name, kept)
            except NetopsError as error:
                failed.append(f"{name}: {error.message}")
        if failed:
            finish = queues_as_text({name: kept.queue for name, kept in self._kept.items() if kept.queue}).splitlines()
            raise HalfChanged(self.access.target, f"queues cannot be put back: {'; '.join(failed)}", commands=finish)
        self._kept = {}

    def get_facts(self) -> dict[str, Any]:
        """NAPALM's facts: CUPS reports little about itself."""
        reply = self._ask(
            IppOperation.CUPS_GET_PRINTERS, "/", [("requested-attributes", IppTag.KEYWORD, ["cups-version", "printer-up-time"])]
        )
        first: Mapping[str, Any] = next(iter(reply.printers), {})
        return {
            "hostname": self.access.hostname,
            "fqdn": self.access.hostname,
            "vendor": "OpenPrinting",
            "model": "CUPS",
            "serial_number": "",
            "os_version": str(first.get("cups-version", "")),
            "uptime": float(first.get("printer-up-time", -1)),
            "interface_list": sorted(self.read()),
        }

    def get_queues(self) -> dict[str, dict[str, bool]]:
        """The queues by name: whether each takes jobs, and whether it is stopped (`printer-state` 5: RFC 8011, 5.4.11)."""
        wanted = ["printer-name", "printer-is-accepting-jobs", "printer-state"]
        reply = self._ask(IppOperation.CUPS_GET_PRINTERS, "/", [("requested-attributes", IppTag.KEYWORD, wanted)])
        return {
            str(one["printer-name"]): {
                "is_accepting": bool(one.get("printer-is-accepting-jobs")),
                "is_stopped": one.get("printer-state") == _STOPPED,
            }
            for one in reply.printers
            if "printer-name" in one
        }

    def cli(self, commands: Sequence[str], encoding: str = "text") -> dict[str, str]:
        """`show queues` is the one thing to type: the running text."""
        return {command: queues_as_text(self.read()) if command == "show queues" else f"unknown command: {command}" for command in commands}

    # ------------------------------------------------------------ one queue

    def _change(self, name: str, old: Queue | None, wanted: Queue | None) -> None:
        self._kept[name] = SavedQueue(old, self._ppd(name) if old else b"")
        if wanted is None:
            self._remove(name)
        else:
            self._make(name, old or {}, wanted)
            self._compare(name, wanted)

    def _remove(self, name: str) -> None:
        self._refused_unless(self._send(IppOperation.CUPS_DELETE_PRINTER, name), name, "cannot be removed")

    def _make(self, name: str, old: Queue, wanted: Queue) -> None:
        """Where it prints and how, then the rest: CUPS takes location and defaults over from a printer that it has asked."""
        changed = set(differing_options(old, wanted))
        if not wanted.get("uri"):
            raise LineRefused(self.access.target, f"queue {name} uri: expected where it prints, found nothing")
        if changed & {"uri", "model"}:
            self._connect_queue(name, wanted, ask=bool(changed & {"model"}) or wanted.get("model") == EVERYWHERE)
            changed |= {*_PLAIN, "media", "sides"}
        rest = [word for word in _PLAIN if word in changed]
        if rest:
            self._set(name, [_attribute(word, wanted) for word in rest], rest)
        if changed & {"media", "sides"}:
            self._set_defaults(name, wanted)
        if not old:
            self._refused_unless(self._send(IppOperation.RESUME_PRINTER, name), name, "cannot be started")

    def _connect_queue(self, name: str, wanted: Queue, ask: bool) -> None:
        model = wanted.get("model", RAW)
        if ask and model not in (EVERYWHERE, RAW):
            raise LineRefused(self.access.target, f'queue {name} model: expected "{EVERYWHERE}" or "{RAW}", found "{model}"')
        made: list[Attribute] = [("ppd-name", IppTag.NAME, model)] if ask else []
        reply = self._send(IppOperation.CUPS_ADD_MODIFY_PRINTER, name, made, [_attribute("uri", wanted)])
        self._refused_unless(reply, name, f'uri "{wanted["uri"]}"')
        if ask and model == EVERYWHERE:
            self._within(lambda: self.read().get(name, {}).get("model") == EVERYWHERE and bool(self._ppd(name)))
            if self.read().get(name, {}).get("model") != EVERYWHERE:
                why = f"the printer at {wanted['uri']} does not answer CUPS within {self._wait_s:g} s, or is no IPP Everywhere printer"
                raise LineRefused(self.access.target, f'queue {name} model "{model}": {why}')

    def _set_defaults(self, name: str, wanted: Queue) -> None:
        words = [word for word in ("media", "sides") if wanted.get(word)]
        ppd = self._ppd(name)
        if not ppd:
            self._set(name, [_attribute(word, wanted) for word in words], words)
            return
        try:
            new = _ppd.with_defaults(ppd.decode("utf-8", "surrogateescape"), wanted)
        except _ppd.UnsupportedOption as error:
            raise LineRefused(self.access.target, f'queue {name} {error.word} "{wanted[error.word]}": {error}') from error
        self._set(name, [], words, new.encode("utf-8", "surrogateescape"))

    def _set(self, name: str, attributes: Sequence[Attribute], words: Sequence[str], ppd: bytes = b"") -> None:
        if attributes or ppd:
            reply = self._send(IppOperation.CUPS_ADD_MODIFY_PRINTER, name, (), attributes, ppd)
            self._refused_unless(reply, name, " or ".join(words))

    def _compare(self, name: str, wanted: Queue) -> None:
        """LineRefused for the first value that CUPS shows otherwise, after it had the time to take it."""
        self._within(lambda: not list(differing_options(self.read().get(name, {}), wanted)))
        found = self.read().get(name, {})
        for word in differing_options(found, wanted):
            raise LineRefused(
                self.access.target, f'queue {name} {word}: sent "{wanted.get(word, "")}", the server shows "{found.get(word, "")}"'
            )

    def _put_back(self, name: str, kept: SavedQueue) -> None:
        there = name in self.read()
        if kept.queue is None:
            if there:
                self._remove(name)
            return
        model: list[Attribute] = [] if kept.ppd else [("ppd-name", IppTag.NAME, RAW)]
        words = [word for word in WORDS if word != "model" and not (kept.ppd and word in ("media", "sides"))]
        attributes = [_attribute(word, kept.queue) for word in words if kept.queue.get(word) or word in _PLAIN]
        reply = self._send(IppOperation.CUPS_ADD_MODIFY_PRINTER, name, model, attributes, kept.ppd)
        self._refused_unless(reply, name, "cannot be put back")
        if not there:
            self._send(IppOperation.RESUME_PRINTER, name)
        self._compare(name, kept.queue)

    # ------------------------------------------------------------ the server

    def read(self) -> Queues:
        reply = self._ask(IppOperation.CUPS_GET_PRINTERS, "/", [("requested-attributes", IppTag.KEYWORD, ASKED)])
        return {str(printer["printer-name"]): from_ipp(printer) for printer in reply.printers if "printer-name" in printer}

    def _ppd(self, name: str) -> bytes:
        return self._ipp.get(f"/printers/{name}.ppd")

    def _ask(self, operation: IppOperation, path: str, attributes: Iterable[Attribute]) -> IppReply:
        """The answer about all queues; that there is none yet is fine."""
        reply = self._ipp.request(operation, path, self._ipp.uri("/"), attributes)
        if not reply.ok and reply.status != _NOT_FOUND:
            raise DeviceError(self.access.target, f"{operation.name}: {reply.why}")
        return reply

    def _send(
        self,
        operation: IppOperation,
        name: str,
        attributes: Iterable[Attribute] = (),
        printer: Iterable[Attribute] = (),
        document: bytes = b"",
    ) -> IppReply:
        return self._ipp.request(operation, "/admin/", self._ipp.uri(f"/printers/{name}"), attributes, printer, document)

    def _refused_unless(self, reply: IppReply, name: str, what: str) -> None:
        if not reply.ok:
            raise LineRefused(self.access.target, f"queue {name} {what}: {reply.why}")

    def _within(self, condition: Callable[[], bool]) -> None:
        """Returns when the condition holds, or after a while."""
        end = time.monotonic() + self._wait_s
        while not condition() and time.monotonic() < end:
            time.sleep(_POLL_S)


_NOT_FOUND = 0x0406
_STOPPED = 5


def _attribute(word: str, queue: Queue) -> Attribute:
    """A value as IPP takes it; what a queue does not have is sent empty, so that it goes away."""
    known, value = WORDS[word], queue.get(word, "")
    return known.attribute, known.tag, (value == "true" if known.flag else value)

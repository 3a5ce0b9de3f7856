"""A simulated CUPS server without sockets: queues, and what CUPS makes of a request. It behaves as CUPS 2.4.2 did when it was asked.

A queue made with `everywhere` has a PPD file, and answers for paper and sides with the defaults in there, whatever was set over IPP.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from netops.lab.sim import ipp
from netops.lab.sim.faults import Counters, Faults
from netops.lab.sim.frontend import Simulator
from netops.lab.sim.ipp import Attributes, Reply, Request, Value

GET_ATTRIBUTES, RESUME, GET_PRINTERS, MODIFY, DELETE, ACCEPT, REJECT = 0x000B, 0x0011, 0x4002, 0x4003, 0x4004, 0x4008, 0x4009
SCHEMES = ("ipp", "ipps", "socket", "lpd", "http", "https", "usb", "dnssd", "smb")
RAW_MODEL, EVERYWHERE_MODEL = "Local Raw Printer", "Printer - IPP Everywhere"

PAPERS: Mapping[str, tuple[str, str]] = {
    "A4": ("iso_a4_210x297mm", "595.275590551181 841.889763779528"),
    "A5": ("iso_a5_148x210mm", "419.527559055118 595.275590551181"),
    "Letter": ("na_letter_8.5x11in", "612 792"),
}
SIDES: Mapping[str, str] = {"None": "one-sided", "DuplexNoTumble": "two-sided-long-edge", "DuplexTumble": "two-sided-short-edge"}

PPD = "\n".join(
    [
        '*PPD-Adobe: "4.3"',
        "*DefaultPageSize: Letter",
        *(f'*PageSize {name}: "<</PageSize[{size}]>>setpagedevice"' for name, (_, size) in PAPERS.items()),
        "*DefaultPaperDimension: Letter",
        *(f'*PaperDimension {name}: "{size}"' for name, (_, size) in PAPERS.items()),
        "*DefaultDuplex: None",
        *(f'*Duplex {name}: "<</Duplex true>>setpagedevice"' for name in SIDES),
        "",
    ]
)
"""What CUPS writes for a printer with a duplexer that offers these papers."""

_PATH = re.compile(r"/printers/([^\s/#]+)$")
_WORDS: Mapping[str, str] = {
    "printer-info": "info",
    "printer-location": "location",
    "device-uri": "uri",
    "media-default": "media",
    "sides-default": "sides",
    "printer-is-shared": "shared",
    "printer-is-accepting-jobs": "accepting",
}


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue as the server keeps it."""

    info: str
    location: str = ""
    uri: str = "file:///dev/null"
    media: str = ""
    sides: str = ""
    shared: bool = True
    accepting: bool = False
    ppd: str = ""
    state: int = 5

    def default(self, keyword: str) -> str:
        """A default of the PPD file."""
        match = re.search(rf"^\*Default{keyword}: *(\S+)", self.ppd, re.MULTILINE)
        return match[1] if match else ""

    def attributes(self, name: str) -> Attributes:
        media = PAPERS.get(self.default("PageSize"), ("",))[0] if self.ppd else self.media
        sides = SIDES.get(self.default("Duplex"), "one-sided") if self.ppd else self.sides
        known: dict[str, ipp.Attribute] = {
            "printer-name": (ipp.NAME, name),
            "printer-info": (ipp.TEXT, self.info),
            "printer-location": (ipp.TEXT, self.location),
            "printer-make-and-model": (ipp.TEXT, EVERYWHERE_MODEL if self.ppd else RAW_MODEL),
            "printer-is-shared": (ipp.BOOLEAN, self.shared),
            "printer-is-accepting-jobs": (ipp.BOOLEAN, self.accepting),
            "printer-state": (ipp.ENUM, self.state),
            "device-uri": (ipp.URI, self.uri),
            "cups-version": (ipp.TEXT, "2.4.2"),
        }
        optional = {"media-default": media, "sides-default": sides}
        return known | {key: (ipp.KEYWORD, value) for key, value in optional.items() if value}


@dataclass(slots=True)
class CupsServer:
    """The queues by name."""

    faults: Faults = field(default_factory=Faults)
    counters: Counters = field(default_factory=Counters)
    queues: dict[str, Queue] = field(default_factory=dict)

    def answer(self, request: Request) -> Reply:
        """What CUPS answers to a request."""
        if request.code == GET_PRINTERS:
            return self._printers(request)
        match = _PATH.search(request.text("printer-uri"))
        if match is None:
            return Reply(0x0400, 'The printer-uri must be of the form "ipp://HOSTNAME/printers/PRINTERNAME".')
        if request.code == MODIFY:
            return self._modify(match[1], request)
        if match[1] not in self.queues:
            return Reply(ipp.NOT_FOUND, "The printer or class does not exist.")
        return self._other(match[1], request)

    def _printers(self, request: Request) -> Reply:
        wanted = request.operation.get("requested-attributes", [])
        found = tuple(ipp.requested_attributes(queue.attributes(name), wanted) for name, queue in sorted(self.queues.items()))
        return Reply(printers=found) if found else Reply(ipp.NOT_FOUND, "No destinations added.")

    def _other(self, name: str, request: Request) -> Reply:
        queue = self.queues[name]
        if request.code == GET_ATTRIBUTES:
            return Reply(printers=(ipp.requested_attributes(queue.attributes(name), request.operation.get("requested-attributes", [])),))
        if request.code == DELETE:
            return self._delete(name)
        states: Mapping[int, Queue] = {
            RESUME: replace(queue, state=3),
            ACCEPT: replace(queue, accepting=True),
            REJECT: replace(queue, accepting=False),
        }
        if request.code not in states:
            return Reply(ipp.NOT_SUPPORTED, f"Operation {request.code:04X} is not supported.")
        self.queues[name] = states[request.code]
        return Reply()

    def _delete(self, name: str) -> Reply:
        if self.faults.commit_fail:
            return Reply(ipp.INTERNAL, "commit_fail: nothing changes")
        del self.queues[name]
        self._count()
        return Reply()

    def _modify(self, name: str, request: Request) -> Reply:
        values = {_WORDS[key]: values[0] for key, values in request.printer.items() if key in _WORDS}
        if problem := self._problem(name, values):
            return problem
        queue = replace(self.queues.get(name, Queue(info=name)), **values)  # type: ignore[arg-type]
        model = request.text("ppd-name")
        if model == "everywhere":
            queue = replace(queue, ppd=PPD, state=3)
        elif model == "raw":
            queue = replace(queue, ppd="")
        elif model:
            return Reply(ipp.INTERNAL, "cups-driverd failed to get PPD file - see error_log for details.")
        self.queues[name] = replace(queue, ppd=request.document.decode()) if request.document else queue
        self._count()
        return Reply()

    def _problem(self, name: str, values: Mapping[str, Value]) -> Reply | None:
        uri = str(values.get("uri", "ipp:"))
        if uri.partition(":")[0] not in SCHEMES:
            return Reply(ipp.NOT_POSSIBLE, f'Bad device-uri scheme "{uri.partition(":")[0]}".')
        refused = [word for word, value in values.items() if self.faults.refuses(f'queue {name} {word} "{value}"')]
        if refused:
            return Reply(ipp.REFUSED_VALUES, f"{refused[0]} is not taken", unsupported=tuple(refused))
        return Reply(ipp.INTERNAL, "commit_fail: nothing changes") if self.faults.commit_fail else None

    def _count(self) -> None:
        self.counters.commits += 1
        self.counters.saves += 1


SIMULATOR = Simulator("netops.lab.sim.cups:CupsTarget", 8631)

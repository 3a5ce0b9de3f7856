"""Simulated printers: IPP attributes with supplies that run out. They have no SNMP agent."""

from __future__ import annotations

from collections.abc import Sequence

from netops.lab.sim import ipp
from netops.lab.sim.faults import Counters, Faults
from netops.lab.sim.frontend import Answer, Simulator, TargetSpec, World
from netops.lab.sim.ipp import Attributes, HttpRequest, HttpResponse, IppTarget, Reply, Request, ipp_page

PATH = "/ipp/print"
GET_ATTRIBUTES = 0x000B
LOW = 10
COLORS = ("black", "cyan", "magenta", "yellow")


class PrinterTarget(IppTarget):
    """A printer that listens. Its model is the one that the company expects, until somebody changes it."""

    def __init__(self, spec: TargetSpec, world: World) -> None:
        super().__init__(Faults(), Counters())
        self._spec, self._clock, self._booted = spec, world.clock, world.clock.now() - 86_400
        expected = spec.view.get("expected") or {}
        self._facts = {
            "model": str(expected.get("model") or spec.model),
            "serial": str(expected.get("serial") or spec.serial),
            "firmware": str(expected.get("firmware") or "1.0"),
            "location": str(spec.view.get("location") or ""),
        }
        self._levels = dict.fromkeys(COLORS, 75)

    async def execute(self, commands: Sequence[str]) -> Answer:
        """`supply COLOR PERCENT`, or `model|serial|firmware|location TEXT`, as on the printer's own panel."""
        answers = [self._typed(*command.split(maxsplit=1)) for command in commands]
        return Answer("".join(answers), not any(answers))

    def _typed(self, word: str, rest: str = "") -> str:
        color, _, level = rest.partition(" ")
        if word == "supply" and color in self._levels and level.isdigit():
            self._levels[color] = int(level)
        elif word in self._facts and rest:
            self._facts[word] = rest
        else:
            return f"{word}: expected 'supply {'|'.join(COLORS)} PERCENT' or '{'|'.join(self._facts)} TEXT'\n"
        return ""

    def _serve(self, call: HttpRequest) -> HttpResponse:
        self.counters.logins += 1
        return ipp_page(call.body, self._answer) if call.method == "POST" else HttpResponse("404 Not Found")

    def _answer(self, request: Request) -> Reply:
        if request.code != GET_ATTRIBUTES:
            return Reply(ipp.NOT_SUPPORTED, "This printer only reports what it is.")
        if not request.text("printer-uri").endswith(PATH):
            return Reply(ipp.NOT_FOUND, f"printer-uri {request.text('printer-uri')} not found.")
        return Reply(printers=(ipp.requested_attributes(self._attributes(), request.operation.get("requested-attributes", [])),))

    def _attributes(self) -> Attributes:
        low = [color for color, level in self._levels.items() if level < LOW]
        supplies: list[ipp.Value] = [
            f"index={index};class=supplyThatIsConsumed;type=toner;unit=percent;maxcapacity=100;level={level};colorantname={color};"
            for index, (color, level) in enumerate(self._levels.items(), start=1)
        ]
        return {
            "printer-name": (ipp.NAME, self._spec.hostname),
            "printer-info": (ipp.TEXT, self._spec.hostname),
            "printer-make-and-model": (ipp.TEXT, self._facts["model"]),
            "printer-serial-number": (ipp.TEXT, self._facts["serial"]),
            "printer-firmware-string-version": (ipp.TEXT, self._facts["firmware"]),
            "printer-location": (ipp.TEXT, self._facts["location"]),
            "printer-state": (ipp.ENUM, 3),
            "printer-state-reasons": (ipp.KEYWORD, "toner-low-report" if low else "none"),
            "printer-up-time": (ipp.INTEGER, int(self._clock.now() - self._booted)),
            "printer-supply": (ipp.OCTETS, supplies),
            "printer-supply-description": (ipp.TEXT, [f"{color.title()} Toner" for color in self._levels]),
        }


SIMULATOR = Simulator("netops.lab.sim.printer:PrinterTarget", 8631)

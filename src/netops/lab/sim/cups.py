"""The front end of simulated CUPS servers: IPP and PPD files over HTTP, and lpadmin for who works behind the tool's back."""

from __future__ import annotations

import hmac
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace

from netops.lab.sim.cups_server import PAPERS, PPD, SIDES, CupsServer, Queue
from netops.lab.sim.frontend import Answer, TargetSpec, World
from netops.lab.sim.ipp import HttpRequest, HttpResponse, IppTarget, ipp_page


class CupsTarget(IppTarget):
    """A CUPS server that listens."""

    def __init__(self, spec: TargetSpec, world: World) -> None:
        self.server = CupsServer(queues=_queues(spec.initial))
        super().__init__(self.server.faults, self.server.counters)
        self._expected = world.login.basic_authorization

    async def execute(self, commands: Sequence[str]) -> Answer:
        answers = [self._typed(shlex.split(command)) for command in commands]
        return Answer("".join(answer.output for answer in answers), all(answer.ok for answer in answers))

    def _serve(self, call: HttpRequest) -> HttpResponse:
        if self.faults.wrong_password or not hmac.compare_digest(call.headers.get("authorization", ""), self._expected):
            self.counters.logins_refused += 1
            return HttpResponse("401 Unauthorized")
        self.counters.logins += 1
        if call.method == "GET":
            queue = self.server.queues.get(call.path.removeprefix("/printers/").removesuffix(".ppd"))
            return (
                HttpResponse("200 OK", queue.ppd.encode(), "application/vnd.cups-ppd")
                if queue and queue.ppd
                else HttpResponse("404 Not Found")
            )
        return ipp_page(call.body, self.server.answer)

    def _typed(self, words: list[str]) -> Answer:
        """`lpadmin -p NAME [-v URI] [-D INFO] [-L LOCATION] [-m MODEL] [-o media=...] [-o sides=...]`, `lpadmin -x NAME`, `lpstat`."""
        if words == ["lpstat"]:
            return Answer("".join(f"device for {name}: {queue.uri}\n" for name, queue in sorted(self.server.queues.items())))
        pairs = list(zip(words[1::2], words[2::2], strict=False))
        options = {flag: value for flag, value in pairs if flag != "-o"}
        if words[:1] != ["lpadmin"] or not {"-p", "-x"} & set(options):
            return Answer(f"{' '.join(words[:1])}: command not found\n", ok=False)
        if "-x" in options:
            known = self.server.queues.pop(options["-x"], None)
            return Answer("") if known else Answer("lpadmin: The printer or class does not exist.\n", ok=False)
        name, defaults = options["-p"], dict(value.partition("=")[::2] for flag, value in pairs if flag == "-o")
        self.server.queues[name] = _changed(self.server.queues.get(name, Queue(info=name)), options, defaults)
        return Answer("")


def _queues(text: str) -> dict[str, Queue]:
    """The queues of a config: a line per queue and value, `queue floor1 location "Floor 1"`."""
    values: dict[str, dict[str, str]] = {}
    for words in map(shlex.split, text.splitlines()):
        if words[:1] == ["queue"] and len(words) == 4:
            values.setdefault(words[1], {})[words[2]] = words[3]
    return {name: _queue(name, given) for name, given in values.items()}


def _queue(name: str, given: Mapping[str, str]) -> Queue:
    """A queue that prints, with the values of a config."""
    queue = Queue(given.get("info", name), shared=given.get("shared") == "true", accepting=given.get("accepting") == "true", state=3)
    options = {"-L": given.get("location", ""), "-v": given.get("uri", queue.uri), "-m": given.get("model", "")}
    return _changed(queue, options, given)


def _changed(queue: Queue, options: Mapping[str, str], defaults: Mapping[str, str]) -> Queue:
    """The queue as lpadmin leaves it: it writes paper and sides into the PPD file, if there is one."""
    ppd = queue.ppd
    if "-m" in options:
        ppd = PPD if options["-m"] == "everywhere" else ""
    paper = next((name for name, (media, _) in PAPERS.items() if media == defaults.get("media")), "")
    sides = next((name for name, sides in SIDES.items() if sides == defaults.get("sides")), "")
    for keyword, choice in (("PageSize", paper), ("Duplex", sides)):
        ppd = re.sub(rf"^\*Default{keyword}:.*$", f"*Default{keyword}: {choice}", ppd, flags=re.MULTILINE) if choice else ppd
    return replace(
        queue,
        uri=options.get("-v", queue.uri),
        info=options.get("-D", queue.info),
        location=options.get("-L", queue.location),
        media=defaults.get("media", queue.media),
        sides=defaults.get("sides", queue.sides),
        ppd=ppd,
    )

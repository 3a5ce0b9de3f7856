"""The text of a running config, and whether it is a whole one: one rule for devices, for files, and for what is brought in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from netops.dialects.files import MARK
from netops.platforms import Platform

_JUNK = {"--More--": "a paging prompt", "\x08": "backspaces of a paging prompt", "\x1b": "escape sequences of a terminal"}
_NAME = re.compile(r"^(?:hostname|switchname|sysname|[ \t]*(?:set system )?host-name) \"?([^\s;\"]+)", re.MULTILINE)
_BEGINNING = re.compile(r"^(?:version \S|! ?Command: show |!! IOS XR Configuration|Building configuration)", re.MULTILINE)
"""Lines that are at the top of a config, once."""
_ECHO_WITHIN = 5
"""Lines of a terminal that may come before the command that shows a config, such as a greeting."""


@dataclass(frozen=True, slots=True)
class Damage:
    """What shows that a text is no whole config, as words after `this is`, and the line, 0 for the text as a whole."""

    line: int
    found: str


def decode_config(data: bytes) -> str:
    """The text of a config in UTF-8, in UTF-16 with its mark, or in Latin-1, with plain line ends; the files of a host have theirs."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        data = data.removeprefix(b"\xef\xbb\xbf")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
    return text if text.startswith(MARK) else text.replace("\r\n", "\n").replace("\r", "\n")


def find_damage(platform: Platform, text: str, *, in_file: bool = False) -> Damage | None:
    """What shows that a text cannot be a whole running config, None when nothing does. Source: truncated and paged reads that config
    backup tools have stored.

    `in_file`: it was not read from the device now, so it may end as files of the platform do.
    """
    form = platform.text
    if form is None:
        return None
    if not text.strip():
        return None if form.may_be_empty else Damage(0, "an empty config")
    if form.paged and (damage := _junk(text) or _second(text)):
        return damage
    return _cut_off(platform, text, in_file)


def without_prompts(platform: Platform, text: str) -> tuple[str, tuple[str, ...]]:
    """A text without what a terminal has around a config, the typed command and the prompts of the device, and what was left out.

    A prompt has the hostname in it that the config sets, so that no line of a config is taken for one. Lines keep their numbers.
    """
    match = _NAME.search(text)
    if platform.text is None or not platform.text.paged or match is None:
        return text, ()
    prompt = re.compile(rf"(?:\S+[@:])?{re.escape(match[1])}(?:\([\w-]+\))?[>#] ?(.*)")
    lines = text.split("\n")
    numbers = [*_before(lines[: _line_at(text, match.start()) - 1], prompt), *_after(lines, prompt)]
    for number in numbers:
        lines[number] = ""
    return "\n".join(lines), tuple(f"{number + 1}: a line of the terminal is left out" for number in numbers)


def _before(lines: list[str], prompt: re.Pattern[str]) -> Iterator[int]:
    filled = [number for number, line in enumerate(lines) if line.strip()][:_ECHO_WITHIN]
    last = max((number for number in filled if (match := prompt.match(lines[number])) and match[1].strip()), default=-1)
    yield from (number for number in filled if number <= last)


def _after(lines: list[str], prompt: re.Pattern[str]) -> Iterator[int]:
    for number in range(len(lines) - 1, 0, -1):
        line = lines[number].strip()
        if line and not prompt.fullmatch(line) and not re.fullmatch(r"\{[\w:-]+\}", line):
            return
        if line:
            yield number


def _junk(text: str) -> Damage | None:
    found = min(((at, what) for mark, what in _JUNK.items() if (at := text.find(mark)) >= 0), default=None)
    return Damage(_line_at(text, found[0]), f"a config with {found[1]} in it") if found else None


def _second(text: str) -> Damage | None:
    """The config of another device that comes after the first one."""
    tops, names = list(_BEGINNING.finditer(text)), list(_NAME.finditer(text))
    other = next((one for one in names if one[1] != names[0][1]), None)
    starts = [top for top in tops if names and other and top[0].split()[0] == tops[0][0].split()[0] and names[0].start() < top.start()]
    if other is None or not (starts or re.search(r"^end$", text[names[0].end() : other.start()], re.MULTILINE)):
        return None
    return Damage(_line_at(text, other.start()), f"the config of {names[0][1]} with that of {other[1]} behind it")


def _line_at(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _cut_off(platform: Platform, text: str, in_file: bool) -> Damage | None:
    form = platform.text
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("##")]
    if form is None or form.last_line is None:
        return None
    if form.other_form and any(line.startswith(form.other_form) for _, line in lines):
        return None
    number, last = lines[-1] if lines else (0, "")
    if form.last_line.fullmatch(last) or (in_file and form.last_in_file and form.last_in_file.fullmatch(last)):
        return None
    return Damage(number, f"a config that ends with {last!r} instead of {form.last_line.pattern!r}: it was cut off")

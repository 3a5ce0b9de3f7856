"""Commands typed in config mode over netmiko: line by line, up to the first one that is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

from netops.dialects import blocks
from netops.dialects.blocks import BlockPattern
from netops.platforms import Platform, grammar_of


def type_commands(
    connection: Any, platform: Platform, commands: Iterable[str], finish: Callable[[], None] | None = None, *, enter: str = ""
) -> None:
    """Types commands in config mode, which `enter` opens; then `finish` runs in it, and config mode is left.

    netmiko's ConfigInvalidException at the first line that is refused, its ValueError when config mode does not open.
    """
    assert platform.cli is not None
    refused = platform.cli.refused.pattern
    try:
        connection.config_mode(*filter(None, [enter]))
        for lines, is_block in split_into_pieces(list(commands), platform.cli.leave, grammar_of(platform).blocks):
            said = connection.send_config_set(
                lines, enter_config_mode=False, exit_config_mode=False, **_reading(refused, is_block=is_block)
            )
            if is_block and (found := re.search(refused, said, re.MULTILINE)):
                raise _invalid(f"Invalid input detected at command: {lines[0]}, matched error: {found[0]}")
        if finish:
            finish()
    finally:
        connection.exit_config_mode()
        connection.set_base_prompt()  # a line may have changed the host name


def _reading(refused: str, *, is_block: bool) -> dict[str, Any]:
    """How netmiko reads the answers. Within a block there is no prompt and no answer to a line: it is sent as one."""
    return {"cmd_verify": False, "bypass_commands": ""} if is_block else {"error_pattern": refused, "bypass_commands": ""}


def _invalid(message: str) -> Exception:
    from netmiko.exceptions import ConfigInvalidException

    return cast(Exception, ConfigInvalidException(message))


def split_into_pieces(commands: Sequence[str], leave: str | None, known: Sequence[BlockPattern]) -> Iterator[tuple[list[str], bool]]:
    """The lines to type: runs of single ones, and each block of lines that a device takes as one text, with True.

    A block keeps its indentation. Where a section has to be left by a command, it comes before a line that is not in it.
    """
    depths: list[int] = []
    run: list[str] = []
    index = 0
    while index < len(commands):
        line = commands[index]
        if not line.strip():
            index += 1
            continue
        depth = len(line) - len(line.lstrip(" "))
        while depths and depths[-1] >= depth:
            if depths.pop() > depth and leave and line.strip() != leave:
                run.append(leave)
        depths.append(depth)
        found = blocks.find_block(known, commands, index)
        if found is None or found.last in (None, index):
            run.append(line.strip())
            index += 1
            continue
        if run:
            yield run, False
        run, last = [], int(found.last or index)
        yield [line.strip(), *commands[index + 1 : last + 1]], True
        index = last + 1
    if run:
        yield run, False

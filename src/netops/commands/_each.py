"""What `exec`, `backup` and `run` share: a task on each target, its answers as text or JSON, a recap by number and by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.errors import printable_text
from netops.events import Listener, Outcome
from netops.messages import first_few

if TYPE_CHECKING:
    from netops.fleet import TaskAnswer
    from netops.jobs import Operation


def run_on_each(
    operation: Operation, task: Callable[..., Any], listen: Listener, *, login: bool = True, **arguments: Any
) -> dict[str, TaskAnswer]:
    """How a task ended on each target of an operation, those included that were left out. `login`: check all logins before the first."""
    from netops.fleet import TaskAnswer

    left_out = {name: TaskAnswer(name, why, None, Outcome.SKIPPED) for name, why in operation.selection.skipped.items()}
    names = [target.name for target in operation.selection.reachable]
    return dict(sorted((left_out | operation.on_each(names, task, listen, logins=login, **arguments)).items()))


def show_answers(kind: str, answers: Mapping[str, TaskAnswer], format_: str) -> None:
    """The answers on stdout, the recap on stderr; ends the command with the exit code of the worst."""
    from netops.fleet import exit_code

    if format_ == "json":
        common.show_json(kind, {"targets": {name: _plain(answer) for name, answer in answers.items()}})
    else:
        for answer in answers.values():
            click.echo(printable_text(_text(answer)), nl=False)
    click.echo(recap_answers(answers.values()), err=True)
    common.exit_unless_ok(exit_code(answers))


def recap_answers(answers: Iterable[TaskAnswer]) -> str:
    """How many ended how, and which; a task that just gave its value counts as done."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for answer in answers:
        found[answer.outcome.value if answer.outcome else "done"].append(answer.target)
    return "\n".join(f"{len(names):>4} {word:<12} {first_few(names)}" for word, names in sorted(found.items()))


def _plain(answer: TaskAnswer) -> dict[str, Any]:
    shown = {"outcome": answer.outcome.value if answer.outcome else "done"}
    return shown | ({"error": answer.message} if answer.error else {"value": _data(answer.value)})


def _data(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _text(answer: TaskAnswer) -> str:
    """One line, or a heading and what is below it."""
    if answer.error is not None:
        return f"{answer.message}\n"
    text = _lines(answer.value).strip("\n")
    return f"{answer.target}:\n{text}\n\n" if "\n" in text else f"{answer.target}: {text}\n"


def _lines(value: Any) -> str:
    if isinstance(value, Mapping):
        return "".join(f"  {key}: {_item(item)}\n" for key, item in value.items())
    return str(value)


def _item(item: Any) -> str:
    if isinstance(item, str) and "\n" in item.strip():
        return "\n" + "\n".join(f"    {line}" for line in item.strip("\n").splitlines())
    return ", ".join(map(str, item)) if isinstance(item, (list, tuple)) else str(item)

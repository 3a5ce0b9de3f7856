"""The pages say what is so: commands, files and rooms that they name exist, their data parses, their code works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import click
import pytest
import yaml

from companies import Company
from netops.cli import COMMANDS, cli

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
NAMES = [name for section in COMMANDS.values() for name in section]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = [path.relative_to(ROOT).as_posix() for path in PAGES]
EXAMPLES = {
    "docs/checks.md",
    "docs/model.md",
    "docs/add-a-noun.md",
    "docs/testing.md",
    "docs/reference/settings.md",
    "docs/reference/commands.md",
}
"""Pages whose examples name what is not here: what rules find, what another company has, what the reader is about to write."""
FILE = re.compile(r"/|\.(?:py|md|yaml|toml|j2|txt)$")
PLACES = (ROOT, ROOT / "src/netops", ROOT / "src/netops/lab", *ROOT.glob("templates/*"))
"""Pages name files as a reader finds them: from the checkout, or from the house."""
ELSEWHERE = ("/", ".netops/", "netops/_bundled")
"""A server's own files; what a run writes; what only a wheel has."""
OF_A_COMPANY = {
    ".github/workflows/netops.yml",
    ".vscode/settings.json",
    "GROUP/NAME",
    "GROUP/configs/NAME",
    "backups",
    "checks/wireless.py",
    "filters/numbers.py",
    "guards/ours.py",
    "health/clock.py",
    "intent.py",
    "inventory/known_hosts",
    "inventory/sites/ber/netbox.yaml",
    "names.py",
    "reports/*.py",
}
"""What a company or a run writes."""


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def prose(text: str) -> str:
    return FENCE.sub("", text)


def blocks(name: str, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(page(name)) if kind == language]


def subcommands(name: str) -> set[str]:
    command = cli.get_command(click.Context(cli), name)
    return set(command.commands) if isinstance(command, click.Group) else set()


def test_readme_names_every_command() -> None:
    table = page("README.md").partition("## Commands")[2].partition("\n## ")[0]
    assert {word for word in re.findall(r"`([a-z]+)`", table) if word in NAMES} == set(NAMES)
    assert [verb for verb in subcommands("lab") if f"`{verb}`" not in table] == []


def test_lab_page_names_every_verb() -> None:
    typed = set(re.findall(r"^(?:sudo )?netops lab (\w+)", page("docs/lab.md"), re.MULTILINE))
    assert typed == subcommands("lab")


@pytest.mark.parametrize("name", NAMED)
def test_every_command_that_a_page_types_exists(name: str) -> None:
    text = page(name)
    typed = re.findall(r"`netops ([a-z]+)(?: ([a-z]+))?", prose(text))
    typed += [
        found
        for language, body in FENCE.findall(text)
        for line in body.splitlines()
        if language != "console" or line.startswith("$ ")  # the rest is what commands print
        for found in re.findall(r"(?:^|&& |\$ |: )netops ([a-z]+)(?: ([a-z]+))?", line)
    ]
    assert [words for words in typed if words[0] not in NAMES] == []
    assert [words for words in typed if words[0] == "lab" and words[1] and words[1] not in subcommands("lab")] == []


@pytest.mark.parametrize("name", NAMED)
def test_every_option_that_a_page_gives_exists(name: str) -> None:
    known = {option for command in commands() for parameter in command.params for option in parameter.opts}
    given = {option for line in page(name).splitlines() if "netops" in line for option in re.findall(r"(?<![\w-])--[a-z-]+", line)}
    assert given - known - {"--version"} == set()


def commands() -> Iterator[click.Command]:
    todo: list[click.Command] = [cli]
    while todo:
        command = todo.pop()
        yield command
        if isinstance(command, click.Group):
            context = click.Context(command)
            todo += [found for name in command.list_commands(context) if (found := command.get_command(context, name))]


def named_files(text: str) -> list[str]:
    """Paths in backticks, as patterns: `schemas/<noun>.schema.json` is any schema."""
    words = [word for word in re.findall(r"`([^`\s()]+)`", prose(text)) if FILE.search(word) and not word.startswith(ELSEWHERE)]
    return [re.sub(r"<\w+>", "*", word).rstrip("/") for word in words]


@pytest.mark.parametrize("name", [name for name in NAMED if name not in EXAMPLES])
def test_every_file_that_a_page_names_exists(name: str) -> None:
    named = named_files(page(name))
    written = re.findall(r"^`([^`\n]+)`:\n\n```", page(name), re.MULTILINE)
    assert [word for word in named if word not in {*OF_A_COMPANY, *written} and not any(any(place.glob(word)) for place in PLACES)] == []
    linked = [link for link in re.findall(r"\]\(([^)#]+)", prose(page(name))) if "://" not in link]
    assert [link for link in linked if not (ROOT / name).parent.joinpath(link).exists()] == []


def floors() -> dict[str, list[str]]:
    """The rooms of each floor, as the table of the page names them."""
    table = page("docs/architecture.md").partition("| layer |")[2].partition("\n\n")[0]
    found: dict[str, list[str]] = {}
    for floor, rooms in (line.split("|")[1:3] for line in table.splitlines()[2:]):
        key = floor.strip() or list(found)[-1]
        found.setdefault(key, []).extend(re.findall(r"`([\w.]+)/?`", rooms))
    return found


def test_architecture_names_every_room() -> None:
    """Every package and module that stands directly in the house has its place in the table of floors, once."""
    house = ROOT / "src/netops"
    rooms = [path.name for path in house.iterdir() if (path / "__init__.py").is_file() or path.suffix == ".py"]
    assert sorted(room for told in floors().values() for room in told) == sorted(set(rooms) - {"__init__.py"})


def test_floors_are_those_that_are_checked() -> None:
    """What the import contract puts above and below is above and below on the page."""
    layers = re.search(r"layers = \[\n(.*?)\]", page("pyproject.toml"), re.DOTALL)
    assert layers
    rank = {room: number for number, line in enumerate(layers[1].splitlines()) for room in re.findall(r"netops\.(\w+)", line)}
    told = [{rank[room.removesuffix(".py")] for room in rooms} for rooms in floors().values()]
    assert [max(upper) < min(lower) for upper, lower in pairwise(told)] == [True, True, True]


@pytest.mark.parametrize("name", ["docs/extending.md"])
def test_every_yaml_parses(name: str) -> None:
    found = blocks(name, "yaml")
    assert found
    for text in found:
        assert yaml.safe_load(text) is not None


def test_the_filter_of_the_page_works(starter: Company) -> None:
    _, code = blocks("docs/extending.md", "python")
    for name, text in {"filters/numbers.py": code, "templates/arista_eos/asn.j2": "alias asn show {{ 65536 | asdot }}\n"}.items():
        (starter.root / name).parent.mkdir(parents=True)
        (starter.root / name).write_text(text)
    assert "alias asn show 1.0\n" in starter.netops("render", "hq-sw-1").out


def test_the_check_of_the_page_works(starter: Company) -> None:
    code, _ = blocks("docs/extending.md", "python")
    (starter.root / "checks").mkdir()
    (starter.root / "checks/wireless.py").write_text(code)
    device = "inventory/sites/hq/devices/hq-sw-1.yaml"
    (role,) = re.findall(r"^role: .*$", (starter.root / device).read_text(), re.MULTILINE)
    assert starter.netops("validate").out.startswith("valid: ")

    starter.edit(device, role, "role: access-point")
    told = starter.netops("validate", expect=3).out
    assert "error OUR001: hq-sw-1 has no comments (at hq-sw-1)\n    hint: add its place, such as: Ceiling, room 1.04\n" in told

    starter.append("netops.yaml", "rules: {OUR001: warning}\n")
    assert "warning OUR001: hq-sw-1 has no comments" in starter.netops("validate").out
    starter.edit("netops.yaml", "OUR001: warning", "OUR001: off")
    assert "OUR001" not in starter.netops("validate").out
    starter.edit("netops.yaml", "OUR001: off", "OUR001: error")
    starter.append(device, "comments: Ceiling, room 1.04\n")
    assert "OUR001" not in starter.netops("validate").out


def test_the_bundle_of_the_page_is_the_one_of_its_service() -> None:
    """`bundle.yaml` of the page is cut from the one that ships: the same keys, nothing that netops does not read."""
    told = yaml.safe_load(next(text for text in blocks("docs/extending.md", "yaml") if "files:" in text))
    shipped = yaml.safe_load((ROOT / "templates/linux/chrony/bundle.yaml").read_text(encoding="utf-8"))
    assert told.keys() <= shipped.keys()
    assert told["when"] == shipped["when"]
    assert (told["files"][0]["source"], told["files"][0]["path"]) in [(file["source"], file["path"]) for file in shipped["files"]]

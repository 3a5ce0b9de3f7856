"""Files that are no configs, or cut, mixed, huge or hostile ones: each is brought in or refused with its line, and nothing else happens."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from test_adopt_laws import PLATFORMS, whole

from netops.adopt.configs import ImportOptions, import_configs
from netops.cli import run
from netops.platforms.juniper_junos.importing import without_implied_lines

LIMIT_S = 10
"""CPU seconds for one file."""
Mutation = Callable[[str, random.Random], str]


def _cut(text: str, dice: random.Random) -> str:
    return text[: dice.randrange(len(text))]


def _without_lines(text: str, dice: random.Random) -> str:
    return "\n".join(line for line in text.split("\n") if dice.random() > 0.3)


def _shuffled(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    dice.shuffle(lines)
    return "\n".join(lines)


def _twice(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    return "\n".join(line for line in lines for _ in range(dice.choice((1, 1, 2))))


def _mixed(text: str, dice: random.Random) -> str:
    other = whole(dice.choice(PLATFORMS)).split("\n")
    return "\n".join(dice.choice((line, dice.choice(other))) if dice.random() < 0.2 else line for line in text.split("\n"))


def _other_words(text: str, dice: random.Random) -> str:
    words = (
        "0",
        "99999999999999999999",
        "-1",
        "no",
        "{",
        "}",
        '"',
        "'",
        "[",
        "..",
        "fe80::1",
        "300.1.1.1/99",
        "a" * 300,
        "ä☃",
        "!",
        "^C",
        "%s",
        "{{ x }}",
    )
    return " ".join(dice.choice(words) if dice.random() < 0.05 else word for word in text.split(" "))


def _indented(text: str, dice: random.Random) -> str:
    return "\n".join(" " * dice.randrange(4) + line if dice.random() < 0.2 else line for line in text.split("\n"))


def _bytes(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text))
    return text[:at] + "".join(chr(dice.randrange(0x300)) for _ in range(20)) + text[at:]


MUTATIONS: tuple[Mutation, ...] = (_cut, _without_lines, _shuffled, _twice, _mixed, _other_words, _indented, _bytes)
HOSTILE = {
    "empty": "",
    "blank": "\n \n\t\n",
    "deep": "hostname a\n" + "".join(f"{' ' * depth}section {depth}\n" for depth in range(400)),
    "braces": "system {\n" * 400 + "}\n" * 400,
    "long-line": "hostname a\ninterface GigabitEthernet0/1\n description " + "x" * 200_000 + "\nend\n",
    "range": "hostname a\nvlan 1-4094\nvlan 2-4093,5-9\ninterface range GigabitEthernet0/1-9999999\nend\n",
    "yaml": "version 15.2\nhostname a\nbanner motd ^C\n- !!python/object:os.system [x]\n&a *a\n^C\nend\n",
    "names": "version 15.2\nhostname ../../etc/passwd\nusername ../x secret 5 $1$abcd$0123456789012345678901\nend\n",
    "jinja": "version 15.2\nhostname {{ 7 * 7 }}\nbanner motd ^C{% for x in y %}^C\nend\n",
    "page": "<html><body>502 Bad Gateway</body></html>\n",
}


def check(folder: Path, name: str, platform: str, text: str) -> None:
    """The file is brought in, or refused with a reason, in time."""
    begin = time.process_time()
    out = import_configs({name: text}, folder, ImportOptions(platforms={name: platform}), company="acme")
    assert time.process_time() - begin < LIMIT_S, name
    assert [one.source for one in out.drafts] + [one.source for one in out.refused] == [name]
    assert all(one.reason for one in out.refused)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_text_that_was_changed_by_chance_is_brought_in_or_refused(platform: str, tmp_path: Path) -> None:
    dice = random.Random(platform)
    for number, change in enumerate(dice.sample(MUTATIONS, 2)):
        check(tmp_path / str(number), f"{change.__name__}-{number}", platform, change(whole(platform), dice))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_very_many_texts_that_were_changed_by_chance(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    for number in range(50):
        platform, change = dice.choice(PLATFORMS), dice.choice(MUTATIONS)
        text = change(whole(platform), dice)
        text = dice.choice(MUTATIONS)(text, dice) if text and dice.random() < 0.5 else text
        check(tmp_path / str(number), f"{seed}-{number}-{change.__name__}", platform, text)


def test_hostile_files_lie_beside_a_good_one_and_nothing_outside_the_company_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in" / "configs"
    folder.mkdir(parents=True)
    for name, text in HOSTILE.items():
        (folder / f"{name}.cfg").write_text(text)
    (folder / "good.cfg").write_text(whole("cisco_ios"))
    (folder / "binary.cfg").write_bytes(bytes(range(256)) * 40)
    known = [
        f"--platform={name}={'juniper_junos' if name == 'braces' else 'cisco_ios'}" for name in ("deep", "braces", "long-line", "range")
    ]
    begin = time.process_time()
    assert run(["import", "configs", str(folder), "--output", str(tmp_path / "acme"), *known]) == 3
    assert time.process_time() - begin < LIMIT_S * 2
    shown = capsys.readouterr()
    assert "Traceback" not in shown.out + shown.err
    refused = sorted(line.split()[1].partition(":")[0] for line in shown.out.split("\n") if line.startswith("REFUSED "))
    assert refused == ["binary", "blank", "braces", "deep", "empty", "long-line", "page", "range"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["acme", "acme.secrets.yaml", "in"]
    assert sorted(path.name for path in (tmp_path / "in").rglob("*") if path.is_file()) == sorted(
        f"{name}.cfg" for name in [*HOSTILE, "good", "binary"]
    )


def test_one_wrong_part_leaves_the_others_as_data(tmp_path: Path) -> None:
    text = f"version 15.2\nhostname r1\n!\ninterface Ethernet{'9' * 60}\n description long\n!\ninterface Loopback0\n"
    found = import_configs({"r1": f"{text} ip address 192.0.2.1 255.255.255.255\n!\nend\n"}, tmp_path, ImportOptions(), company="acme")
    assert [draft.data["interfaces"] for draft in found.drafts] == [{"Loopback0": {"addresses": ["192.0.2.1/32"]}}]
    assert [line.split(": ", 2)[2] for line in found.dropped] == ["out of bounds, expected at most 40 characters"]


def test_junos_lines_that_another_one_goes_on_from_are_left_out() -> None:
    text = "set system services ssh root-login deny\nset system services ssh\nset system host-name r1\n"
    assert without_implied_lines(text) == (
        "set system services ssh root-login deny\n\nset system host-name r1\n",
        ("2: left out, since another line goes on from it",),
    )

"""Reading YAML: what plain scalars mean, where values stand, and the exact words for what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netops.errors import DataError, Origin
from netops.secrets import SecretRef
from netops.source import Document, FinalTag, ReplaceTag, UnsetTag, read_document, read_file, reader

CASES = sorted(Path(__file__).parent.glob("cases/*.yaml"))


def value(text: str) -> Any:
    return read_document(text, "x.yaml").value


def problems(text: str) -> str:
    with pytest.raises(DataError) as caught:
        read_document(text, "x.yaml")
    return str(caught.value)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_refused(case: Path) -> None:
    assert problems(case.read_text()) + "\n" == case.with_suffix(".txt").read_text()


SCALARS: dict[str, Any] = {
    **{text: text for text in ("No", "NO", "Yes", "YES", "On", "ON", "Off", "OFF", "Y", "n", "N", "tRUE", "nULL", "None", "nil", "NaN")},
    **{text: text for text in ("12:30", "01:30", "23:59:59", "190:20:30", "12:34:56:12:34:56", "00:00:00:00:00:10", "1:2", "-1:30")},
    **{text: text for text in ("2028-03-31 10:00:00", "2028-03-31T10:00:00Z", "31.03.2028", "2028/03/31", "2028-3-1", "20280331T1000")},
    **{
        text: text
        for text in ("0200.5e10.0001", "02-00-5e-10-00-01", "02005e.100001", "1.10.0", "15.2(4)E10", "17.9.4a", "v1.10", "21.4R3-S5")
    },
    **{
        text: text
        for text in ("0b11", "0X10", "0O17", "0x", "0o8", "1,000", "1,5", "1 000", "1.000.000", "10G", "10%", "0-9", "+", ".", "..")
    },
    **{text: text for text in ("1/0/1", "0.0.0.0/0", "::1", "fe80::1%eth0", "49.0001.0100.0000.0001.00")},
    **{text: text for text in ("null-route", "true-ish", "~user", "no shutdown", "on-site", "é", "5a", "1e", "e3", "1.5.", "1..5", "+a")},
    "no": "no",
    "yes": "yes",
    "on": "on",
    "off": "off",
    "y": "y",
    "true": True,
    "False": False,
    "null": None,
    "~": None,
    "12": 12,
    "-3": -3,
    "0": 0,
    "1.5": 1.5,
    "-0.5": -0.5,
    "12:30:45": "12:30:45",
    "00:11:22:33:44:55": "00:11:22:33:44:55",
    "65010:100": "65010:100",
    "2028-03-31": "2028-03-31",
    "10.1.0.1": "10.1.0.1",
    "10.0.0.0/8": "10.0.0.0/8",
    "2001:db8::1": "2001:db8::1",
    "1.2.3": "1.2.3",
    "5e": "5e",
    "1-24": "1-24",
    "+49 30 1": "+49 30 1",
    "24x7": "24x7",
    "<<": "<<",
    "=": "=",
    '"0123"': "0123",
    "'no'": "no",
}


@pytest.mark.parametrize("text", SCALARS)
def test_scalar(text: str) -> None:
    found = value(f"k: {text}\n")["k"]
    assert (found, type(found)) == (SCALARS[text], type(SCALARS[text]))


OCTAL = "a leading zero is octal to some readers and decimal to others"
UNDERSCORES = "digits with underscores are a number to some readers and text to others"
POINT = "a number has a digit before and behind its point, and no needless zeros"
EXPONENT = "digits with an e are a number to some readers and text to others"
PREFIX = "a number with 0x or 0o would be written in decimal"
ENDLESS = "infinity and not-a-number cannot be configured"
PLUS = "a number loses its plus sign"
AMBIGUOUS = {
    "0123": (OCTAL, ""),
    "0755": (OCTAL, ""),
    "-012": (OCTAL, ""),
    "00": (OCTAL, ""),
    "0o755": (PREFIX, "493"),
    "0x10": (PREFIX, "16"),
    "0x2102": (PREFIX, "8450"),
    "1_000": (UNDERSCORES, ""),
    "1_000.5": (UNDERSCORES, ""),
    "+1": (PLUS, "1"),
    "+4930123": (PLUS, "4930123"),
    "+1.5": (PLUS, ""),
    "1.": (POINT, ""),
    ".5": (POINT, ""),
    "01.5": (POINT, ""),
    "1e3": (EXPONENT, ""),
    "12E5": (EXPONENT, ""),
    "1.10": ("the number would be written 1.1", "1.1"),
    "64512.10": ("the number would be written 64512.1", "64512.1"),
    "15.20": ("the number would be written 15.2", "15.2"),
    "1.5e3": ("the number would be written 1500.0", "1500.0"),
    "0.1234567890123456789": ("the number would be written 0.12345678901234568", "0.12345678901234568"),
    ".inf": (ENDLESS, ""),
    "-.INF": (ENDLESS, ""),
    ".nan": (ENDLESS, ""),
    "-0": ("zero has no sign", ""),
    "1" * 19: ("a number has at most 18 digits", ""),
    "1.0e999": ("the number is too large", ""),
}
"""Plain scalars that are refused: why, and the number that they may mean."""


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_ambiguous_scalar_is_refused_with_its_fix(text: str) -> None:
    reason, number = AMBIGUOUS[text]
    fix = f'for text write "{text}"' + (f"; for a number {number}" if number else "")
    assert problems(f"k: {text}\n") == f"x.yaml:1:4: error YML006: {reason}\n    found: {text}\n    hint: {fix}"
    assert value(f'k: "{text}"\n') == {"k": text}
    assert value(f"{text}: k\n") == {text: "k"}
    if number:
        assert str(value(f"k: {number}\n")["k"]) == number


def test_a_long_scalar_is_not_repeated() -> None:
    told = problems(f"k: {'7' * 100_000}\nl: 0x{'f' * 100_000}\n")
    assert f"found: {'7' * 40}..." in told
    assert len(told) < 500


def test_a_file_in_the_format_of_others_may_write_a_number_with_zeros_behind() -> None:
    assert read_document("weight: 7.30\n", "x.yaml", foreign=True).value == {"weight": 7.3}
    with pytest.raises(DataError):
        read_document("weight: 0755\n", "x.yaml", foreign=True)


def test_keys_are_text_as_they_are_written() -> None:
    assert value("1: a\nno: b\n0123: c\nnull: d\n1.50: e\n") == {"1": "a", "no": "b", "0123": "c", "null": "d", "1.50": "e"}


def test_tags() -> None:
    text = "a: !secret snmp_ro\nb: !replace [1]\nc: !unset\nd: [!unset 20, !unset x]\ne: !final 1\nf: !final {p: 1, except: [q]}\n"
    assert value(text) == {
        "a": SecretRef("snmp_ro"),
        "b": ReplaceTag([1]),
        "c": UnsetTag(),
        "d": [UnsetTag(20), UnsetTag("x")],
        "e": FinalTag(1),
        "f": FinalTag({"p": 1}, ("q",)),
    }
    assert read_document(text, "x.yaml").tagged
    assert not read_document("a: !secret x", "x.yaml").tagged


def test_merge_keys_and_anchors() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\nd: {<<: *b}\n"
    document = read_document(text, "x.yaml")
    assert document.value["c"] == {"x": 3, "y": 1, "z": 2}
    assert document.value["d"] == {"y": 2, "z": 2}
    assert document.origin(("c", "z")) == Origin("x.yaml", 2, 17)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "\n\n", "---\n...\n", "\ufeff"])
def test_empty(text: str) -> None:
    assert value(text) is None


PLACES = """\
name: ber
ntp:
  servers:
    - {host: a}
    -
      host: b
banner: |
  text
empty:
text:
  far below
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 1, 1),
        (("name",), 1, 7),
        (("ntp",), 2, 1),
        (("ntp", "servers"), 3, 3),
        (("ntp", "servers", 0), 4, 7),
        (("ntp", "servers", 0, "host"), 4, 14),
        (("ntp", "servers", 1, "host"), 6, 13),
        (("banner",), 7, 9),
        (("empty",), 9, 1),
        (("text",), 10, 1),
        (("ntp", "servers", 7, "host"), 3, 3),
        (("nobody",), 1, 1),
    ],
)
def test_origin(path: tuple[str | int, ...], line: int, column: int) -> None:
    assert read_document(PLACES, "x.yaml").origin(path) == Origin("x.yaml", line, column)


def test_origin_of_a_key() -> None:
    document = read_document(PLACES, "x.yaml")
    assert document.origin(("name",), key=True) == Origin("x.yaml", 1, 1)
    assert document.origin(("ntp", "servers", 0, "host"), key=True) == Origin("x.yaml", 4, 8)


def test_aliases_cannot_explode() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 8)]
    assert "YML009: too many values in one file" in problems("\n".join(lines))


def test_nesting_is_limited() -> None:
    assert "YML009: nested too deeply" in problems("[" * 100 + "]" * 100)
    assert "YML009: nested too deeply" in problems("\n".join("  " * n + f"k{n}:" for n in range(60)))


def test_nothing_is_executed() -> None:
    assert "unknown tag !!python/object/apply:os.system" in problems("a: !!python/object/apply:os.system [id]")


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfa: 1\r\nb: x\r\n", "a: 1\nb: x\n".encode("utf-16"), "\ufeffa: 1\nb: x\n".encode("utf-16-be")]
)
def test_encodings(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.yaml").write_bytes(data)
    assert read_file(tmp_path / "x.yaml", tmp_path).value == {"a": 1, "b": "x"}


def file_problem(path: Path, root: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_file(path, root)
    return str(caught.value).splitlines()[0]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"a: 1\nb: caf\xe9\n")
    assert file_problem(tmp_path / "x.yaml", tmp_path) == "x.yaml:2:7: error YML001: the file is not in UTF-8"


def test_link_out_of_the_project(tmp_path: Path) -> None:
    root = tmp_path / "company"
    root.mkdir()
    (tmp_path / "outside.yaml").write_text("a: 1\n")
    (root / "inside.yaml").write_text("a: 2\n")
    (root / "out.yaml").symlink_to(tmp_path / "outside.yaml")
    (root / "in.yaml").symlink_to(root / "inside.yaml")
    assert file_problem(root / "out.yaml", root) == "out.yaml:1:1: error YML001: the link leads out of the project"
    assert read_file(root / "in.yaml", root).value == {"a": 2}


def test_link_to_a_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert file_problem(tmp_path / "link", tmp_path) == "link:1:1: error YML001: a link to a folder"


def test_missing_and_large_files(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nothing.yaml")
    (tmp_path / "large.yaml").write_bytes(b"# " + b"x" * 5_000_000)
    assert (
        file_problem(tmp_path / "gone.yaml", tmp_path) == "gone.yaml:1:1: error YML001: the file cannot be read: No such file or directory"
    )
    assert file_problem(tmp_path / "large.yaml", tmp_path) == "large.yaml:1:1: error YML001: the file is too large"


LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""No limits of time: a busy machine breaks no law."""

LEAVES = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text("abc:#'\"- {}[]0129.é€", max_size=12)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcXY 09-", min_size=1, max_size=6), inner, max_size=3)
)


@LAW
@given(TREES)
def test_what_is_dumped_is_read_again(tree: Any) -> None:
    assert value(yaml.dump(tree, default_style='"' if isinstance(tree, str) else None, allow_unicode=True, Dumper=_Dumper)) == tree


class _Dumper(yaml.SafeDumper):
    """Writes every text in quotes."""


_Dumper.add_representer(str, lambda dumper, data: dumper.represent_scalar("tag:yaml.org,2002:str", data, style='"'))


@LAW
@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        assert isinstance(read_document(text, "x.yaml"), Document)
    except DataError as error:
        assert all(d.origin is not None and d.origin.line >= 1 and d.origin.column >= 1 for d in error.diagnostics)


@pytest.mark.parametrize(
    "text", [PLACES, "a: [1, !unset 2, {b: *x}]\n".replace("*x", "no"), "a: !final {x: |\n  t\n}\n".replace("|\n  t\n", "1")]
)
def test_the_pure_parser_reads_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read_document(text, "x.yaml")
    monkeypatch.setattr(reader, "LOADER", yaml.Loader)
    slow = read_document(text, "x.yaml")
    assert (slow.value, slow.spot) == (fast.value, fast.spot)

"""The text of a files target, and the parts of the driver that need no host."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.errors import ConfigError
from netops.platforms.linux.driver.bundle import bundles_of_actions, failure_reason, touched_bundles
from netops.platforms.linux.driver.files import FileEntry, check_path, entries_as_text, entries_by_path, parse_entries
from netops.platforms.linux.driver.ganesha import ganesha_problems

LINES = st.lists(
    st.one_of(st.text(alphabet=st.characters(exclude_characters="\n")), st.sampled_from(["### file /x a:b 0644", r"\### x", "", "###"]))
)
FILES = st.dictionaries(
    st.sampled_from(["/etc/a", "/etc/b c", "/etc/ü.conf"]),
    LINES.map(lambda lines: "".join(f"{line}\n" for line in lines)),
)


@given(FILES, st.sampled_from(["0644", "2750"]))
def test_parse_of_text_is_the_tree(files: dict[str, str], mode: str) -> None:
    entries = entries_by_path(
        [FileEntry(path, "file", "root:adm", mode, content) for path, content in files.items()] + [FileEntry("/srv", "dir", "a:b", "0755")]
    )
    assert parse_entries(entries_as_text(entries)) == entries


def test_text_of_a_tree() -> None:
    entries = entries_by_path(
        [FileEntry("/b", "file", "root:root", "0600", "### x\n\\### y\nlast line"), FileEntry("/a", "dir", "www:www", "0755")]
    )
    assert entries_as_text(entries) == "### dir /a www:www 0755\n### file /b root:root 0600\n\\### x\n\\\\### y\nlast line\n"


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("x\n", "line 1: content outside of a file\n    hint: each file starts with '### file PATH owner:group mode'"),
        (
            "### file a root:root 0644\n",
            "line 1: expected '### file PATH owner:group mode' or '### dir ...', found '### file a root:root 0644'",
        ),
        ("### file /a root:root 0644\n### dir /a root:root 0755\n", "line 2: a second block for /a"),
        ("### file /a/../b root:root 0644\n", "path '/a/../b': expected an absolute path without '.', '..', '//' and control characters"),
    ],
)
def test_bad_text_is_refused(config: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse_entries(config)
    assert str(error.value) == message


@pytest.mark.parametrize("path", ["etc/a", "/etc/../a", "/etc//a", "/etc/a\x00b", "/etc/a\nb", "/etc/"])
def test_odd_paths_are_refused(path: str) -> None:
    with pytest.raises(ConfigError):
        check_path(path)


@pytest.mark.parametrize(
    ("output", "code", "expect", "bad", "said"),
    [
        ("fine", 0, (), (), ""),
        ("noise\nUnknown parameter: foo\nmore", 0, (), ("unknown parameter",), "Unknown parameter: foo"),
        ("line 3: bad", 1, (), (), "line 3: bad"),
        ("", 3, (), (), "exit code 3, no output"),
        ("/a", 0, ("/a", "/b"), (), "expected '/b' in the output, found: /a"),
    ],
)
def test_complaint(output: str, code: int, expect: tuple[str, ...], bad: tuple[str, ...], said: str) -> None:
    assert failure_reason(output, code, expect, bad) == said


def test_complaint_shows_errors_without_the_config_beside_them() -> None:
    assert failure_reason("line 2: bad\nthe\nwhole\nconfig", 1, errors="line 2: bad") == "line 2: bad"
    assert failure_reason("", 0, errors="") == ""


def test_bundles_own_their_paths_and_patterns() -> None:
    known = bundles_of_actions([{"name": "bind9", "paths": ["/etc/bind/zones/*.zone"]}, {"name": "motd", "paths": ["/etc/motd"]}])
    assert [b.name for b in touched_bundles(known, ["/etc/bind/zones/a.zone"])] == ["bind9"]
    assert [b.name for b in touched_bundles(known, ["/etc/motd", "/etc/other"])] == ["motd"]


def test_equal_looks_are_one_that_expects_everything() -> None:
    looks = [{"argv": ["showmount", "-e"], "expect": path} for path in ("/srv/a", "/srv/b")] + [{"argv": ["true"]}]
    (bundle,) = bundles_of_actions([{"name": "nfs", "paths": [], "verify": looks}])
    assert [(look.argv, look.expect) for look in bundle.verify] == [(("showmount", "-e"), ("/srv/a", "/srv/b")), (("true",), ())]


def test_a_command_as_a_string_is_refused() -> None:
    with pytest.raises(ConfigError, match="expected a list of words, found the string 'nginx -t'"):
        bundles_of_actions([{"name": "nginx", "paths": [], "checks": [{"argv": "nginx -t"}]}])


GOOD = """\
EXPORT {
  Export_Id = 1; # one
  Path = "/srv/a";
  CLIENT { Clients = 10.0.0.0/8, 10.1.0.1; Access_Type = RW; }
  FSAL { Name = VFS; }
}
"""


@pytest.mark.parametrize(
    ("config", "found"),
    [
        (GOOD, []),
        ('NFSv4 { Grace_Period = 1; }\n%include "/etc/ganesha/more.conf"\n' + GOOD, []),
        (GOOD + GOOD, ["line 7: Export_Id 1 is used before, in line 1"]),
        ("EXPORT { Export_Id = 1; }\n", ["line 1: EXPORT without Path"]),
        ("EXPORT {\n Export_Id = 1\n Path = /a;\n}\n", ["line 3: expected ';' after the value '1', found 'Path'"]),
        ("EXPORT {\n Export_Id = 1;\n", ["line 3: expected a key, a block, or '}' that closes 'EXPORT' of line 1, found 'end of file'"]),
        ("}\n", ["line 1: expected the name of a block, found '}'"]),
        ('EXPORT { Path = "/a; }\n', ["line 1: a quote that is not closed"]),
    ],
)
def test_ganesha_syntax(config: str, found: list[str]) -> None:
    assert ganesha_problems(config) == found

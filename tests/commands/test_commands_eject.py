"""netops eject: what can be copied into a company, and what is there already."""

from __future__ import annotations

import pytest

from companies import Company

NTP = "templates/arista_eos/ntp.j2"


def test_the_list_marks_what_the_company_has(starter: Company) -> None:
    assert f"  {NTP}\n" in starter.netops("eject", "--list").out
    starter.netops("eject", NTP)
    listed = starter.netops("eject", "--list", "templates/arista_eos").out.splitlines()
    assert f"* {NTP}" in listed
    assert all(line[2:].startswith("templates/arista_eos/") for line in listed)


def test_without_a_file_and_with_a_wrong_one_the_list_is_named(starter: Company) -> None:
    assert starter.netops("eject", expect=2).err == "error: no file is named\n    hint: netops eject --list lists them\n"
    assert "did you mean templates/arista_eos/ntp.j2" in starter.netops("eject", "templates/arista_eos/npt.j2", expect=2).err
    assert "netops eject --list lists them" in starter.netops("eject", "qqq", expect=2).err


@pytest.mark.parametrize("name", ["ntp", "ntp.j2"])
def test_a_name_without_its_folder_gives_the_files_that_have_it(starter: Company, name: str) -> None:
    assert f"there are: {NTP}, templates/cisco_ios/ntp.j2, " in starter.netops("eject", name, expect=2).err

"""A rename is shown as one, wherever the name is, and what names the old one is led to the new one."""

from __future__ import annotations

from review_repository import Repository

SERVERS = "inventory/sites/ber/servers"
IPAM = "inventory/sites/ber/ipam.yaml"


def move(company: Repository, old: str, new: str) -> None:
    company.git("mv", f"{SERVERS}/{old}.yaml", f"{SERVERS}/{new}.yaml")


def test_a_renamed_device_is_neither_gone_nor_new(company: Repository) -> None:
    move(company, "ber-web-1", "ber-www-1")
    company.edit(f"{SERVERS}/ber-www-1.yaml", "10.1.20.80/24", "10.1.20.81/24")
    found = company.review(expect=3)
    change, *others = [one for one in found["objects"] if one["kind"] == "server"]
    assert (change["how"], change["was"], change["name"], others) == ("renamed", "ber-web-1", "ber-www-1", [])
    assert [(value["old"], value["new"]) for value in change["values"]] == [
        ("[10.1.20.80/24, 2001:db8:1:20::80/64]", "[10.1.20.81/24, 2001:db8:1:20::80/64]")
    ]
    assert found["rendering"]["removed"] == {}
    (difference,) = [one for one in found["rendering"]["differences"] if "ber-www-1" in one["targets"]]
    assert difference["how"] == "changed"
    text = company.netops("review", expect=3)
    assert "\nserver ber-web-1 is now ber-www-1  " in text.out
    assert "`server ber-web-1` is now ber-www-1, " in company.netops("review", "--format", "markdown", expect=3).out


def test_another_device_in_its_place_is_not_the_same_one(company: Repository) -> None:
    text = (company.root / f"{SERVERS}/ber-web-1.yaml").read_text(encoding="utf-8")
    move(company, "ber-web-1", "ber-www-1")
    kept = [line for line in text.splitlines() if line.startswith(("device_type", "role", "platform"))]
    (company.root / f"{SERVERS}/ber-www-1.yaml").write_text("\n".join(kept) + "\n", encoding="utf-8")
    found = company.review(expect=3)
    assert {(one["how"], one["name"]) for one in found["objects"]} == {("removed", "ber-web-1"), ("added", "ber-www-1")}


def test_each_of_two_renamed_devices_is_itself(company: Repository) -> None:
    move(company, "ber-web-1", "ber-mail-9")
    move(company, "ber-mail-1", "ber-web-9")
    found = company.review(expect=3)
    assert {(one["was"], one["name"]) for one in found["objects"]} == {("ber-web-1", "ber-mail-9"), ("ber-mail-1", "ber-web-9")}


def test_a_renamed_vlan_is_one_finding_with_its_places_and_the_new_name(company: Repository) -> None:
    line = company.edit(IPAM, "{name: staff, vid", "{name: people, vid")
    found = company.review(expect=3)
    assert [(one["how"], one["was"], one["name"]) for one in found["objects"]] == [("renamed", "ber/staff", "ber/people")]
    said = company.netops("validate", expect=3).out
    assert said.count("VLAN staff does not exist") == 1
    assert "error VLN001: VLAN staff does not exist, in 4 places\n" in said
    assert f"    hint: vlan staff is now people\n    see {IPAM}:{line}:5: people is here\n    see " in said
    assert said.count(": here too\n") == 3
    (problem,) = [one for one in found["findings"]["new"] if one["code"] == "VLN001"]
    assert (problem["hint"], len(problem["related"])) == ("vlan staff is now people", 4)


def test_names_are_compared_with_where_the_branch_left_and_without_git_with_nothing(company: Repository) -> None:
    company.git("switch", "--quiet", "-c", "change")
    move(company, "ber-web-1", "ber-www-1")
    company.commit()
    assert "hint: server ber-web-1 is now ber-www-1\n" in company.netops("validate", expect=3).out
    (company.root / ".git").rename(company.root.parent / "elsewhere")
    assert "hint: did you mean ber-fw-1?\n" in company.netops("validate", expect=3).out


def test_a_renamed_port_is_one_change(company: Repository) -> None:
    file = f"{SERVERS}/ber-web-1.yaml"
    company.edit(file, "  eth0:", "  eth5:")
    (change,) = company.review(expect=None)["objects"]
    assert [(one["path"], one["old"], one["new"]) for one in change["values"]] == [("interfaces (name)", "eth0", "eth5")]

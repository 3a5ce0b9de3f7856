"""The company's order: departments, their people and cost centres, and the words that devices are tagged with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netops.checks import Device, Finding, Scope, place_of, rule
from netops.checks._business import is_in_service
from netops.checks._help import did_you_mean, repeated_keys
from netops.errors import Severity

VM = "virtual_machine"


@rule("ORG001", title="people at the sites are not more than the department has")
def users_at_sites_match_department(company: Scope) -> Iterator[Finding]:
    """The people of a department at all sites together are not more than its head count.

    What it does: adds up `sites` and compares with `head_count`.
    Why it matters: reports show how many people a failure touches.
    Example: `{head_count: 12, sites: {ber: 9, ham: 8}}`.
    Use instead: the numbers of today.
    """
    for name, department in company.of("department").items():
        total = sum(map(int, department.get("sites", {}).values()))
        if total > int(department["head_count"]):
            message = f"{name} has {department['head_count']} people, and {total} at its sites"
            related = (("its sites", place_of("department", name, "sites")),)
            place, found = place_of("department", name, "head_count"), str(department["head_count"])
            yield Finding(place, message, expected=f"{total} or more", found=found, related=related)


@rule("ORG002", title="cost centre belongs to one department", severity=Severity.WARNING)
def cost_centre_belongs_to_one_department(company: Scope) -> Iterator[Finding]:
    """No two departments have the same cost centre.

    What it does: groups the departments by `cost_centre`.
    Why it matters: one pays for the printers of the other.
    Example: finance and HR, both with `cost_centre: "1100"`.
    Use instead: the number of each in accounting.
    """
    rows = ((str(d["cost_centre"]), name) for name, d in company.of("department").items() if "cost_centre" in d)
    for number, (first, *others) in repeated_keys(rows):
        for other in others:
            place, message = place_of("department", other, "cost_centre"), f"cost centre {number} is that of {first} and of {other}"
            related = ((first, place_of("department", first, "cost_centre")),)
            yield Finding(place, message, expected="a number of its own", found=number, related=related)


@rule("TAG001", title="tag is one of the company", scope="target", severity=Severity.WARNING)
def tag_is_defined(device: Device) -> Iterator[Finding]:
    """Every tag of a device is listed, in a company that lists its tags.

    What it does: looks up `tags` among the `tags` of org/.
    Why it matters: `--limit` and reports by tag miss a device with a misspelt one.
    Example: `tags: [pci-scoop]`.
    Use instead: `tags: [pci-scope]`, or add it to the list.
    """
    known = device.of("tag")
    for position, tag in enumerate(device.data.get("tags", ())) if known else ():
        if str(tag) not in known:
            message, hint = f"tag {tag} of {device.name} is not listed", did_you_mean(tag, known)
            yield Finding(device.at("tags", position), message, expected="a tag of org/", found=str(tag), hint=hint)


@rule("ORG003", title="device has the facts that the company requires", scope="target", severity=Severity.INFO)
def device_has_required_facts(
    device: Device, *, keys: Iterable[str] = (), kinds: Iterable[str] = ("device", "server", "storage", "printer")
) -> Iterator[Finding]:
    """Each device in service has the facts that the company requires of every one.

    What it does: looks for the `keys` that netops.yaml names; out of the box there are none. A virtual machine needs none of a box.
    Why it matters: auditors ask for serial numbers, the one who is sent at night for room and rack.
    Example: `rules: {ORG003: {keys: [location, serial]}}`, and a switch without `serial`.
    Use instead: `serial: FOC2233X0AA`.
    Options: `keys` that must be there, such as location, rack, serial, asset_tag; `kinds` of devices that must have them.
    """
    if not keys or device.kind not in kinds or VM in device.data or not is_in_service(device.data):
        return
    missing = [key for key in keys if key not in device.data]
    if missing:
        yield Finding(device.at(), f"{device.name}: missing {', '.join(missing)}", expected=", ".join(keys), found="none")

"""Contacts, tenants, tags, providers and AS numbers: what belongs to no site."""

from __future__ import annotations

import re

from netops.adopt import names
from netops.adopt.netbox.company import Company, description_of, kind_of
from netops.adopt.netbox.tables import CONTACTS, find_meaning
from netops.adopt.records import NetboxRecord, SourcedRow

ORG = "inventory/org"
PUNCTUATION = re.compile(r"[\s()./-]+")
PHONE = re.compile(r"\+[0-9][0-9 ]{5,20}")
"""A number with the country's code; others stay in the words."""


def add_contacts(company: Company) -> None:
    """Each contact, and the sites that it is assigned to."""
    company.each("tenancy.contact", _add_contact)
    company.each("tenancy.contactassignment", _assign)


def _add_contact(company: Company, contact: NetboxRecord) -> None:
    rows = company.file(f"{ORG}/contacts.yaml").setdefault("contacts", {})
    key = names.free_name(names.dns_label(contact.text("name")) or "contact", rows)
    phone = PUNCTUATION.sub(" ", contact.text("phone")).strip()
    is_whole = bool(PHONE.fullmatch(phone))
    words = (contact.text("name"), contact.text("title"), "" if is_whole else contact.text("phone"))
    role = names.single_line(", ".join(filter(None, words))) or key
    rows[key] = SourcedRow({"role": role, "email": contact.get("email"), "phone": phone if is_whole else None}, contact)
    company.tags[f"contact {contact.pk}"] = key


def _assign(company: Company, assignment: NetboxRecord) -> None:
    kind = kind_of(assignment.get("content_type", "object_type"))
    key = company.tags.get(f"contact {assignment.get('contact')}")
    site = company.sites.get(str(assignment.get("object_id")))
    if kind != "dcim.site" or site is None or key is None:
        company.ledger.leave(assignment, f"netops has contacts of sites, not of a {kind.partition('.')[2] or 'nothing'}")
        return
    role = company.dump.find("tenancy.contactrole", assignment.get("role"))
    words = f"{role.text('name') if role else ''} {assignment.text('priority')}"
    slot = find_meaning(CONTACTS, words) or "site"
    contacts = company.file(f"inventory/sites/{site}/site.yaml").setdefault("contacts", SourcedRow({}))
    if slot in contacts:
        company.ledger.leave(assignment, f"site {site} has {contacts[slot]} as its {slot} contact already")
        return
    contacts[slot] = key
    contacts.records.append(assignment)


def add_tenants(company: Company) -> None:
    """Each tenant, with the name of its group."""
    company.each("tenancy.tenant", _add_tenant)


def _add_tenant(company: Company, tenant: NetboxRecord) -> None:
    rows = company.file(f"{ORG}/tenants.yaml").setdefault("tenants", {})
    key = names.free_name(names.dns_label(tenant.text("slug", "name")) or "tenant", rows)
    group = company.dump.find("tenancy.tenantgroup", tenant.get("group"))
    row = {
        "name": names.single_line(tenant.text("name")) or key,
        "group": names.name_without_blanks(group.text("slug", "name")) or None if group else None,
        "description": description_of(tenant),
    }
    rows[key] = SourcedRow(row, tenant, *([group] if group else []))
    company.tenants[tenant.pk] = key


def add_tags(company: Company) -> None:
    """Each tag; and each cluster of virtual machines, whose machines carry it as a tag."""
    company.each("extras.tag", _add_tag)
    company.each("virtualization.cluster", _add_cluster)


def _add_tag(company: Company, tag: NetboxRecord) -> None:
    rows = company.file(f"{ORG}/tags.yaml").setdefault("tags", {})
    key = names.free_name(names.name_without_blanks(tag.text("slug", "name")) or "tag", rows, longest=names.LONGEST_NAME)
    rows[key] = SourcedRow({"description": description_of(tag) or names.single_line(tag.text("name")) or key}, tag)
    company.tags[f"tag {tag.pk}"] = key


def _add_cluster(company: Company, cluster: NetboxRecord) -> None:
    rows = company.file(f"{ORG}/tags.yaml").setdefault("tags", {})
    kind = company.dump.find("virtualization.clustertype", cluster.get("type"))
    key = names.free_name(names.dns_label(cluster.text("name")) or "cluster", rows)
    text = description_of(cluster) or f"Virtual machines of cluster {cluster.text('name')}" + (f", {kind.text('name')}" if kind else "")
    rows[key] = SourcedRow({"description": names.single_line(text)}, cluster)
    company.tags[f"cluster {cluster.pk}"] = key


def add_providers(company: Company) -> None:
    """Each provider of circuits."""
    company.each("circuits.provider", _add_provider)


def _add_provider(company: Company, provider: NetboxRecord) -> None:
    rows = company.file(f"{ORG}/providers.yaml").setdefault("providers", {})
    key = names.free_name(names.dns_label(provider.text("slug", "name")) or "provider", rows)
    numbers = [company.dump.find("ipam.asn", one) for one in provider.get("asns") or ()]
    asn = next((one.get("asn") for one in numbers if one), None) or provider.get("asn")
    account = names.name_without_blanks(provider.text("account")) or None
    rows[key] = SourcedRow({"name": names.single_line(provider.text("name")) or key, "asn": asn, "account": account}, provider)
    company.tags[f"provider {provider.pk}"] = key


def add_numbers(company: Company) -> None:
    """Each AS number, with its site where it is that of one."""
    company.each("ipam.asn", _add_number)


def _add_number(company: Company, number: NetboxRecord) -> None:
    users = [site for site in company.dump.of("dcim.site") if number.pk in map(str, site.get("asns") or ())]
    rir = company.dump.find("ipam.rir", number.get("rir"))
    text = description_of(number) or f"AS {number.get('asn')}" + (f", {rir.text('name')}" if rir else "")
    site = company.sites.get(users[0].pk) if len(users) == 1 else None
    row = SourcedRow({"asn": number.get("asn"), "description": names.single_line(text), "site": site}, number)
    company.file(f"{ORG}/as-numbers.yaml").setdefault("as_numbers", []).append(row)
    if site and len(users[0].get("asns") or ()) == 1:
        company.file(f"inventory/sites/{site}/site.yaml")["asn"] = number.get("asn")

"""Values that are functions of a company alone, such as who is connected with whom: made once, and kept from run to run."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netops.cache import digest, digest_of_own_code
from netops.model.views import code_of

if TYPE_CHECKING:
    from netops.model.company import Company

FOLDERS = ("graph", "plan", "jobs")
"""Where the modules are that make such values."""


def cached_value(company: Company, name: str, make: Callable[[], Any], *inputs: Any) -> Any:
    """A value of JSON by its name: of this run, else of an earlier one with the same files, code and `inputs`, else made.

    Equal, whichever it is: what JSON does not have (sets, tuples) is no part of it.
    """
    key, known = f"remembered {name}", company.computed
    if key not in known:
        basis = digest_of(company, *inputs)
        found = company.basis.cache.get(f"company.{name}", basis) if company.basis and basis else None
        if found is None:
            found = make()
            if company.basis and basis:
                company.basis.cache.put(f"company.{name}", basis, found)
        known[key] = found
    return known[key]


def digest_of(company: Company, *inputs: Any) -> str:
    """The digest of all files of a company, of the code that reads them, and of some values of JSON; '' when it cannot be determined."""
    sites = dict(company.basis.sites) if company.basis else {}
    if not sites or not all(sites.values()):
        return ""
    files = (f"{name} {sites[name]}" for name in sorted(sites))
    return digest(*files, code_of(company), *digest_of_own_code(*FOLDERS), json.dumps(inputs, sort_keys=True, default=str))

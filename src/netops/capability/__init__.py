"""Lines that the hardware or the release of a target cannot do, found in its rendered text before anything is accepted.

    library = Library(project, schemas)            the rules: the package's, and those in the company's `capabilities/`
    library.evaluate(view, text, lines, grades)       every problem of one text, as diagnostics with places

The rules are data: one YAML file per platform here, more in the company's folder. Their words are in `schemas/capability.schema.json`.
"""

from netops.capability.evaluate import CapabilityRules
from netops.capability.words import LineSource

__all__ = ["CapabilityRules", "LineSource"]

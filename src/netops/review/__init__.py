"""What a change does: two revisions of a company, compared object by object, finding by finding, target by target.

revisions ── git ── two folders ── read_side ── Side ┬─ objects    values old -> new, with places
                                                Side ┼─ findings   new and gone
                                                     └─ rendered   the targets that the change can reach, equal differences once
"""

from netops.review.compare import compare_sides
from netops.review.record import Difference, Findings, ObjectChange, Rendering, Review, Revision, TemplateChange, ValueChange
from netops.review.revisions import compare_revisions

__all__ = [
    "Difference",
    "Findings",
    "ObjectChange",
    "Rendering",
    "Review",
    "Revision",
    "TemplateChange",
    "ValueChange",
    "compare_revisions",
    "compare_sides",
]

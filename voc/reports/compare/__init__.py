"""Two groups of customers: what sets them apart, and what they share."""

from voc.reports.compare.build import build
from voc.reports.compare.groups import Customers
from voc.reports.compare.shape import Aspect, Comparison, Count, Difference, Group, Trait, TraitForm

__all__ = [
    "Aspect",
    "Comparison",
    "Count",
    "Customers",
    "Difference",
    "Group",
    "Trait",
    "TraitForm",
    "build",
]

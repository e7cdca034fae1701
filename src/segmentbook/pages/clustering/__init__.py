"""The pages of chapter 4: the number of groups, how stable they are, and other algorithms."""

from segmentbook.pages.clustering.algorithms import algorithms
from segmentbook.pages.clustering.all_k import all_k
from segmentbook.pages.clustering.choice_of_k import choice_of_k
from segmentbook.pages.clustering.correlations import correlations
from segmentbook.pages.clustering.fit_notes import fit_notes
from segmentbook.pages.clustering.other_indices import other_indices
from segmentbook.pages.clustering.other_units import other_units
from segmentbook.pages.clustering.outliers import outliers
from segmentbook.pages.clustering.sensitivity import sensitivity
from segmentbook.pages.clustering.silhouettes import silhouettes
from segmentbook.pages.clustering.stability import stability

__all__ = [
    "algorithms",
    "all_k",
    "choice_of_k",
    "correlations",
    "fit_notes",
    "other_indices",
    "other_units",
    "outliers",
    "sensitivity",
    "silhouettes",
    "stability",
]

"""The chapters of a report and what each needs: stated here once, for notebooks, make and readers."""

from __future__ import annotations

from collections.abc import Mapping

BUILDS_ON: Mapping[str, tuple[str, ...]] = {
    "1_cleaning": (),
    "2_eda": ("1_cleaning",),
    "3_customers": ("1_cleaning",),
    "4_clustering": ("1_cleaning", "3_customers"),
    "5_segments": ("1_cleaning", "3_customers", "4_clustering"),
    "6_movement": ("1_cleaning", "3_customers", "4_clustering", "5_segments"),
    "7_products": ("1_cleaning", "3_customers", "4_clustering", "5_segments"),
    "8_actions": (
        "1_cleaning",
        "3_customers",
        "4_clustering",
        "5_segments",
        "6_movement",
        "7_products",
    ),
    "9_summary": (
        "1_cleaning",
        "2_eda",
        "3_customers",
        "4_clustering",
        "5_segments",
        "6_movement",
        "7_products",
        "8_actions",
    ),
}
"""For each chapter those whose tables and metrics it may read, in the order of the data flow."""

CHAPTERS = tuple(BUILDS_ON)
"""The notebooks in the order of the data flow; the report reads the summary first."""

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

_MORE_STAMPS = {"1_cleaning": ("DATA",), "publish": ("REPORTS", "SET")}
"""Settings other than params that a step depends on; see `stamps.write`."""

_HEAD = """\
# Written by segmentbook/pipeline/graph.py: what depends on what in one study. `make report` runs
# it from the top of the checkout, with STUDY and SET in the environment. The depfiles add the
# modules, files and sections of the params that each step has read.

STEP := .venv/bin/python -m segmentbook

.SUFFIXES:
.PHONY: report
report: {out}/done/publish

"""

# The exit code of make does not say whose fault it was; that of the failed step does.
_RULE = """\
{out}/done/{step}: {needs}
\t@$(STEP) {command} --set "$$SET" || {{ echo $$? > {out}/failed; exit 1; }}

"""


def makefile(out: str) -> str:
    """Return the graph of a study in the syntax of make.

    Each step has a file `done/<step>`, whose time is that at which it started.

    Args:
        out: The study's interim folder, in letters that make takes as they are.
    """
    rules = [_HEAD.format(out=out)]
    for chapter, earlier in BUILDS_ON.items():
        command = f'chapter "$$STUDY" {chapter}'
        rules.append(_rule(out, chapter, command, [f"notebooks/{chapter}.ipynb"], earlier))
    rules.append(_rule(out, "publish", 'publish "$$STUDY"', [], CHAPTERS))
    depfiles = " ".join(f"{out}/deps/{step}.d" for step in (*CHAPTERS, "publish"))
    return f"{''.join(rules)}-include {depfiles}\n"


def _rule(out: str, step: str, command: str, files: list[str], earlier: tuple[str, ...]) -> str:
    needs = [
        *files,
        ".venv/installed",
        *(f"{out}/stamps/{name}" for name in _MORE_STAMPS.get(step, ())),
        *(f"{out}/done/{chapter}" for chapter in earlier),
    ]
    return _RULE.format(out=out, step=step, command=command, needs=" ".join(needs))

"""What `make new` prints about the study that it wrote."""

from __future__ import annotations

from collections.abc import Sequence

from segmentbook.commands.new.params_file import Rule


def summary(
    name: str,
    *,
    export: str,
    recognised: Sequence[tuple[str, str]],
    rules: Sequence[Rule],
    unsure: Sequence[str],
    missing: Sequence[str],
    question: str,
) -> list[str]:
    """Return the summary of a new study, line by line.

    Args:
        name: Name of the study.
        export: Name and size of the export.
        recognised: What each recognised column, or group of columns, is, with its name in the export.
        rules: The cleaning rules; only those whose effect could be counted are listed.
        unsure: What was only guessed.
        missing: What was not found.
        question: What the user must settle before the export can be read, empty where it can be.
    """
    lines = [export, "Recognised:"]
    lines += [f"  {canonical:16} {column}" for canonical, column in recognised]
    lines += [
        f"  {rule.values['rule']:16} would remove {rule.rows:,} rows"
        for rule in rules
        if rule.rows is not None
    ]
    if unsure:
        lines += ["Not sure of:", *(f"  {guess}" for guess in unsure)]
    if missing:
        lines.append(f"Not found: {', '.join(missing)}")
    written = f"Written: params/{name}.yaml."
    if question:
        return [
            *lines,
            f"{written} Before make report STUDY={name}, settle one question:",
            question,
        ]
    return [*lines, f"{written} Next: make report STUDY={name}"]

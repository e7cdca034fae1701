"""What a notebook talks to: its study, the tables of earlier chapters, its metrics and its display."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segmentbook import depfile, language, metrics, workspace
from segmentbook.display import Display, NotApplicable
from segmentbook.errors import UserError
from segmentbook.formats import Formats
from segmentbook.study import load_study

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def start(name: str, study: str, overrides: Mapping[str, Any] | None = None) -> Chapter:
    """Open a chapter: load the study, set the style of figures, forget that it was done before.

    Args:
        name: One of `workspace.CHAPTERS`.
        study: Name of the study.
        overrides: Dotted keys of params and their values.

    Raises:
        UserError: If the params are wrong.
    """
    from segmentbook.figures import theme

    # A notebook that is run by hand may write other tables than make would: make runs it again.
    (workspace.interim(study) / "done" / name).unlink(missing_ok=True)
    theme.apply()
    return Chapter(name, study, overrides or {})


class Chapter:
    """One run of one notebook.

    It remembers which files and which sections of the params it has read, for the build.
    """

    def __init__(self, name: str, study: str, overrides: Mapping[str, Any]) -> None:
        if name not in workspace.CHAPTERS:
            raise ValueError(f"no chapter {name!r}")
        self.name = name
        self.study = load_study(study, overrides)
        language.speak(self.study.language)
        self.folder = workspace.interim(study)
        self.minimum = self.study.sharing.minimum
        self._own: dict[str, Any] = {}
        self._files_read = set(language.files(self.study.language))
        self._earlier = {
            chapter: self._read_metrics(chapter) for chapter in workspace.BUILDS_ON[name]
        }
        self.formats = Formats(self.study.currency, minimum=self.minimum)
        source = language.gettext(self.study.source_note)
        self.show = Display(self.formats, source, self.all_metrics)

    @cached_property
    def connection(self) -> Any:
        """The engine's connection, made when first used."""
        from segmentbook import engine

        return engine.connect()

    def reads(self, *files: Path) -> None:
        """Note that files outside the interim folder were read."""
        self._files_read.update(files)

    def table(self, name: str) -> ir.Table | NotApplicable:
        """Return a table of an earlier chapter in the engine, or why it has none to save.

        Of a table that bears the marks of cleaning rules, these are the rows that none removed.
        """
        from segmentbook import cleaning

        missing = self._why_not(name)
        if missing.is_file():
            return NotApplicable(**json.loads(missing.read_text("utf-8")))
        saved = self.connection.read_parquet(self._existing(f"{name}.parquet"))
        return cleaning.order_lines(saved) if cleaning.REMOVED_BY in saved.columns else saved

    def frame(self, name: str) -> pd.DataFrame:
        """Return a small table of an earlier chapter as a pandas frame."""
        import pandas as pd

        return pd.read_parquet(self._existing(f"{name}.parquet"))

    def document(self, name: str) -> Any:
        """Return a JSON document of an earlier chapter."""
        return json.loads(self._existing(f"{name}.json").read_text("utf-8"))

    def save_table(
        self, name: str, expression: ir.Table | NotApplicable
    ) -> ir.Table | NotApplicable:
        """Write a table for later chapters, or why there is none; return it as it was written."""
        from segmentbook import engine

        if isinstance(expression, NotApplicable):
            metrics.write_json(vars(expression), self._why_not(name))
            return expression
        self._why_not(name).unlink(missing_ok=True)
        path = self.folder / f"{name}.parquet"
        engine.write_parquet(expression, path)
        return self.connection.read_parquet(path)

    def save_frame(self, name: str, data: pd.DataFrame) -> None:
        """Write a pandas frame for later chapters."""
        path = self.folder / f"{name}.parquet"
        aside = path.with_suffix(".writing")
        data.to_parquet(aside, index=False)
        os.replace(aside, path)

    def save_document(self, name: str, value: Any) -> None:
        """Write a JSON document for later chapters."""
        metrics.write_json(value, self.folder / f"{name}.json")

    def publish_table(self, file: str, data: pd.DataFrame | NotApplicable) -> None:
        """Write a CSV file that belongs to the report; no text in it is a spreadsheet formula.

        What is not applicable has no file.
        """
        path = self.folder / "outputs" / file
        if isinstance(data, NotApplicable):
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".writing")
        neutral_formulas(data).to_csv(aside, index=False, lineterminator="\n")
        os.replace(aside, path)

    def publish_document(self, file: str, value: Any) -> None:
        """Write a JSON file that belongs to the report."""
        metrics.write_json(value, self.folder / "outputs" / file)

    def record(self, values: Mapping[str, Any] | NotApplicable) -> None:
        """Record metrics by name; what is not applicable records nothing."""
        if not isinstance(values, NotApplicable):
            self._own = metrics.merge({self.name: self._own, "the same chapter": values})

    def all_metrics(self) -> dict[str, Any]:
        """Return the metrics of this chapter and of all before it."""
        return metrics.merge({**self._earlier, self.name: metrics.plain(self._own)})

    def finish(self) -> None:
        """Write the metrics, and what this chapter depends on."""
        metrics.write_json(self._own, self.folder / "metrics" / f"{self.name}.json")
        depfile.write(
            self.study.name,
            self.name,
            [*depfile.modules(), *sorted(self._files_read)],
            self.study.sections_read,
        )

    def _why_not(self, name: str) -> Path:
        return self.folder / f"{name}.not-applicable.json"

    def _read_metrics(self, chapter: str) -> dict[str, Any]:
        path = self.folder / "metrics" / f"{chapter}.json"
        return json.loads(path.read_text("utf-8")) if path.is_file() else {}

    def _existing(self, file: str) -> Path:
        path = self.folder / file
        if not path.is_file():
            raise UserError(
                f"{file} of an earlier chapter is not there",
                where=f"chapter {self.name}",
                todo=f"run 'make report STUDY={self.study.name}' once, or the chapters before this.",
            )
        return path


def neutral_formulas(data: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before each text or title that a spreadsheet would run as a formula."""
    safe = data.copy()
    for column in data.select_dtypes(include=["object", "string", "category"]).columns:
        safe[column] = [_neutral(value) for value in data[column]]
    return safe.rename(columns=_neutral)


def _neutral(value: Any) -> Any:
    is_formula = isinstance(value, str) and value.startswith(FORMULA_STARTS)
    return f"'{value}" if is_formula else value

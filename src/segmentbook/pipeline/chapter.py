"""What a notebook talks to: its study, the tables of earlier chapters, its metrics and its display."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segmentbook.core import language, metrics, paths
from segmentbook.core.errors import UserError
from segmentbook.core.files import replacing, write_csv, write_json
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.params.study import load_study
from segmentbook.pipeline import depfile, graph
from segmentbook.report.display import Display
from segmentbook.report.formats import Formats

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd


def start(name: str, study: str, overrides: Mapping[str, Any] | None = None) -> Chapter:
    """Open a chapter: load the study, set the style of figures, forget that it was done before.

    Args:
        name: One of `graph.CHAPTERS`.
        study: Name of the study.
        overrides: Dotted keys of params and their values.

    Raises:
        UserError: If the params are wrong.
    """
    from segmentbook.report import theme

    # A notebook that is run by hand may write other tables than make would: make runs it again.
    (paths.interim(study) / "done" / name).unlink(missing_ok=True)
    theme.apply()
    return Chapter(name, study, overrides or {})


class Chapter:
    """One run of one notebook.

    It remembers which files and which sections of the params it has read, for the build.
    """

    def __init__(self, name: str, study: str, overrides: Mapping[str, Any]) -> None:
        if name not in graph.CHAPTERS:
            raise ValueError(f"no chapter {name!r}")
        self.name = name
        self.study = load_study(study, overrides)
        language.set_language(self.study.language)
        self.folder = paths.interim(study)
        self.minimum = self.study.sharing.minimum
        self._own: dict[str, dict[str, Any]] = {}
        self._files_read = set(language.files(self.study.language))
        self._earlier = {chapter: self._read_metrics(chapter) for chapter in graph.BUILDS_ON[name]}
        self.formats = Formats(self.study.currency, minimum=self.minimum)
        source = language.gettext(self.study.source_note)
        self.show = Display(self.formats, source, lambda: self.metrics, self._record)

    @cached_property
    def connection(self) -> Any:
        """The engine's connection, made when first used."""
        from segmentbook.core import engine

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
        from segmentbook.core import engine

        if isinstance(expression, NotApplicable):
            write_json(vars(expression), self._why_not(name))
            return expression
        self._why_not(name).unlink(missing_ok=True)
        path = self.folder / f"{name}.parquet"
        engine.write_parquet(expression, path)
        return self.connection.read_parquet(path)

    def save_frame(self, name: str, data: pd.DataFrame) -> None:
        """Write a pandas frame for later chapters."""
        with replacing(self.folder / f"{name}.parquet") as scratch:
            data.to_parquet(scratch, index=False)

    def save_document(self, name: str, value: Any) -> None:
        """Write a JSON document for later chapters."""
        write_json(value, self.folder / f"{name}.json")

    def publish_table(self, file: str, data: pd.DataFrame | NotApplicable) -> None:
        """Write a CSV file that belongs to the report; no text in it is a spreadsheet formula.

        What is not applicable has no file.
        """
        path = self.folder / "outputs" / file
        if isinstance(data, NotApplicable):
            path.unlink(missing_ok=True)
        else:
            write_csv(data, path)

    def publish_document(self, file: str, value: Any) -> None:
        """Write a JSON file that belongs to the report."""
        write_json(value, self.folder / "outputs" / file)

    @property
    def metrics(self) -> dict[str, Any]:
        """The metrics of the chapters before it and of the exhibits shown so far.

        Raises:
            MetricError: If two exhibits record the same name.
        """
        own = {name: metrics.plain(values) for name, values in self._own.items()}
        return metrics.merge({**self._earlier, **own})

    def all_metrics(self) -> dict[str, Any]:
        return self.metrics

    def record(self, values: Mapping[str, Any] | NotApplicable) -> None:
        if not isinstance(values, NotApplicable):
            self._record(f"recorded {sorted(values)}", values)

    def _record(self, exhibit: str, values: Mapping[str, Any]) -> None:
        """Record what an exhibit quotes, in place of what it recorded before."""
        self._own[exhibit] = dict(values)

    def finish(self) -> None:
        """Write the metrics, and what this chapter depends on."""
        own = metrics.merge(self._own)
        write_json(own, self.folder / "metrics" / f"{self.name}.json")
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

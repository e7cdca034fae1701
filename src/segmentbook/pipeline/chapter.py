"""The notebook's side of a run: its study, tables of earlier chapters, metrics and display."""

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
from segmentbook.pipeline import depfile, graph, preview, results
from segmentbook.report.display import Display
from segmentbook.report.formats import Formats

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd


def start(name: str, study: str, overrides: Mapping[str, Any] | None = None) -> Chapter:
    """Start a chapter: load the study, set the style of figures and tables, mark it as not done.

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
    preview.install()
    return Chapter(name, study, overrides or {})


class Chapter:
    """One run of one notebook.

    It keeps track of the files and sections of the params that it reads, and of what it writes.
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
        self._results: set[Path] = set()
        self._outputs: set[str] = set()
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
        """Record that files outside the interim folder were read."""
        self._files_read.update(files)

    def table(self, name: str) -> ir.Table | NotApplicable:
        """Return a table of an earlier chapter in the engine, or why the study has none.

        Rows that a cleaning rule removed are left out.
        """
        from segmentbook import cleaning

        reason = self._reason_file(name)
        if reason.is_file():
            return NotApplicable(**json.loads(reason.read_text("utf-8")))
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

        reason, path = self._reason_file(name), self.folder / f"{name}.parquet"
        self._results -= {reason, path}
        if isinstance(expression, NotApplicable):
            self._results.add(reason)
            write_json(vars(expression), reason)
            return expression
        reason.unlink(missing_ok=True)
        self._results.add(path)
        engine.write_parquet(expression, path)
        return self.connection.read_parquet(path)

    def save_frame(self, name: str, data: pd.DataFrame) -> None:
        """Write a pandas frame for later chapters."""
        path = self.folder / f"{name}.parquet"
        self._results.add(path)
        with replacing(path) as scratch:
            data.to_parquet(scratch, index=False)

    def save_document(self, name: str, value: Any) -> None:
        """Write a JSON document for later chapters."""
        path = self.folder / f"{name}.json"
        self._results.add(path)
        write_json(value, path)

    def publish_table(self, file: str, data: pd.DataFrame | NotApplicable) -> None:
        """Write a CSV file of the report, safe from spreadsheet formulas; none if not applicable."""
        self._outputs.discard(file)
        if not isinstance(data, NotApplicable):
            self._outputs.add(file)
            write_csv(data, self.folder / "outputs" / file)

    def publish_document(self, file: str, value: Any) -> None:
        """Write a JSON file of the report."""
        self._outputs.add(file)
        write_json(value, self.folder / "outputs" / file)

    @property
    def metrics(self) -> dict[str, Any]:
        """The metrics of the chapters before it and of the exhibits shown so far.

        Raises:
            MetricError: If two exhibits record the same name.
        """
        own = {name: metrics.plain(values) for name, values in self._own.items()}
        return metrics.merge({**self._earlier, **own})

    def _record(self, exhibit: str, values: Mapping[str, Any]) -> None:
        """Record what an exhibit quotes, in place of what it recorded before."""
        self._own[exhibit] = dict(values)

    def finish(self) -> None:
        """Write the metrics, and for make what this chapter has read and written."""
        own = self.folder / "metrics" / f"{self.name}.json"
        write_json(metrics.merge(self._own), own)
        depfile.write(
            self.study.name,
            self.name,
            [*depfile.modules(), *sorted(self._files_read)],
            self.study.sections_read,
        )
        results.write(self.study.name, self.name, {*self._results, own}, self._outputs)

    def _reason_file(self, name: str) -> Path:
        return self.folder / f"{name}.not-applicable.json"

    def _read_metrics(self, chapter: str) -> dict[str, Any]:
        path = self.folder / "metrics" / f"{chapter}.json"
        return json.loads(path.read_text("utf-8")) if path.is_file() else {}

    def _existing(self, file: str) -> Path:
        path = self.folder / file
        if not path.is_file():
            raise UserError(
                f"{file} of an earlier chapter is missing",
                where=f"chapter {self.name}",
                todo=f"run 'make report STUDY={self.study.name}' once, or the chapters before this.",
            )
        return path

"""Segments that keep their numbers, and so their colours, from one report to the next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from segmentbook.clustering.model import Segmentation
from segmentbook.core import paths
from segmentbook.core.errors import UserError
from segmentbook.core.matching import best_pairs
from segmentbook.params.study import Study

SAME = 0.25
"""Least Jaccard similarity at which a segment counts as an earlier one."""


@dataclass(frozen=True)
class Earlier:
    """The segmentation of an earlier report.

    Args:
        segmentation: As it was fitted.
        segments: A row for each segment: `segment`, `name`, `customers`, `customer_share` and, where
            revenue was known, `revenue_share`.
    """

    segmentation: Segmentation
    segments: pd.DataFrame


def earlier(study: Study, features: Sequence[str]) -> Earlier | None:
    """Return the earlier segmentation that a study names, if it names one.

    Args:
        study: The study.
        features: The features that its segments are made from.

    Raises:
        UserError: See `files` and `load`.
    """
    return next((load(path, features) for path in files(study)), None)


def files(study: Study) -> list[Path]:
    """Return the file of the earlier segmentation, if the study names one.

    Raises:
        UserError: If there is none, or if it is what the next run of this study writes over.
    """
    if study.previous is None:
        return []
    path = paths.ROOT / Path(study.previous).expanduser()
    if not path.is_file():
        raise UserError(
            f"there is no file {study.previous}",
            where="previous",
            expected="the model.json of an earlier report",
            todo="correct the path, or leave it out.",
        )
    if path.resolve().is_relative_to(paths.report_folder(study.name).resolve()):
        raise UserError(
            f"{study.previous} is in the folder that this report is written to",
            where="previous",
            expected="a copy that stays as it is",
            todo="copy the earlier model.json elsewhere and name the copy.",
        )
    return [path]


def load(path: Path, features: Sequence[str]) -> Earlier:
    """Read an earlier `model.json`.

    Args:
        path: See `files`.
        features: The features that the segments are made from now.

    Raises:
        UserError: If it is not a model, or of another schema or other features.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
        segmentation = Segmentation.from_json(data)
        segments = pd.DataFrame(data["segments"])
    except (UnicodeDecodeError, json.JSONDecodeError, AttributeError, KeyError, TypeError) as error:
        raise UserError(
            f"{path.name} is not a segmentation: {error}",
            where="previous",
            expected="the model.json of an earlier report",
        ) from None
    if set(segmentation.scaling.features) != set(features):
        raise UserError(
            f"the earlier segments were made from {', '.join(segmentation.scaling.features)}",
            where="previous",
            expected=f"a segmentation of {', '.join(features)}",
            todo="name another model.json, or use the same features (customers.features).",
        )
    return Earlier(segmentation, segments)


def keep(segmentation: Segmentation, view: pd.DataFrame, earlier: Earlier | None) -> Segmentation:
    """Give segments that are found again their earlier numbers.

    The current customers are assigned by both segmentations; segments and earlier segments are matched
    one to one, so that the sum of their Jaccard similarities is greatest. Segments that resemble no
    earlier one get numbers that have not been used.

    Args:
        segmentation: The current segmentation.
        view: The current customer view.
        earlier: The earlier segmentation, if there is one.
    """
    if earlier is None:
        return segmentation
    now, then = segmentation.assign(view), earlier.segmentation.assign(view)
    old = earlier.segmentation.numbers
    alike = np.array([[_jaccard(now == a, then == b) for b in old] for a in segmentation.numbers])
    matched = {
        place: old[other] for place, other in best_pairs(-alike) if alike[place, other] >= SAME
    }
    fresh = iter(range(max(old) + 1, max(old) + 1 + segmentation.segments))
    numbers = [matched.get(place) or next(fresh) for place in range(segmentation.segments)]
    return replace(segmentation, kept=tuple(numbers))


def _jaccard(one: np.ndarray, other: np.ndarray) -> float:
    union = (one | other).sum()
    return float((one & other).sum() / union) if union else 0.0

"""The published `model.json`: the segmentation and what is needed to use it on a new export.

Beside the keys that `clustering.model` describes it holds

- `window`: `first` and `last` day of an order, `days` from the one to the other, and `reference`, the
  day that recency counts to; null where the export has no dates of orders.
- `seen`: for each feature the `lowest` and the `highest` value among the customers it was made from.
- `segments`: the `SIZES` of each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from segmentbook.clustering.model import Segmentation
from segmentbook.core.errors import UserError

SIZES = ("segment", "name", "customers", "customer_share", "revenue_share")
"""What is kept of a segment; without money its share of revenue is null."""


@dataclass(frozen=True)
class Window:
    """The period of the orders that a model was made from."""

    first: date
    last: date
    reference: date

    @property
    def days(self) -> int:
        """Days from the first order to the last."""
        return (self.last - self.first).days


@dataclass(frozen=True)
class Published:
    """A model that was read.

    Args:
        segmentation: What assigns customers.
        window: The period of its orders, if they have dates.
        seen: For each feature the lowest and the highest value that it was made from.
        names: The name of each segment by its number.
    """

    segmentation: Segmentation
    window: Window | None
    seen: Mapping[str, tuple[float, float]]
    names: Mapping[int, str]


def complete(
    model: Mapping[str, Any], view: pd.DataFrame, profiles: pd.DataFrame, reference: date | None
) -> dict[str, Any]:
    """Return the document to publish.

    Args:
        model: What `Segmentation.to_json` returned.
        view: The customers that the model was made from.
        profiles: See `segments.profile.profile`, with `name`.
        reference: The day that recency counts to.
    """
    features = [feature["name"] for feature in model["features"]]
    return {
        **model,
        "window": _window(view, reference),
        "seen": {
            name: {"lowest": float(view[name].min()), "highest": float(view[name].max())}
            for name in features
        },
        "segments": profiles[list(SIZES)].to_dict("records"),
    }


def read(path: Path) -> Published:
    """Read a published model.

    Raises:
        UserError: If there is none, or it is not one of this version.
    """
    where = str(path)
    again = "make the report again, so that it writes a model of this version."
    try:
        data = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UserError(
            "there is no model",
            where=where,
            todo="run 'make report' for the study first, or name a model with MODEL=<path>.",
        ) from None
    except (OSError, ValueError) as error:
        raise UserError(f"cannot be read as JSON: {error}", where=where, todo=again) from None
    if not isinstance(data, dict):
        raise UserError("holds no model", where=where, expected="a JSON object", todo=again)
    try:
        return _published(Segmentation.from_json(data), data)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            f"the model is not complete ({type(error).__name__}: {error})", where=where, todo=again
        ) from None


def _published(segmentation: Segmentation, data: Mapping[str, Any]) -> Published:
    seen = {
        name: (float(data["seen"][name]["lowest"]), float(data["seen"][name]["highest"]))
        for name in segmentation.scaling.features
    }
    names = {int(one["segment"]): str(one["name"]) for one in data["segments"]}
    missing = set(segmentation.numbers) - set(names)
    if missing:
        raise ValueError(f"no name for segment {min(missing)}")
    dates = data["window"]
    window = dates and Window(
        *(date.fromisoformat(dates[key]) for key in ("first", "last", "reference"))
    )
    return Published(segmentation, window, seen, names)


def _window(view: pd.DataFrame, reference: date | None) -> dict[str, Any] | None:
    if reference is None or not {"first_order", "last_order"} <= set(view.columns):
        return None
    first = pd.Timestamp(view["first_order"].min()).date()
    last = pd.Timestamp(view["last_order"].max()).date()
    days = Window(first, last, reference).days
    return {"first": first, "last": last, "days": days, "reference": reference}

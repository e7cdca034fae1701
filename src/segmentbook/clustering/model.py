"""The segmentation as it is kept: `model.json`, plain numbers that assign any customer.

The form of `model.json` (`segmentbook-model-2`):

- `schema`: its name.
- `algorithm`: what found the groups; customers are assigned by the nearest centroid in any case.
- `agreement`: share of the customers that the algorithm itself puts there; 1 for `k_means`.
- `in_no_group`, for algorithms that may leave customers in no group: the share of these; they too are
  given to the nearest centroid.
- `features`: in the order of the coordinates, each with
    - `name`: the column of the customer view.
    - `transform`: `{"kind": "none"}`, `{"kind": "log1p"}` (natural logarithm of 1 + x),
      `{"kind": "yeo_johnson", "exponent": l}`: for x >= 0 ((x + 1)^l - 1) / l, or log(x + 1) where l
      is 0; for x < 0 -((1 - x)^(2 - l) - 1) / (2 - l), or -log(1 - x) where l is 2; or
      `{"kind": "quantile", "knots": [[value, below, at, above], ...]}`, by value: at a value the level
      `at`, between two values on the line from the `above` of the left to the `below` of the right,
      before the first and after the last their `at`.
    - `lowest`, `highest`: bounds of the *transformed* value, or null where there is none.
    - `centre`, `scale`: the coordinate is (transformed value - centre) / scale.
- `outliers`: `keep`; `cap`: a transformed value beyond a bound counts as the bound; or `isolate`: a
  customer with a transformed value beyond a bound in any feature belongs to the segment `isolated`.
- `isolated`: the number of that segment, else null.
- `centroids`: each with `at` (its coordinates) and either `segment` (a number) or `parts`:
  centroids of the same form. A customer belongs to the centroid with the smallest squared distance, the
  first of them if there are several; where it has parts, to the nearest of them by the same rule.

What later chapters add (names of segments, period, seen ranges) stands beside these keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentbook.clustering.algorithms import ALGORITHMS, nearest
from segmentbook.clustering.transform import Array, Scaling, Transform
from segmentbook.core.errors import UserError
from segmentbook.params.clustering import AlgorithmName

SCHEMA = "segmentbook-model-2"


@dataclass(frozen=True)
class Parts:
    """A group that was split again.

    Args:
        group: Its place among the centroids.
        centroids: Of its parts, shape (parts, features), in coordinates.
    """

    group: int
    centroids: Array


@dataclass(frozen=True)
class Segmentation:
    """A fitted segmentation.

    Segments come in the order of the centroids, parts in the place of the group that was split, isolated
    outliers last. They are numbered from 1, unless they keep numbers of an earlier segmentation.

    Args:
        scaling: How features become coordinates.
        centroids: Shape (groups, features), in coordinates.
        parts: The group that was split again, if any.
        algorithm: What found the groups.
        agreement: See `algorithms.Groups`.
        in_no_group: The same.
        kept: The numbers of the segments where they are not 1, 2, 3, ...
    """

    scaling: Scaling
    centroids: Array
    parts: Parts | None = None
    algorithm: AlgorithmName = "k_means"
    agreement: float = 1.0
    in_no_group: float = 0.0
    kept: tuple[int, ...] | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The number of each segment."""
        return self.kept or tuple(range(1, self.segments + 1))

    @property
    def isolated(self) -> int | None:
        """The number of the segment of outliers."""
        return self.numbers[-1] if self.scaling.isolated else None

    @property
    def segments(self) -> int:
        """How many segments there are."""
        parts = len(self.parts.centroids) - 1 if self.parts else 0
        return len(self.centroids) + parts + int(self.scaling.isolated)

    def assign(self, view: pd.DataFrame) -> NDArray[np.int64]:
        """Return the number of the segment of each customer, shape (customers,)."""
        points = self.scaling.coordinates(view)
        groups, _ = nearest(points, self.centroids)
        places = groups.copy()
        if self.parts is not None:
            within = groups == self.parts.group
            places[groups > self.parts.group] += len(self.parts.centroids) - 1
            places[within] += nearest(points[within], self.parts.centroids)[0]
        if self.scaling.isolated:
            places[self.scaling.outside(view)] = self.segments - 1
        return np.asarray(self.numbers, dtype=np.int64)[places]

    def to_json(self) -> dict[str, Any]:
        """Return the segmentation in the form that this module describes."""
        scaling, leaves_out = self.scaling, ALGORITHMS[self.algorithm].leaves_out
        features = [
            {
                "name": name,
                "transform": scaling.transforms[place].to_json(),
                "lowest": _finite(scaling.bounds[place, 0]),
                "highest": _finite(scaling.bounds[place, 1]),
                "centre": float(scaling.centre[place]),
                "scale": float(scaling.scale[place]),
            }
            for place, name in enumerate(scaling.features)
        ]
        return {
            "schema": SCHEMA,
            "algorithm": self.algorithm,
            "agreement": self.agreement,
            **({"in_no_group": self.in_no_group} if leaves_out else {}),
            "features": features,
            "outliers": "cap" if scaling.capped else "isolate" if scaling.isolated else "keep",
            "isolated": self.isolated,
            "centroids": self._centroids_to_json(),
        }

    def _centroids_to_json(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = []
        number = iter(self.numbers)
        for place, centroid in enumerate(self.centroids):
            if self.parts is not None and place == self.parts.group:
                inner = self.parts.centroids
                parts = [{"segment": next(number), "at": at.tolist()} for at in inner]
                listed.append({"at": centroid.tolist(), "parts": parts})
            else:
                listed.append({"segment": next(number), "at": centroid.tolist()})
        return listed

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Segmentation:
        """Return the segmentation that `to_json` has written.

        Raises:
            UserError: If the schema is another one.
        """
        if data.get("schema") != SCHEMA:
            raise UserError(
                f"the schema is {data.get('schema')!r}",
                where="model.json",
                expected=repr(SCHEMA),
                todo="make the report again, so that it writes a model of this version.",
            )
        features, centroids = data["features"], data["centroids"]
        ends = [(one["lowest"], one["highest"]) for one in features]
        scaling = Scaling(
            features=tuple(one["name"] for one in features),
            transforms=tuple(Transform.from_json(one["transform"]) for one in features),
            bounds=np.array(
                [[-np.inf if a is None else a, np.inf if b is None else b] for a, b in ends]
            ),
            capped=data["outliers"] == "cap",
            isolated=data["outliers"] == "isolate",
            centre=np.array([one["centre"] for one in features]),
            scale=np.array([one["scale"] for one in features]),
        )
        split = [
            Parts(place, np.array([part["at"] for part in one["parts"]]))
            for place, one in enumerate(centroids)
            if "parts" in one
        ]
        leaves = [leaf for one in centroids for leaf in one.get("parts", [one])]
        numbers = [leaf["segment"] for leaf in leaves]
        outliers = [] if data["isolated"] is None else [data["isolated"]]
        return cls(
            scaling,
            np.array([one["at"] for one in centroids]),
            split[0] if split else None,
            data["algorithm"],
            data["agreement"],
            data.get("in_no_group", 0.0),
            (*numbers, *outliers),
        )


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None

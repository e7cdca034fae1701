"""Order lines with discounts and channels, and the customer view of a study of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from fixtures import REFERENCE, in_engine, order_lines, study
from segmentbook import features
from segmentbook.core import engine
from segmentbook.core.not_applicable import NotApplicable
from segmentbook.params.study import Study

NONE = NotApplicable(reason="not here")


def lines() -> pd.DataFrame:
    """Return order lines with discounts on some, and orders online or in a shop."""
    plain = order_lines()
    number = np.arange(len(plain))
    online = plain["order"].str[-1].isin(list("13579"))
    return plain.assign(
        discount=np.where(number % 5 == 0, 1.5, 0.0),
        channel=np.where(online, "Online", "shop"),
    )


def view(plain: pd.DataFrame, **customers: Any) -> tuple[pd.DataFrame, Study]:
    """Return the customer view by customer, and the study with these params of customers."""
    one = study(customers=customers, columns={"discounts": ["discount"], "channel": "channel"})
    found = engine.frame(features.customer_view(one, in_engine(plain), NONE, NONE, REFERENCE))
    features.require_complete(found, features.described(one))
    return found.set_index("customer"), one

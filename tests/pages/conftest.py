"""Let the tests of this folder import `drawing`, and share customers with segments."""

import pytest

from drawing import AWKWARD
from fixtures import REFERENCE, customer_view
from segmentbook.clustering.transform import Scaling
from segmentbook.features import RFM
from segmentbook.params.clustering import Clustering
from segmentbook.segments.profile import profile


@pytest.fixture(scope="module", params=["ordinary", "awkward names"])
def case(request):
    """A customer view with names, its profiles, and the points of the clustering."""
    view = customer_view()
    names = ["Best", "Good", "New", "Gone"]
    if request.param == "awkward names":
        view["segment"] = [1 + n % len(AWKWARD) for n in range(len(view))]
        names = AWKWARD
    profiles = profile(view, RFM, REFERENCE).assign(name=names)
    view = view.merge(profiles[["segment", "name"]], on="segment")
    return (
        view,
        profiles,
        Scaling.fit(view, [feature.name for feature in RFM], Clustering()).coordinates(view),
    )

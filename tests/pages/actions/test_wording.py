"""Sentences about a segment quote the metrics of the chapter that records them."""

from segmentbook.pages.actions.wording import of_segment


def test_each_field_is_bound_once():
    template = (
        "{name}: {web_share:percent}, {name} of {all.web_share:percent} {all.revenue} {{not}}"
    )
    assert of_segment(template, 2) == (
        template,
        {
            "name": "segments.2.name",
            "web_share": "segment_actions.2.web_share",
            "all.web_share": "all_measures.web_share",
            "all.revenue": "all_customers.revenue",
        },
    )


def test_actions_of_a_segment_are_metrics_of_their_own():
    _, names = of_segment("{actions.1.audience:count} {avoid} {customers:count}", 0)
    assert names == {
        "actions.1.audience": "segment_actions.0.actions.1.audience",
        "avoid": "segment_actions.0.avoid",
        "customers": "segments.0.customers",
    }

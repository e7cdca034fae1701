"""The description of the study: text as it was written."""

from exhibits import blocks_of
from segmentbook.pages.summary import about


def test_a_description_is_text():
    [block] = blocks_of(about("Orders of {2010} & <b>."))
    assert (block["kind"], block["style"]) == ("sentence", "body")
    assert "".join(span["text"] for span in block["spans"]) == "Orders of {2010} & <b>."
    assert not any("metric" in span for span in block["spans"])

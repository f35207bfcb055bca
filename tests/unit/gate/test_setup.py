"""A compiled version: what it knows before the first request comes."""

from speculoos.gate import visitor
from speculoos.gate.setup import Setup
from tests.unit.gate.declared import NOW, REGISTRY


def test_the_law_is_asked_before_the_first_request_and_not_again(monkeypatch):
    """Deciding over a large registry takes long, and a request must not wait for it."""
    reader = Setup.of(REGISTRY).reader

    for name in ("purposes_to_ask", "purposes_to_object"):
        monkeypatch.setattr(visitor, name, None)

    assert reader.effective([b"sessionid=1"], NOW).granted == ()

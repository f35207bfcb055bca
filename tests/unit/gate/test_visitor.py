"""Where a request carries the visitor's choice."""

from hypothesis import given
from hypothesis import strategies as st

from speculoos.core.cookies import parse_cookie_header
from speculoos.gate.visitor import NAME, Reader
from tests.unit.gate.declared import REGISTRY

PIECES = st.sampled_from([NAME, b"=", b";", b"; ", b" ", b"\t", b"x", NAME + b"=1", NAME + b"=" + NAME])
VALUES = st.lists(PIECES, max_size=12).map(b"".join)


class Listening(Reader):
    """Writes down what it is given to read, and takes none of it."""

    def _read(self, value):
        if value:
            self.__dict__.setdefault("given", []).append(value.decode())


@given(st.lists(VALUES, max_size=3))
def test_every_pair_of_its_name_is_read_and_no_other(cookies):
    """Looking only where the name stands finds what reading every pair finds, whatever stands around it."""
    reader = Listening(REGISTRY, (), "site")

    assert reader.choice(cookies) is None

    pairs = [pair for value in cookies for pair in parse_cookie_header(value)]
    ours = [pair.value for pair in pairs if pair.name == NAME.decode() and pair.value]
    assert reader.__dict__.get("given", []) == ours

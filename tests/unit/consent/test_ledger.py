"""Commitments, checkpoints and sealed receipts: what is forged does not count, what is tampered with is named."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from speculoos.consent.choice import choose
from speculoos.consent.examine import Fault, Place, Row, examine, locate
from speculoos.consent.layout import Layout
from speculoos.consent.ledger import Checkpoint, leaf_of, new_salt, public_bytes, sign, signed_by
from speculoos.consent.merkle import Frontier, Tree
from speculoos.consent.record import Method, Record, Shown
from speculoos.consent.sealed import Proven, Sealed, faults, in_words
from speculoos.consent.state import Act
from speculoos.core.errors import InputError

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
KEY, OTHER = Ed25519PrivateKey.from_private_bytes(b"k" * 32), Ed25519PrivateKey.from_private_bytes(b"o" * 32)
KEYS = {sign(KEY, "s", 0, b"", NOW).key_id: public_bytes(KEY)}
LAYOUT = Layout(1, ("statistics",), (("counter", "statistics"),))
SHOWN = Shown("shop", "Shop", 1, "a" * 64, "en", "b" * 64, Method.BANNER, "https://s/c", "https://s/p", "FR")


def record(act=Act.GRANT, receipt="vT2hWm3cZx9kQeRy", shown=SHOWN):
    return Record.of(choose(LAYOUT, {"statistics": act}, NOW, receipt=receipt), shown, NOW)


def sealed():
    """One receipt of two records among five."""
    mine = {1: record(), 3: record(Act.REFUSE)}
    salts = [new_salt() for _ in range(5)]
    leaves = [leaf_of(salts[i], mine[i].as_text() if i in mine else str(i)) for i in range(5)]
    tree = Tree(leaves)
    proven = tuple(Proven(r, salts[i], i, tuple(tree.inclusion(i))) for i, r in mine.items())
    return Sealed("vT2hWm3cZx9kQeRy", proven, sign(KEY, "shop", 5, tree.root(), NOW), public_bytes(KEY))


def book(size, at=()):
    """Rows of an honest ledger, and a checkpoint at each of the given sizes."""
    frontier, rows, checkpoints = Frontier(), [], []
    for index in range(size):
        document, salt = {"n": index}, index.to_bytes(32, "big")
        leaf = leaf_of(salt, json.dumps(document, separators=(",", ":")))
        frontier.add(leaf)
        rows.append(Row(index, f"r{index}", salt, leaf, frontier.root(), erased=False, document=document))
        if frontier.size in at:
            checkpoints.append(sign(KEY, "shop", frontier.size, frontier.root(), NOW))
    return rows, checkpoints, (size, frontier.root())


def found(rows, checkpoints, head):
    result = examine(rows, checkpoints, KEYS, head, "shop")
    return {(finding.fault, finding.index) for finding in result.findings}


def located(rows):
    return {(f.fault, f.index) for f in locate(Place(r.index, r.record_id, r.leaf, r.root) for r in rows)}


def renumbered(rows):
    return [dataclasses.replace(row, index=index) for index, row in enumerate(rows)]


def forged(row):
    """A row with another document and a leaf to match."""
    document = {"n": "forged"}
    leaf = leaf_of(row.salt, json.dumps(document, separators=(",", ":")))
    return dataclasses.replace(row, document=document, leaf=leaf, record_id="forged")


def test_a_checkpoint_counts_for_its_key_and_its_words_alone():
    good = sign(KEY, "shop", 3, b"r" * 32, NOW)

    assert signed_by(good, public_bytes(KEY))
    assert Checkpoint.from_json(json.loads(json.dumps(good.as_json()))) == good
    assert not signed_by(good, public_bytes(OTHER))
    changes = {"site": "other", "size": 4, "root": b"x" * 32, "time": NOW + timedelta(seconds=1), "signature": b"no"}
    for name, value in changes.items():
        assert not signed_by(dataclasses.replace(good, **{name: value}), public_bytes(KEY)), name


@pytest.mark.parametrize("broken", [None, [], {}, {"size": True}, 7, "text"])
def test_what_is_no_checkpoint_is_refused(broken):
    with pytest.raises(InputError):
        Checkpoint.from_json(broken)


def test_a_leaf_hides_its_record_behind_the_salt():
    """Two equal records have different leaves, so a leaf without its salt cannot be guessed at."""
    assert leaf_of(new_salt(), "same") != leaf_of(new_salt(), "same")


def test_a_receipt_proves_what_it_says():
    receipt = Sealed.from_json(json.loads(json.dumps(sealed().as_json())))

    assert faults(receipt) == []
    assert faults(receipt, trusted=[receipt.checkpoint.key_id]) == []
    assert "statistics: granted" in in_words(receipt)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["records"][0]["record"]["pii_processing"].__setitem__("language", "fr"),
        lambda d: d["records"][0].__setitem__("salt", d["records"][1]["salt"]),
        lambda d: d["records"][0].__setitem__("index", 2),
        lambda d: d["records"][0]["path"].pop(),
        lambda d: d["records"].clear(),
        lambda d: d["checkpoint"].__setitem__("size", 6),
        lambda d: d["checkpoint"].__setitem__("site", "other"),
        lambda d: d.__setitem__("receipt", "other"),
        lambda d: d.__setitem__("public_key", sealed_by(OTHER)),
    ],
)
def test_a_receipt_that_was_changed_anywhere_has_faults(change):
    data = sealed().as_json()
    change(data)

    assert faults(Sealed.from_json(data))


def sealed_by(key):
    import base64

    return base64.b64encode(public_bytes(key)).decode()


def test_a_key_that_is_not_trusted_is_said_so():
    assert "not one that you trust" in "".join(faults(sealed(), trusted=["0" * 16]))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
)


@given(st.sampled_from(["format", "receipt", "records", "checkpoint", "public_key"]), json_values)
def test_reading_a_receipt_raises_nothing_but_the_one_error(name, value):
    try:
        receipt = Sealed.from_json(sealed().as_json() | {name: value})
    except InputError:
        return
    assert faults(receipt) or name == "format"


def test_an_honest_ledger_has_no_findings():
    assert found(*book(50, at=(1, 8, 33, 50))) == set()
    assert found(*book(0)) == set()
    assert located(book(50)[0]) == set()


def test_an_erased_record_leaves_a_ledger_that_verifies():
    rows, checkpoints, head = book(9, at=(9,))
    rows[4] = dataclasses.replace(rows[4], salt=None, document=None, record_id=None, erased=True)

    result = examine(rows, checkpoints, KEYS, head, "shop")

    assert (result.findings, result.erased, result.size) == ([], 1, 9)


sizes = st.integers(2, 40)


@given(sizes, st.data())
def test_a_changed_record_is_named(size, draw):
    """With its leaf left alone, and with a leaf made to match."""
    rows, checkpoints, head = book(size, at=(size,))
    at = draw.draw(st.integers(0, size - 1))

    plain = [*rows[:at], dataclasses.replace(rows[at], document={"n": "forged"}), *rows[at + 1 :]]
    clever = [*rows[:at], forged(rows[at]), *rows[at + 1 :]]

    assert found(plain, checkpoints, head) == {(Fault.CHANGED, at)}
    assert (Fault.CHECKPOINT, None) in found(clever, checkpoints, head)
    assert located(clever) == {(Fault.CHANGED, at)}


@given(sizes, st.data())
def test_a_removed_row_is_named(size, draw):
    rows, checkpoints, head = book(size, at=(size,))
    at = draw.draw(st.integers(0, size - 1))
    left = rows[:at] + rows[at + 1 :]

    named = found(left, checkpoints, head)
    assert ((Fault.REMOVED, at) in named) is (at < size - 1)
    assert (Fault.CHECKPOINT, None) in named
    assert (Fault.CHECKPOINT, None) in found(renumbered(left), checkpoints, head)
    assert located(renumbered(left)) == ({(Fault.CHANGED, at)} if at < size - 1 else set())
    gone = [*rows[:at], dataclasses.replace(rows[at], document=None), *rows[at + 1 :]]
    assert found(gone, checkpoints, head) == {(Fault.REMOVED, at)}


@given(sizes, st.data())
def test_an_inserted_row_is_named(size, draw):
    rows, checkpoints, head = book(size, at=(size,))
    at = draw.draw(st.integers(0, size - 1))
    more = renumbered([*rows[:at], forged(rows[at]), *rows[at:]])

    assert (Fault.CHECKPOINT, None) in found(more, checkpoints, head)
    assert located(more) == {(Fault.INSERTED, at)}


@given(sizes, st.data())
def test_two_rows_that_changed_places_are_named(size, draw):
    """Whether the rows moved as a whole or only what they hold."""
    rows, checkpoints, head = book(size, at=(size,))
    i, j = sorted(draw.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True)))
    whole = [*rows]
    whole[i], whole[j] = rows[j], rows[i]
    held = [dataclasses.replace(row, root=honest.root) for row, honest in zip(whole, rows, strict=True)]

    for swapped in (renumbered(whole), renumbered(held)):
        assert (Fault.CHECKPOINT, None) in found(swapped, checkpoints, head)
        named = located(swapped)
        assert named in ({(Fault.REORDERED, i)}, {(Fault.REORDERED, j)})


@pytest.mark.parametrize(
    "change",
    [
        {"signature": b"x" * 64},
        {"site": "other"},
        {"root": b"x" * 32},
        {"size": 7},
        {"key_id": "0" * 16},
    ],
)
def test_a_forged_checkpoint_is_a_finding(change):
    rows, (first, second), head = book(9, at=(4, 9))

    assert (Fault.CHECKPOINT, None) in found(rows, [dataclasses.replace(first, **change), second], head)


def test_a_smaller_checkpoint_after_a_larger_is_a_finding():
    rows, checkpoints, head = book(9, at=(4, 9))

    assert (Fault.CHECKPOINT, None) in found(rows, checkpoints[::-1], head)

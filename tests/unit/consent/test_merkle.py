"""The tree agrees with RFC 9162's definitions, written down once more and naively, and no changed leaf passes."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speculoos.consent.merkle import EMPTY_ROOT, Frontier, Tree, leaf_hash, verify_consistency, verify_inclusion
from speculoos.core.errors import UsageError


def sha(data):
    return hashlib.sha256(data).digest()


def k(n):
    return max(2**e for e in range(n.bit_length()) if 2**e < n)


def mth(d):
    """MTH of section 2.1.1, as it stands there."""
    if not d:
        return sha(b"")
    if len(d) == 1:
        return sha(b"\x00" + d[0])
    return sha(b"\x01" + mth(d[: k(len(d))]) + mth(d[k(len(d)) :]))


def path(m, d):
    """PATH of section 2.1.3.1."""
    if len(d) == 1:
        return []
    half = k(len(d))
    if m < half:
        return [*path(m, d[:half]), mth(d[half:])]
    return [*path(m - half, d[half:]), mth(d[:half])]


def subproof(m, d, b=True):
    """SUBPROOF of section 2.1.4.1."""
    if m == len(d):
        return [] if b else [mth(d)]
    half = k(len(d))
    if m <= half:
        return [*subproof(m, d[:half], b), mth(d[half:])]
    return [*subproof(m - half, d[half:], b=False), mth(d[:half])]


def entries(n):
    return [b"entry %d" % i for i in range(n)]


def tree(data):
    return Tree(map(leaf_hash, data))


def test_the_empty_tree_is_the_hash_of_nothing():
    assert Tree().root() == mth([]) == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 40))
def test_roots_and_proofs_are_those_of_the_rfc(size):
    data = entries(size)
    whole = tree(data)

    assert whole.root() == mth(data)
    for index in range(size):
        assert whole.inclusion(index) == path(index, data)
        assert verify_inclusion(leaf_hash(data[index]), index, size, path(index, data), mth(data))
    for first in range(1, size + 1):
        assert whole.root(first) == mth(data[:first])
        assert whole.consistency(first) == subproof(first, data)
        assert verify_consistency(first, size, mth(data[:first]), mth(data), subproof(first, data))


@pytest.mark.parametrize("size", range(1, 20))
def test_a_proof_of_one_leaf_proves_no_other(size):
    data = entries(size)
    whole, final = tree(data), mth(data)
    for index in range(size):
        proof = whole.inclusion(index)
        for other in range(size + 1):
            assert verify_inclusion(leaf_hash(data[index]), other, size, proof, final) is (other == index)
        assert not verify_inclusion(leaf_hash(b"forged"), index, size, proof, final)
        assert not verify_inclusion(leaf_hash(data[index]), index, size, [*proof, final], final)


lists = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


@given(lists, st.data())
def test_any_changed_removed_inserted_or_reordered_leaf_changes_the_root(data, draw):
    at = draw.draw(st.integers(0, len(data) - 1))
    to = draw.draw(st.integers(0, len(data) - 1))
    changed = [*data[:at], data[at] + b"!", *data[at + 1 :]]
    removed = data[:at] + data[at + 1 :]
    inserted = [*data[:at], b"inserted", *data[at:]]
    moved = [*removed[:to], data[at], *removed[to:]]

    assert tree(data).root() not in {tree(changed).root(), tree(removed).root(), tree(inserted).root()}
    assert (tree(moved).root() == tree(data).root()) is (moved == data)


@given(lists, st.data())
def test_a_tree_that_was_changed_is_not_consistent_with_the_older_one(data, draw):
    first = draw.draw(st.integers(1, len(data)))
    at = draw.draw(st.integers(0, first - 1))
    forged = [*data[:at], data[at] + b"!", *data[at + 1 :]]
    honest, other = tree(data), tree(forged)

    assert verify_consistency(first, len(data), honest.root(first), honest.root(), honest.consistency(first))
    for proof in (honest.consistency(first), other.consistency(first)):
        assert not verify_consistency(first, len(data), honest.root(first), other.root(), proof)


@given(lists)
def test_a_frontier_that_is_kept_as_bytes_goes_on_as_if_it_had_not(data):
    kept = Frontier()
    for entry in data:
        kept = Frontier.from_bytes(kept.size, b"".join(kept.peaks))
        kept.add(leaf_hash(entry))

    assert kept.root() == mth(data)
    with pytest.raises(UsageError):
        Frontier(kept.size + 1, [])


@pytest.mark.parametrize("wrong", [(-1, 3), (3, 3), (0, 4), (0, 0)])
def test_what_the_tree_does_not_have_is_refused(wrong):
    with pytest.raises(UsageError):
        tree(entries(3)).inclusion(*wrong)


@pytest.mark.parametrize("wrong", [(0, 3), (3, 2), (1, 4)])
def test_what_cannot_be_consistent_is_refused(wrong):
    with pytest.raises(UsageError):
        tree(entries(3)).consistency(*wrong)

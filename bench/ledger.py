"""The ledger of consent records: a million leaves verified, one proof made and verified.

The baseline hashes the same leaves once each and keeps nothing: less than that, no ledger can be verified with.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.measure import compare
from bench.result import Result, took
from bench.workshop import Workshop
from speculoos.consent.examine import Row, examine
from speculoos.consent.ledger import leaf_of, public_bytes, sign
from speculoos.consent.merkle import Frontier, Tree, verify_inclusion

AGAINST = "SHA-256 of the same leaves, once each"
LEAVES = {"full": 1_000_000, "small": 50_000}
DOCUMENT = {"record_id": "0" * 32, "events": [{"event_type": "refuse", "purpose": "statistics"}] * 3}


def run(shop: Workshop) -> Iterator[Result]:
    count = LEAVES["full" if shop.scale.names >= 10_000 else "small"] if shop.scale.names >= 1000 else 500
    leaves = [hashlib.sha256(b"%d" % n).digest() for n in range(count)]
    shop.say(f"verifying {count} leaves")
    yield took(
        f"ledger_verify_{count}_leaves",
        compare(lambda: rooted(leaves), lambda: hashed(leaves), min(shop.scale.rounds, 3)),
        "s",
        AGAINST,
    )
    yield from proof(shop, leaves)
    yield from records(shop, count)


def proof(shop: Workshop, leaves: list[bytes]) -> Iterator[Result]:
    """One inclusion proof, made from the tree's levels and verified, beside building the tree anew for it."""
    tree, count = Tree(leaves), len(leaves)
    root, index = tree.root(), count * 2 // 3

    def one() -> None:
        assert verify_inclusion(leaves[index], index, count, tree.inclusion(index), root)

    pair = compare(one, lambda: rooted(leaves), min(shop.scale.rounds, 3), shop.scale.round_seconds)
    yield took(f"ledger_proof_of_{count}", pair, "ms", "the root of all leaves made anew")


def records(shop: Workshop, count: int) -> Iterator[Result]:
    """Whole records: canonical text, salt, leaf, tree and the checkpoint's signature."""
    few = max(count // 10, 500)
    key, salt, frontier = Ed25519PrivateKey.generate(), b"s" * 32, Frontier()
    text = (
        '{"events":['
        + ",".join(['{"event_type":"refuse","purpose":"statistics"}'] * 3)
        + f'],"record_id":"{"0" * 32}"}}'
    )
    leaf = leaf_of(salt, text)
    for _ in range(few):
        frontier.add(leaf)
    root = frontier.root()
    seal = sign(key, "shop", few, root, datetime.now(UTC))
    keys = {seal.key_id: public_bytes(key)}

    def verified() -> None:
        rows = (Row(n, "r", salt, leaf, root, erased=False, document=DOCUMENT) for n in range(few))
        assert not examine(rows, [seal], keys, (few, root), "shop").findings

    pair = compare(verified, lambda: hashed([leaf] * few), min(shop.scale.rounds, 3))
    yield took(f"ledger_verify_{few}_records", pair, "s", AGAINST)


def rooted(leaves: list[bytes]) -> bytes:
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


def hashed(leaves: list[bytes]) -> None:
    sha256 = hashlib.sha256
    for leaf in leaves:
        sha256(leaf).digest()

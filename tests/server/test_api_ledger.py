"""The ledger over the API: an auditor who believes nothing but the key can follow it from the outside."""

import pytest

from speculoos.consent.ledger import Checkpoint, from_base64, signed_by
from speculoos.consent.merkle import verify_consistency, verify_inclusion
from speculoos.consent.sealed import Sealed, faults
from speculoos.web.store.booking import checkpoint
from speculoos.web.store.sites import Site
from tests.server.api_tools import BAKERY, HOME, check_problem, send, token, validator

LEDGER = f"{BAKERY}/ledger"


@pytest.fixture(autouse=True)
def _key(tmp_path, monkeypatch):
    monkeypatch.setenv("SPECULOOS_HOME", str(tmp_path))


@pytest.fixture
def acts(platform, client):
    return [send(client, "POST", f"{BAKERY}/consents", {"act": "refuse"}).json() for _ in range(5)]


def get(client, url, schema=None, **query):
    response = client.get(url, query)
    assert response.status_code == 200, response.content
    if schema:
        validator(schema).validate(response.json())
    return response.json()


def test_a_ledger_states_its_size_keys_and_last_checkpoint(client, acts):
    told = get(client, LEDGER, "Ledger")
    key = from_base64(told["keys"][0]["public_key"])

    assert told["size"] == 5
    assert signed_by(Checkpoint.from_json(told["checkpoint"]), key)
    assert get(client, f"{HOME}/ledger", "Ledger")["checkpoint"] is None


def test_an_auditor_proves_a_record_included_and_the_ledger_only_grown(client, acts):
    """From the first checkpoint to one that is signed for the proof, with the public key alone."""
    old = Checkpoint.from_json(get(client, f"{LEDGER}/checkpoints")["items"][-1])
    told = get(client, f"{LEDGER}/proofs/{acts[3]['record']}", "Inclusion")
    new, path = Checkpoint.from_json(told["checkpoint"]), [bytes.fromhex(step) for step in told["path"]]
    grown = get(client, f"{LEDGER}/consistency", "Consistency", first=old.size, second=new.size)

    assert verify_inclusion(bytes.fromhex(told["leaf"]), told["index"], new.size, path, new.root)
    steps = [bytes.fromhex(step) for step in grown["path"]]
    assert (old.size, new.size) == (1, 5)
    assert verify_consistency(old.size, new.size, old.root, new.root, steps)


def test_checkpoints_come_in_pages_the_newest_first(client, acts):
    checkpoint(Site.objects.get(slug="biscuiterie").pk)
    listed = get(client, f"{LEDGER}/checkpoints", limit=1)

    assert [each["size"] for each in listed["items"]] == [5]
    assert listed["count"] == 2


@pytest.mark.parametrize(("first", "second"), [(2, 1), (1, 6), (6, 7)])
def test_sizes_that_the_ledger_never_had_are_refused(client, acts, first, second):
    response = client.get(f"{LEDGER}/consistency", {"first": first, "second": second})

    check_problem(response, 422, "wrong-values")


def test_what_is_not_there_is_not_found(client, acts):
    check_problem(client.get(f"{LEDGER}/proofs/{'0' * 32}"), 404)
    check_problem(client.get(f"{HOME}/ledger/proofs/{acts[0]['record']}"), 404)
    check_problem(client.get("/api/v1/sites/nowhere/ledger"), 404)


def test_a_receipt_with_its_proofs_needs_the_scope(client, acts, owner):
    url = f"{BAKERY}/consents/{acts[2]['receipt']}/proof"
    check_problem(client.get(url), 401)
    check_problem(client.get(url, headers=token(owner, "registry:read")), 403)
    told = client.get(url, headers=token(owner, "consents:read")).json()

    validator("Sealed").validate(told)
    assert faults(Sealed.from_json(told)) == []
    check_problem(client.get(f"{BAKERY}/consents/none/proof", headers=token(owner, "consents:read")), 404)

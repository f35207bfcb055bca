"""The ledger as it is stored: every act gets its place, every tampering is named, and an erasure leaves it whole."""

import json
import stat
import threading
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from speculoos.cli import main
from speculoos.consent.examine import Fault
from speculoos.consent.ledger import signed_by
from speculoos.consent.merkle import Tree, verify_consistency, verify_inclusion
from speculoos.consent.sealed import Sealed, faults
from speculoos.web import signing
from speculoos.web.store.booking import as_value, checkpoint, enter, erase, public_keys
from speculoos.web.store.ledger import LedgerCheckpoint, LedgerEntry, LedgerHead, LedgerTile
from speculoos.web.store.proofs import StoredNodes, sealed
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.retention import due
from speculoos.web.store.sites import Site
from speculoos.web.store.verifying import verify_site
from tests.server.api_tools import BAKERY, send

URL = f"{BAKERY}/consents"


@pytest.fixture(autouse=True)
def _key(tmp_path, monkeypatch):
    monkeypatch.setenv("SPECULOOS_HOME", str(tmp_path))


@pytest.fixture
def bakery(platform):
    return Site.objects.get(slug="biscuiterie")


def act(what="grant", **headers):
    response = send(Client(), "POST", URL, {"act": what}, **headers)
    assert response.status_code == 201, response.content
    return response.json()


@pytest.fixture
def acts(bakery):
    """Six acts of six visitors, sealed."""
    made = [act(what) for what in ("grant", "refuse", "save", "grant", "refuse", "grant")]
    checkpoint(bakery.pk)
    return made


def found(site):
    return {(finding.fault, finding.index) for finding in verify_site(site).findings}


def sql(text, *values):
    """A change behind everybody's back."""
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def test_every_act_has_its_place_and_the_ledger_verifies(bakery, acts):
    entries = LedgerEntry.objects.filter(site=bakery).order_by("index")

    assert [(e.index, e.record_id) for e in entries] == [(n, made["record"]) for n, made in enumerate(acts)]
    assert found(bakery) == set()
    assert verify_site(bakery).size == 6
    assert verify_site(Site.objects.get(slug="platform")).size == 0


def test_the_first_record_and_every_so_many_bring_a_checkpoint(bakery, settings):
    settings.SPECULOOS = {"checkpoint_records": 3}
    for _ in range(7):
        act()

    assert [row.size for row in LedgerCheckpoint.objects.all()] == [1, 4, 7]


def test_a_record_after_a_while_brings_a_checkpoint(bakery, settings):
    settings.SPECULOOS = {"checkpoint_seconds": 60}
    act()
    act()
    LedgerHead.objects.update(sealed_at=timezone.now() - timedelta(seconds=61))
    act()

    assert [row.size for row in LedgerCheckpoint.objects.all()] == [1, 3]


def test_a_checkpoint_of_what_is_sealed_already_is_the_last_one(bakery, acts):
    assert checkpoint(bakery.pk) == checkpoint(bakery.pk)
    assert checkpoint(Site.objects.get(slug="platform").pk) is None


def test_a_changed_record_is_named(bakery, acts):
    row = ConsentRecord.objects.get(record_id=acts[2]["record"])
    row.document["pii_processing"]["purposes"][0]["state"] = "granted"
    ConsentRecord.objects.filter(pk=row.pk).update(document=row.document)

    assert (Fault.CHANGED, 2) in found(bakery)


@pytest.mark.parametrize("column", ["receipt", "language", "method"])
def test_a_changed_column_beside_the_record_is_named(bakery, acts, column):
    ConsentRecord.objects.filter(record_id=acts[3]["record"]).update(**{column: "other"})

    assert found(bakery) == {(Fault.CHANGED, 3)}


def test_a_removed_record_is_named(bakery, acts):
    sql("DELETE FROM speculoos_consentrecord WHERE record_id = %s", acts[4]["record"])

    assert found(bakery) == {(Fault.REMOVED, 4)}


def test_a_removed_record_with_its_leaf_is_named(bakery, acts):
    sql("DELETE FROM speculoos_ledgerentry WHERE record_id = %s", acts[1]["record"])
    sql("DELETE FROM speculoos_consentrecord WHERE record_id = %s", acts[1]["record"])

    assert (Fault.REMOVED, 1) in found(bakery)


def test_the_last_records_removed_with_the_head_set_back_are_missed(bakery, acts):
    """The signature over what was there stays."""
    sql("DELETE FROM speculoos_ledgerentry WHERE record_id = %s", acts[5]["record"])
    sql("DELETE FROM speculoos_consentrecord WHERE record_id = %s", acts[5]["record"])
    tree = Tree(bytes(e.leaf) for e in LedgerEntry.objects.order_by("index"))
    peaks = tree.node(2, 0) + tree.node(0, 4)
    LedgerHead.objects.filter(site=bakery).update(size=5, peaks=peaks)

    assert {fault for fault, _ in found(bakery)} == {Fault.CHECKPOINT}


def test_an_inserted_record_is_named(bakery, acts):
    """Without a place, and in the place of another with all that follow moved up."""
    row = ConsentRecord.objects.get(record_id=acts[2]["record"])
    row.pk, row.record_id = None, "f" * 32
    row.save()
    assert found(bakery) == {(Fault.INSERTED, None)}

    entries = [*LedgerEntry.objects.order_by("-index")]
    for entry in entries[:4]:
        LedgerEntry.objects.filter(pk=entry.pk).update(index=entry.index + 1)
    forged = LedgerEntry.objects.get(index=3)
    forged.pk, forged.index, forged.record_id, forged.leaf = None, 2, "f" * 32, b"f" * 32
    forged.save()
    LedgerHead.objects.filter(site=bakery).update(size=7, peaks=b"p" * 96)
    assert (Fault.INSERTED, 2) in found(bakery)


def test_two_records_that_changed_places_are_named(bakery, acts):
    for at, to in ((1, 100), (4, 1), (100, 4)):
        LedgerEntry.objects.filter(index=at).update(index=to)

    assert (Fault.REORDERED, 1) in found(bakery)


def test_a_forged_checkpoint_is_named(bakery, acts):
    LedgerCheckpoint.objects.filter(size=6).update(signature=b"s" * 64)

    assert {fault for fault, _ in found(bakery)} == {Fault.CHECKPOINT}


def test_erasure_unlinks_the_person_and_leaves_the_ledger_whole(bakery, acts):
    call_command("erase_receipt", acts[2]["receipt"])
    entry = LedgerEntry.objects.get(index=2)

    assert not ConsentRecord.objects.filter(receipt=acts[2]["receipt"]).exists()
    assert (entry.salt, entry.record_id) == (None, None)
    assert entry.erased_at is not None
    assert found(bakery) == set()
    assert verify_site(bakery).erased == 1
    assert sealed(bakery.pk, bakery.slug, acts[2]["receipt"]) is None
    assert faults(sealed(bakery.pk, bakery.slug, acts[3]["receipt"])) == []
    with pytest.raises(CommandError):
        call_command("erase_receipt", acts[2]["receipt"])


def test_records_are_erased_after_the_months_that_are_set(bakery, acts, settings):
    settings.SPECULOOS = {"retention_months": 13}
    old = timezone.now() - timedelta(days=397)
    ConsentRecord.objects.filter(record_id__in=[acts[0]["record"], acts[1]["record"]]).update(time=old)
    call_command("retain")

    assert ConsentRecord.objects.count() == 4
    assert due(bakery, timezone.now()).count() == 0
    assert found(bakery) == set()


def test_the_proofs_of_stored_tiles_are_those_of_the_tree(bakery):
    """Beyond one tile, where hashes come from the row above the leaves."""
    for n in range(0, 600, 50):
        enter(bakery.pk, [(f"{n + k:032}", {"n": n + k}) for k in range(50)])
    tree = Tree(bytes(e.leaf) for e in LedgerEntry.objects.order_by("index"))

    assert LedgerTile.objects.count() == 2
    for index in (0, 255, 256, 511, 512, 599):
        proof = proof_of(bakery, index, 600)
        assert proof == tree.inclusion(index)
        assert verify_inclusion(bytes(LedgerEntry.objects.get(index=index).leaf), index, 600, proof, tree.root())


def proof_of(site, index, size):
    from speculoos.consent.merkle import inclusion_proof

    return inclusion_proof(StoredNodes(site.pk), index, size)


def test_a_receipt_is_proven_and_its_keys_are_known(bakery, acts):
    receipt = sealed(bakery.pk, bakery.slug, acts[0]["receipt"])

    assert faults(Sealed.from_json(json.loads(json.dumps(receipt.as_json())))) == []
    assert public_keys() == {receipt.checkpoint.key_id: receipt.public_key}


def test_after_a_change_of_keys_earlier_checkpoints_still_count(bakery, acts):
    call_command("rotate_ledger_key")
    act()
    checkpoint(bakery.pk)
    first, *_, last = (as_value(row, bakery.slug) for row in LedgerCheckpoint.objects.all())

    assert first.key_id != last.key_id
    assert signed_by(last, public_keys()[last.key_id])
    assert found(bakery) == set()


def test_the_key_is_its_owners_alone_and_not_in_the_database(bakery, acts):
    path = signing.key_file()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    secret = signing.signing_key().private_bytes_raw()
    assert secret not in {bytes(row.public) for row in LedgerKey_all()}


def LedgerKey_all():  # noqa: N802
    from speculoos.web.store.ledger import LedgerKey

    return LedgerKey.objects.all()


def test_a_key_from_the_environment_is_used_and_a_broken_one_not_repeated(bakery, monkeypatch):
    from speculoos.core.errors import UsageError

    monkeypatch.setenv("SPECULOOS_LEDGER_KEY", "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=")
    assert signing.signing_key().private_bytes_raw() == b"k" * 32
    with pytest.raises(CommandError):
        call_command("rotate_ledger_key")
    monkeypatch.setenv("SPECULOOS_LEDGER_KEY", "not a key")
    with pytest.raises(UsageError) as fault:
        signing.signing_key()
    assert "not a key" not in str(fault.value)


def test_the_command_line_verifies_and_names(bakery, acts):
    well = CliRunner().invoke(main, ["ledger", "verify", "--site", "biscuiterie"])
    ConsentRecord.objects.filter(record_id=acts[3]["record"]).update(language="xx")
    ill = CliRunner().invoke(main, ["ledger", "verify"])
    nowhere = CliRunner().invoke(main, ["ledger", "verify", "--site", "nowhere"])

    assert (well.exit_code, ill.exit_code, nowhere.exit_code) == (0, 1, 2)
    assert "biscuiterie: verified. 6 records" in well.output
    assert f"changed at place 3 (record {acts[3]['record']})" in ill.output


def test_the_command_line_verifies_a_receipt_offline(bakery, acts, tmp_path):
    data = sealed(bakery.pk, bakery.slug, acts[0]["receipt"]).as_json()
    good, bad, none = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "none.json"
    good.write_text(json.dumps(data))
    bad.write_text(json.dumps(data | {"receipt": "other"}))
    none.write_text("{}")
    done = [CliRunner().invoke(main, ["receipt", "verify", str(path)]) for path in (good, bad, none)]
    key = CliRunner().invoke(main, ["receipt", "verify", str(good), "--key", "0" * 16])

    assert [each.exit_code for each in done] == [0, 1, 2]
    assert "statistics: granted" in done[0].output
    assert key.exit_code == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_places_without_gaps(bakery):
    """Writers in eight threads, on connections of their own."""

    def write():
        for _ in range(5):
            act()
        connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [*LedgerEntry.objects.order_by("index").values_list("index", flat=True)] == list(range(40))
    assert found(bakery) == set()


def test_checkpoints_are_consistent_with_each_other(bakery, acts):
    from speculoos.consent.merkle import consistency_proof

    act()
    checkpoint(bakery.pk)
    old, new = (as_value(LedgerCheckpoint.objects.get(size=size), bakery.slug) for size in (6, 7))
    proof = consistency_proof(StoredNodes(bakery.pk), 6, 7)

    assert verify_consistency(6, 7, old.root, new.root, proof)


def test_erase_counts_what_it_erased(bakery, acts):
    assert erase(ConsentRecord.objects.filter(site=bakery)) == 6
    assert found(bakery) == set()


OFFICE = "/office/sites/biscuiterie/records/"


def test_the_back_office_shows_the_ledger_and_verifies_it(bakery, acts, office):
    before = office.get(OFFICE).content.decode()
    response = office.post(f"{OFFICE}verify/", follow=True)
    after = response.content.decode()
    ConsentRecord.objects.filter(record_id=acts[3]["record"]).update(language="xx")
    ill = office.post(f"{OFFICE}verify/", follow=True).content.decode()
    seal = LedgerCheckpoint.objects.last()

    assert "It has not been verified yet" in before
    assert "Every record is the one that was recorded" in after
    assert bytes(seal.root).hex() in after
    assert seal.key_id in after
    assert "60 months" in after
    assert "found one fault" in ill


def test_the_command_line_leaves_its_result_for_the_back_office(bakery, acts):
    CliRunner().invoke(main, ["ledger", "verify"])
    head = LedgerHead.objects.get(site=bakery)

    assert (head.verified_size, head.verified_findings) == (6, 0)
    assert head.verified_at is not None


def test_records_from_before_the_ledger_are_entered_by_the_migration(bakery, acts):
    from importlib import import_module

    from django.apps import apps

    LedgerEntry.objects.all().delete()
    LedgerCheckpoint.objects.all().delete()
    LedgerHead.objects.all().delete()
    import_module("speculoos.web.migrations.0003_ledger_of_earlier_records").enter_all(apps, None)

    assert found(bakery) == set()
    assert LedgerEntry.objects.count() == 6


def test_a_broken_key_costs_no_record_and_is_logged(bakery, monkeypatch, caplog):
    """The record is kept, nothing is signed, the message does not repeat the key, and the next record tries again."""
    monkeypatch.setenv("SPECULOOS_LEDGER_KEY", "not a key")
    act()
    assert LedgerCheckpoint.objects.count() == 0
    assert "No checkpoint could be signed" in caplog.text
    assert "not a key" not in caplog.text

    monkeypatch.delenv("SPECULOOS_LEDGER_KEY")
    act()
    assert [row.size for row in LedgerCheckpoint.objects.all()] == [2]
    assert found(bakery) == set()

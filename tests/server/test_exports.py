"""Records taken away over the API, from the office and by command: the right ones, whole, and for those who may."""

import io
import json
from datetime import timedelta

import pyarrow.parquet
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from speculoos.consent.record import Record, texts_hash
from speculoos.web.store import exporting
from speculoos.web.store.records import ConsentRecord
from tests.server.api_tools import BAKERY, HOME, check_problem, send, token

FILE = f"{BAKERY}/consents"
OFFICE = "/office/sites/biscuiterie/records"


@pytest.fixture(autouse=True)
def _key(tmp_path, monkeypatch):
    monkeypatch.setenv("SPECULOOS_HOME", str(tmp_path))


@pytest.fixture
def machine(platform, owner):
    """Three records at the bakery, one at home, and the headers of who may read them."""
    made = [send(Client(), "POST", f"{BAKERY}/consents", {"act": act}).json() for act in ("grant", "refuse", "grant")]
    send(Client(), "POST", f"{HOME}/consents", {"act": "refuse"})
    old = ConsentRecord.objects.get(record_id=made[0]["record"])
    ConsentRecord.objects.filter(pk=old.pk).update(time=timezone.now() - timedelta(days=10))
    return token(owner, "consents:read")


def fetched(client, url, headers=None):
    response = client.get(url, headers=headers or {})
    assert response.status_code == 200, response.getvalue()
    return response.getvalue()


def lines(body):
    return [json.loads(line) for line in body.decode().splitlines()]


def test_every_record_of_the_site_and_of_no_other_is_exported(machine, client):
    found = lines(fetched(client, f"{FILE}.jsonl", machine))

    assert [Record.from_json(each).shown.site for each in found] == ["biscuiterie"] * 3
    assert [each["record_id"] for each in found] == [
        *ConsentRecord.objects.filter(site__slug="biscuiterie").order_by("pk").values_list("record_id", flat=True)
    ]


def test_only_the_span_asked_for_is_exported(machine, client):
    today, week_ago = timezone.localdate(), timezone.localdate() - timedelta(days=7)

    assert len(lines(fetched(client, f"{FILE}.jsonl?from={week_ago}&to={today}", machine))) == 2
    assert len(lines(fetched(client, f"{FILE}.jsonl?to={week_ago}", machine))) == 1
    assert fetched(client, f"{FILE}.jsonl?from={today + timedelta(days=1)}", machine) == b""


def test_every_format_holds_the_same_records(machine, client):
    ids = [each["record_id"] for each in lines(fetched(client, f"{FILE}.jsonl", machine))]
    table = pyarrow.parquet.read_table(io.BytesIO(fetched(client, f"{FILE}.parquet", machine)))
    graph = json.loads(fetched(client, f"{FILE}.jsonld", machine))["@graph"]
    text = fetched(client, f"{FILE}.csv", machine).decode()

    assert table["record"].to_pylist() == ids
    assert [node["dct:identifier"] for node in graph] == ids
    assert all(id in text for id in ids)


def test_an_export_is_read_in_chunks(machine, client, monkeypatch):
    """Nothing is lost or repeated at the seams."""
    monkeypatch.setattr(exporting, "CHUNK", 2)

    assert len({each["record_id"] for each in lines(fetched(client, f"{FILE}.jsonl", machine))}) == 3


def test_an_export_is_for_those_who_may(machine, client, owner):
    check_problem(client.get(f"{FILE}.csv"), 401)
    check_problem(client.get(f"{FILE}.csv", headers=token(owner, "consents:write")), 403)
    check_problem(client.get(f"{FILE}.xml", headers=machine), 422)
    check_problem(client.get(f"{FILE}.csv?from=yesterday", headers=machine), 422)
    check_problem(client.get(f"{FILE}.csv?to=9999-12-31", headers=machine), 422)
    assert client.get(f"{OFFICE}.csv").status_code == 302


def test_head_answers_without_content(machine, client):
    response = client.head(f"{FILE}.jsonl", headers=machine)

    assert (response.status_code, response.getvalue()) == (200, b"")


def test_the_office_exports_the_same(machine, office):
    body = fetched(office, f"{OFFICE}.jsonl?from={timezone.localdate()}")

    assert len(lines(body)) == 2
    assert office.get(f"{OFFICE}.csv?from=never").status_code == 422
    assert office.get(f"{OFFICE}.exe").status_code == 404


def test_the_command_writes_a_file(machine, tmp_path):
    path = tmp_path / "records.parquet"
    call_command("export_records", "biscuiterie", output=str(path))

    assert pyarrow.parquet.read_table(path).num_rows == 3


def test_the_command_writes_to_standard_output(machine, capfdbinary):
    call_command("export_records", "biscuiterie", format="jsonl", until=str(timezone.localdate() - timedelta(days=3)))

    assert len(lines(capfdbinary.readouterr().out)) == 1


@pytest.mark.parametrize("wrong", [{"site": "nowhere"}, {"site": "biscuiterie", "since": "soon"},
                                   {"site": "biscuiterie", "output": "/nowhere/at/all.csv"}])  # fmt: skip
def test_the_command_says_what_is_wrong(machine, wrong):
    with pytest.raises(CommandError, match=r"no site nowhere|date such as|No such file"):
        call_command("export_records", wrong.pop("site"), **wrong)


def test_what_was_shown_is_answered_by_its_hash(machine, client, owner):
    record = ConsentRecord.objects.filter(site__slug="biscuiterie").first()
    hash = record.document["pii_processing"]["privacy_notice"]["texts_hash"]
    found = client.get(f"{BAKERY}/notices/{hash}", headers=machine).json()

    assert texts_hash(found["content"]) == found["hash"] == hash
    check_problem(client.get(f"{BAKERY}/notices/{'0' * 64}", headers=machine), 404)
    check_problem(client.get(f"{HOME}/notices/{hash}", headers=machine), 404)
    check_problem(client.get(f"{BAKERY}/notices/{hash}"), 401)

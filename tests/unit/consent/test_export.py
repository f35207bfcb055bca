"""Records as files: what is written can be read back, by us and by others' readers, and by the shapes that we ship."""

import csv
import io
import json
from datetime import UTC, datetime

import pyarrow.parquet
import pytest
from pyshacl import validate
from rdflib import Graph, Namespace

from speculoos.consent.choice import acts_for, choose
from speculoos.consent.dpv import STATUS, shapes
from speculoos.consent.export import BATCH, FORMATS, to_csv, to_jsonl, to_jsonld, to_parquet
from speculoos.consent.layout import Layout
from speculoos.consent.record import Method, Record, Shown, texts_hash
from speculoos.consent.state import Act, State

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LAYOUT = Layout(3, ("statistics", "marketing"), (("counter", "statistics"), ("video", "marketing")))
DPV = Namespace("https://w3id.org/dpv#")

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser uses it


def shown(method=Method.BANNER, controller="Example GmbH"):
    return Shown("main", controller, 3, "a" * 64, "de", texts_hash(["Ihre Wahl"]), method,
                 "https://s.example/cookies/", "https://s.example/cookies/preferences/", "DE")  # fmt: skip


def act(*granted, previous=None, at=NOW, acts=None, **rest):
    return choose(LAYOUT, acts or acts_for(LAYOUT, granted), at, previous=previous, **rest)


def records():
    """A grant, a change after a material one, a signal, and a standing refusal."""
    first = act("statistics", "marketing", refused_services=["video"])
    later = act("marketing", previous=first.choice, material_since=4)
    signal = act(acts=dict.fromkeys(LAYOUT.purposes, Act.SIGNAL), previous=first.choice)
    standing = choose(Layout(3), {}, NOW)
    return [
        Record.of(first, shown(), NOW),
        Record.of(later, shown(Method.PREFERENCES), NOW),
        Record.of(signal, shown(Method.SIGNAL), NOW),
        Record.of(standing, shown(controller="=HYPERLINK(1) GmbH"), NOW),
    ]


DOCUMENTS = [record.as_json() for record in records()]


def text(chunks):
    return b"".join(chunks).decode()


def test_json_lines_read_back_as_the_records_they_were():
    lines = text(to_jsonl(DOCUMENTS)).splitlines()

    assert [Record.from_json(json.loads(line)).as_json() for line in lines] == DOCUMENTS
    assert lines[0] == Record.from_json(DOCUMENTS[0]).as_text()


def test_csv_has_a_line_for_each_purpose_of_each_record():
    lines = list(csv.DictReader(io.StringIO(text(to_csv(DOCUMENTS)))))

    assert [(line["purpose"], line["state"]) for line in lines[:2]] == [
        ("statistics", "granted"),
        ("marketing", "granted"),
    ]
    assert lines[-1]["purpose"] == "*"
    assert len(lines) == 7
    assert lines[0]["time"] == "2026-11-24T12:00:00Z"
    assert lines[0]["valid_until"] == "2027-05-27T12:00:00Z"
    assert lines[0]["refused_services"] == "video"


def test_no_text_of_a_csv_file_is_a_formula():
    lines = list(csv.DictReader(io.StringIO(text(to_csv(DOCUMENTS)))))

    assert lines[-1]["controller"] == "'=HYPERLINK(1) GmbH"


def test_parquet_is_read_by_others():
    table = pyarrow.parquet.read_table(io.BytesIO(b"".join(to_parquet(DOCUMENTS))))
    rows = table.to_pylist()

    assert [row["record"] for row in rows] == [document["record_id"] for document in DOCUMENTS]
    assert rows[0]["purposes"] == DOCUMENTS[0]["pii_processing"]["purposes"]
    assert rows[0]["time"] == NOW
    assert rows[1]["events"][0]["act"] == "material_change"


def test_parquet_is_written_group_by_group():
    """More records than a group holds are neither lost nor held in memory at once."""
    drawn = []
    chunks = to_parquet(drawn.append(1) or DOCUMENTS[0] for _ in range(BATCH + 1))
    next(chunks)

    assert len(drawn) == BATCH
    assert next(chunks)


def graph(documents):
    return Graph().parse(data=text(to_jsonld(documents)), format="json-ld")


def conforms(found):
    return validate(found, shacl_graph=Graph().parse(data=shapes(), format="turtle"))[0]


def test_linked_data_meets_the_shapes():
    found = graph(DOCUMENTS)

    assert len(set(found.subjects(predicate=None, object=DPV.ConsentRecord))) == 4
    assert conforms(found)


def test_nothing_is_fetched_to_read_linked_data():
    assert isinstance(json.loads(text(to_jsonld(DOCUMENTS)))["@context"], dict)


def test_an_empty_export_is_a_file_of_its_kind():
    assert json.loads(text(to_jsonld([])))["@graph"] == []
    assert text(to_jsonl([])) == ""
    assert text(to_csv([])).count("\r\n") == 1
    assert pyarrow.parquet.read_table(io.BytesIO(b"".join(to_parquet([])))).num_rows == 0


def test_every_state_has_a_word_in_the_vocabulary():
    assert {*STATUS} == {*State}


def test_what_we_brought_about_is_not_the_visitors_doing():
    """An invalidation is indicated by the controller, the act after it by the data subject."""
    found = graph(DOCUMENTS[1:2])
    by = {
        str(kind).rpartition("#")[2]: str(found.value(event, DPV.isIndicatedBy))
        for event, kind in found.subject_objects()
        if (event, DPV.isIndicatedBy, None) in found and str(kind).startswith(str(DPV.Consent))
    }

    assert by["ConsentInvalidated"] == "urn:speculoos:controller:main"
    assert by["ConsentGiven"].startswith("urn:speculoos:receipt:")


def _gone(key):
    return lambda node: node.pop(key)


def _event(**fields):
    def change(node):
        for name, value in fields.items():
            node["dpv:hasConsentStatus"][0][name.replace("_", ":")] = value

    return change


MUTANTS = {
    "no identifier": _gone("dct:identifier"),
    "no time": _gone("dct:created"),
    "a time that is none": lambda node: node.update({"dct:created": "yesterday"}),
    "no data subject": _gone("dpv:hasDataSubject"),
    "a subject by name": lambda node: node["dpv:hasDataSubject"].update({"dpv:hasName": "Ada"}),
    "no controller": _gone("dpv:hasDataController"),
    "no notice": _gone("dpv:hasNotice"),
    "a notice without its hash": lambda node: node["dpv:hasNotice"].pop("dct:identifier"),
    "a notice without language": lambda node: node["dpv:hasNotice"].pop("dct:language"),
    "another legal basis": lambda node: node.update({"dpv:hasLegalBasis": "dpv:LegitimateInterest"}),
    "no event": _gone("dpv:hasConsentStatus"),
    "an event without a time": lambda node: node["dpv:hasConsentStatus"][0].pop("dpv:isIndicatedAtTime"),
    "an event by nobody": lambda node: node["dpv:hasConsentStatus"][0].pop("dpv:isIndicatedBy"),
    "an event by a stranger": _event(dpv_isIndicatedBy="urn:speculoos:receipt:AAAAAAAAAAAAAAAA"),
    "an unknown method": _event(dpv_hasIndicationMethod="telepathy"),
    "an unknown status": lambda node: node["dpv:hasConsentStatus"][0].update({"@type": "dpv:ConsentAssumed"}),
    "a purpose without a status": lambda node: node["dpv:hasProcess"][0].pop("dpv:hasConsentStatus"),
    "a process without a purpose": lambda node: node["dpv:hasProcess"][0].pop("dpv:hasPurpose"),
    "a life that is none": _event(dpv_hasDuration="six months"),
    "another profile": lambda node: node.update({"dct:conformsTo": "https://w3id.org/dpv/schema/other"}),
}


@pytest.mark.parametrize("change", MUTANTS.values(), ids=MUTANTS.keys())
def test_a_broken_export_fails_the_shapes(change):
    data = json.loads(text(to_jsonld(DOCUMENTS[:1])))
    change(data["@graph"][0])

    assert not conforms(Graph().parse(data=json.dumps(data), format="json-ld"))


def test_parquet_says_what_it_needs(monkeypatch):
    from speculoos.core.errors import UsageError

    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match="speculoos\\[parquet\\]"):
        to_parquet(DOCUMENTS)
    assert {*FORMATS} == {"csv", "jsonl", "parquet", "jsonld"}

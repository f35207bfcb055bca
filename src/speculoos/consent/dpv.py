"""A consent record as linked data, in the words of the Data Privacy Vocabulary 2.3 (law.md DPV, ISO).

The context maps our few names to those of DPV and Dublin Core and travels inline. `dpv.shapes.ttl`, beside this
file, says what every such record has; the shapes are ours, written from ISO/IEC TS 27560 and the DPV.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

PROFILE = "https://w3id.org/dpv/schema/dpv-27560#record"

CONTEXT: Mapping[str, Any] = MappingProxyType(
    {
        "dpv": "https://w3id.org/dpv#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "dct:conformsTo": {"@type": "@id"},
        "dct:created": {"@type": "xsd:dateTime"},
        "dpv:hasConsentStatus": {"@type": "@id"},
        "dpv:hasDuration": {"@type": "xsd:duration"},
        "dpv:hasLegalBasis": {"@type": "@id"},
        "dpv:isIndicatedAtTime": {"@type": "xsd:dateTime"},
        "dpv:isIndicatedBy": {"@type": "@id"},
        "foaf:page": {"@type": "@id"},
    }
)
STATUS: Mapping[str, str] = MappingProxyType(
    {
        "unset": "dpv:ConsentUnknown",
        "granted": "dpv:ConsentGiven",
        "refused": "dpv:ConsentRefused",
        "withdrawn": "dpv:ConsentWithdrawn",
        "expired": "dpv:ConsentExpired",
        "invalidated": "dpv:ConsentInvalidated",
    }
)
"""Our states in the DPV's words."""
NOT_THE_VISITORS = ("expire", "material_change")
"""Acts that the controller's side brought about; all others are the visitor's or their browser's."""


def linked(documents: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """One JSON-LD file over all the records, piece by piece."""
    yield f'{{"@context": {json.dumps(dict(CONTEXT))},\n"@graph": ['.encode()
    between = b"\n"
    for document in documents:
        yield between + json.dumps(node(document), ensure_ascii=False, separators=(",", ":")).encode()
        between = b",\n"
    yield b"\n]}\n"


def node(document: Mapping[str, Any]) -> dict[str, Any]:
    """One record as a node of the graph."""
    processing, site = document["pii_processing"], document["pii_processing"]["site"]
    notice = processing["privacy_notice"]
    subject, controller = f"urn:speculoos:receipt:{document['pii_principal_id']}", _urn("controller", site)
    found = {
        "@id": f"urn:speculoos:record:{document['record_id']}",
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": PROFILE,
        "dct:identifier": document["record_id"],
        "dct:created": document["record_time"],
        "dpv:hasDataSubject": {
            "@id": subject,
            "@type": "dpv:DataSubject",
            "dct:identifier": document["pii_principal_id"],
        },
        "dpv:hasDataController": {
            "@id": controller,
            "@type": "dpv:DataController",
            "dpv:hasName": document["parties"][0]["party_name"],
        },
        "dpv:hasLegalBasis": "dpv:Consent",
        "dpv:hasNotice": _notice(site, notice, processing["language"]),
        "dpv:hasProcess": [_process(site, each["purpose"], STATUS[each["state"]]) for each in processing["purposes"]],
        "dpv:hasConsentStatus": [_event(document, event, subject, controller) for event in document["events"]],
    }
    if processing["jurisdiction"]:
        found["dpv:hasJurisdiction"] = processing["jurisdiction"]
    if processing["withdrawal_method"]:
        withdraw = {"@type": "dpv:WithdrawConsent", "foaf:page": processing["withdrawal_method"]}
        found["dpv:hasConsentControl"] = withdraw
    return found


def shapes() -> str:
    """The SHACL shapes of a record, in Turtle."""
    return files("speculoos.consent").joinpath("dpv.shapes.ttl").read_text("utf-8")


def _notice(site: str, notice: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What was shown, by the hash of its archive; the declaration behind it is what it requires."""
    found = {
        "@id": f"urn:speculoos:shown:{notice['texts_hash']}",
        "@type": "dpv:ConsentNotice",
        "dct:identifier": notice["texts_hash"],
        "dct:language": language,
        "dct:requires": {
            "@id": _urn("registry", site, str(notice["registry_version"])),
            "dct:identifier": notice["registry_hash"],
        },
    }
    return found | ({"foaf:page": notice["url"]} if notice["url"] else {})


def _process(site: str, purpose: str, status: str) -> dict[str, Any]:
    named = {"@id": _urn("purpose", site, purpose), "@type": "dpv:Purpose", "dct:identifier": purpose}
    return {"@type": "dpv:Process", "dpv:hasPurpose": named, "dpv:hasConsentStatus": status}


def _event(document: Mapping[str, Any], event: Mapping[str, Any], subject: str, controller: str) -> dict[str, Any]:
    processing = document["pii_processing"]
    site, service = processing["site"], event["service"]
    method = event["event_type"] if event["event_type"] in NOT_THE_VISITORS else processing["collection_method"]
    found = {
        "@type": STATUS[event["event_state"]],
        "dpv:isIndicatedAtTime": event["event_time"],
        "dpv:isIndicatedBy": controller if event["event_type"] in NOT_THE_VISITORS else subject,
        "dpv:hasIndicationMethod": method,
        "dpv:hasDuration": event["validity_duration"],
        "dpv:hasPurpose": {"@id": _urn("purpose", site, event["purpose"])},
    }
    return found | ({"dpv:hasService": {"@id": _urn("service", site, service)}} if service else {})


def _urn(kind: str, *parts: str) -> str:
    return ":".join([f"urn:speculoos:{kind}", *(quote(part, safe="") for part in parts)])

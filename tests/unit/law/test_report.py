"""Findings as text, JSON and SARIF."""

import json
from dataclasses import replace
from io import StringIO

import jsonschema
import pytest
from rich.console import Console

from speculoos.core.errors import UsageError
from speculoos.law.catalogue import CATALOGUE
from speculoos.law.lint import lint
from speculoos.law.report import as_json, as_text, print_text, report, summary
from speculoos.law.sarif import as_sarif
from speculoos.registry.places import Nowhere
from tests.unit.law.declared import clean, founding

ENTRY = 'services[0] "authentication" > items[0] "sessionid"'

# The parts of SARIF 2.1.0 that we write, with the constraints that the standard puts on them.
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "format": "uri"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {"$ref": "#/$defs/rule"},
                                    }
                                },
                            }
                        },
                    },
                    "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
                },
            },
        },
    },
    "$defs": {
        "text": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "rule": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "shortDescription": {"$ref": "#/$defs/text"},
                "fullDescription": {"$ref": "#/$defs/text"},
                "help": {"$ref": "#/$defs/text"},
                "defaultConfiguration": {"type": "object", "properties": {"level": {"$ref": "#/$defs/level"}}},
            },
        },
        "result": {
            "type": "object",
            "required": ["message"],
            "properties": {
                "message": {"$ref": "#/$defs/text"},
                "level": {"$ref": "#/$defs/level"},
                "ruleIndex": {"type": "integer", "minimum": -1},
                "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
                "locations": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "physicalLocation": {
                                "type": "object",
                                "required": ["artifactLocation"],
                                "properties": {
                                    "artifactLocation": {
                                        "type": "object",
                                        "properties": {"uri": {"type": "string", "format": "uri-reference"}},
                                    },
                                    "region": {
                                        "type": "object",
                                        "required": ["startLine"],
                                        "properties": {
                                            "startLine": {"type": "integer", "minimum": 1},
                                            "startColumn": {"type": "integer", "minimum": 1},
                                        },
                                    },
                                },
                            }
                        },
                    },
                },
            },
        },
    },
}


class Lines:
    """A place finder that answers with the depth of the path."""

    def find(self, path):
        return len(path), 1


class TestText:
    def test_groups_by_entry(self):
        text = as_text(lint(founding()))

        assert text.count('\nservices[1] "language"\n') == 1
        assert text.startswith("site\n")

    def test_names_the_line(self):
        text = as_text(lint(founding()), file="cookies.toml", places={f"{ENTRY} > lifetime": (12, 3)})

        assert "cookies.toml:12:3  EU-13" in text

    def test_shows_names_as_they_are(self):
        """Square brackets in a name are no markup."""
        found = founding()
        service = replace(found.services[0], items=(replace(found.services[0].items[0], name="[bold]x[/bold]"),))

        assert '"[bold]x[/bold]"' in as_text(lint(replace(found, services=(service,))))

    def test_is_coloured_in_a_terminal_alone(self):
        terminal = Console(file=StringIO(), force_terminal=True, color_system="standard", width=100)
        print_text(lint(founding()), terminal)

        assert "\x1b[" in terminal.file.getvalue()
        assert "\x1b[" not in as_text(lint(founding()))

    def test_of_nothing_says_so(self):
        assert as_text(()) == "Nothing found.\n"

    def test_summary_counts(self):
        assert summary(lint(founding())) == "11 errors, 1 warning"
        assert summary(lint(clean(), ["DE"])) == "1 error"


class TestJson:
    def test_carries_checks_and_rules(self):
        document = json.loads(report(lint(founding()), "json", file="a.toml"))

        assert document["file"] == "a.toml"
        assert document["summary"] == {"error": 11, "warning": 1, "info": 0}
        assert len(document["findings"]) == 12
        assert {f["id"] for f in document["findings"]} == set(document["checks"])
        assert {f["rule"] for f in document["findings"]} == set(document["rules"])
        assert document["rules"]["EU-13"]["verified"] == "unverified"

    def test_names_place_and_field(self):
        found = lint(founding())
        document = as_json(found, places={ENTRY: (7, 1)})
        (entry,) = [f for f in document["findings"] if f["item"] == "sessionid"]

        assert (entry["service"], entry["field"], entry["line"], entry["column"]) == (
            "authentication",
            "lifetime",
            7,
            1,
        )


class TestSarif:
    def test_has_the_shape(self):
        for found in (lint(founding()), lint(clean(), ["DE"]), ()):
            jsonschema.validate(as_sarif(found, places=Lines()), SARIF)

    def test_results_point_at_their_rules(self):
        (run,) = as_sarif(lint(founding()))["runs"]
        rules = run["tool"]["driver"]["rules"]

        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert {r["id"] for r in rules} == {"POL-01", "POL-04", "POL-07"}
        assert rules[0]["shortDescription"]["text"] == CATALOGUE["POL-01"].check
        assert "unverified" in rules[0]["help"]["text"]

    def test_places_come_from_paths(self):
        (run,) = as_sarif(lint(founding()), file="my site/cookies.toml", places=Lines())["runs"]
        places = [r["locations"][0]["physicalLocation"] for r in run["results"] if r["ruleId"] == "POL-01"]

        assert places[0] == {
            "artifactLocation": {"uri": "my%20site/cookies.toml"},
            "region": {"startLine": 5, "startColumn": 1},
        }

    def test_an_unknown_place_has_no_region(self):
        for places in (None, {}, Nowhere()):
            (run,) = as_sarif(lint(founding()), places=places)["runs"]
            assert all("region" not in r["locations"][0]["physicalLocation"] for r in run["results"])

    def test_fingerprints_outlive_a_move(self):
        """Reordering a declaration makes no finding new, and no two findings share a fingerprint."""

        def fingerprints(registry):
            (run,) = as_sarif(lint(registry))["runs"]
            return [r["partialFingerprints"]["entry/v1"] for r in run["results"]]

        here = fingerprints(founding())
        moved = fingerprints(replace(founding(), services=founding().services[::-1]))

        assert sorted(here) == sorted(moved)
        assert len(set(here)) == len(here)


def test_an_unknown_format_is_the_caller_s_fault():
    with pytest.raises(UsageError, match="text, json, sarif"):
        report((), "xml")


def test_the_text_format_is_the_text():
    assert report(lint(founding()), "text") == as_text(lint(founding()))

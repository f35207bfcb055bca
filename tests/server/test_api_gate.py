"""What gates elsewhere send in, and what machines read again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from speculoos.gate.file import gate_from_file
from speculoos.gate.rules import Action, Mode, Reason, Verdict
from speculoos.gate.sending import as_json
from speculoos.gate.tally import Tally
from speculoos.web.conf import config
from speculoos.web.store.gate.counts import GateCount, keep_counts, keep_sightings
from tests.server.api_tools import BAKERY, HOME, check_problem, send, token
from tests.server.test_gate_counts import counted, sighted

URL = f"{HOME}/gate/counts"


@pytest.fixture
def sender(platform, owner):
    return token(owner, "gate:write")


def count(**fields):
    given = {"hour": timezone.now().isoformat(), "side": "request", "name": "_ga", "path": "/", "action": "strip"}
    return given | {"reason": "not_granted", "mode": "enforce", "count": 2} | fields


def test_what_a_gate_sends_is_added_in_general_words(client, platform, sender):
    given = [count(), count(), count(name="sess_0123456789ab", path="/users/12345/?mail=a@b.example", reason="")]
    response = send(client, "POST", URL, {"counts": given}, **sender)

    assert (response.status_code, response.content, [*response.cookies]) == (204, b"", [])
    rows = {(row.name, row.path): row.count for row in GateCount.objects.filter(site=platform)}
    assert rows == {("_ga", "/"): 4, ("sess_*", "/users/*/"): 2}


def test_what_a_door_elsewhere_sends_is_understood(client, platform, sender):
    """The sums of a tally and its faults, as gate.sending writes them, arrive as they were counted."""
    now, tally = timezone.now(), Tally()
    for action, reason in ((Action.EXPIRE, Reason.UNDECLARED), (Action.AMEND, Reason.LIFETIME)):
        verdict = Verdict("sess_12345", action, reason, Mode.ENFORCE)
        tally.count("response", "/a/b", verdict, now)
    tally.fault(KeyError("secret"), "enforce", now)
    response = send(client, "POST", URL, {"counts": [as_json(each) for each in tally.drain()]}, **sender)

    assert response.status_code == 204, response.content
    assert {*GateCount.objects.values_list("side", "name", "path", "action", "reason", "mode", "count")} == {
        ("response", "sess_*", "/a/b", "expire", "undeclared", "enforce", 1),
        ("response", "sess_*", "/a/b", "amend", "lifetime", "enforce", 1),
        ("fault", "KeyError", "", "", "", "enforce", 1),
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": 0}, {"count": -1}, {"count": 10**13}, {"count": 1.5}, {"side": "inside"}, {"mode": "loud"},
        {"action": "refuse"}, {"hour": "yesterday"}, {"hour": "2001-01-01T00:00:00Z"}, {"hour": 1e300},
        {"hour": "2999-01-01T00:00:00Z"}, {"name": "x" * 5000}, {"name": None}, {"address": "192.0.2.1"},
    ],
)  # fmt: skip
def test_one_wrong_count_and_nothing_is_kept(client, platform, sender, wrong):
    response = send(client, "POST", URL, {"counts": [count(), count(**wrong)]}, **sender)

    check_problem(response, 422, "wrong-values")
    assert not GateCount.objects.exists()


def test_a_token_of_one_site_counts_for_no_other(client, platform, owner):
    headers = token(owner, "gate:write", "gate:read", site=platform)

    check_problem(send(client, "POST", f"{BAKERY}/gate/counts", {"counts": [count()]}, **headers), 404)
    for name in ("counts", "sightings"):
        check_problem(client.get(f"{BAKERY}/gate/{name}", headers=headers), 404)
        assert client.get(f"{HOME}/gate/{name}", headers=headers).json()["count"] == 0


def test_counts_are_read_by_span_side_and_reason(client, platform, owner):
    now, headers = timezone.now(), token(owner, "gate:read")
    keep_counts(platform.pk, [counted(hour=now, count=3), counted(hour=now - timedelta(days=9), name="old")])
    keep_counts(platform.pk, [counted(hour=now, side="response", reason="undeclared", name="new", action="expire")])

    def names(query):
        return [row["name"] for row in client.get(f"{URL}?{query}", headers=headers).json()["items"]]

    assert names("") == ["_ga", "new", "old"]
    assert names(f"from={(now - timedelta(days=2)).date()}") == ["_ga", "new"]
    assert names("reason=undeclared") == ["new"]
    assert names("side=request") == ["_ga", "old"]
    check_problem(client.get(f"{URL}?reason=because", headers=headers), 422)
    check_problem(client.get(f"{URL}?from=now", headers=headers), 422)


def test_sightings_are_read_by_those_who_may(client, platform, owner):
    keep_sightings(platform.pk, [sighted()], timezone.now())
    url = f"{HOME}/gate/sightings"

    row = client.get(url, headers=token(owner, "gate:read")).json()["items"][0]
    assert (row["name"], row["detail"], row["page"], row["count"]) == ("cdn.example", "script-src", "/", 1)
    check_problem(client.get(url), 401)
    check_problem(client.get(url, headers=token(owner, "gate:write")), 403)


def test_a_gate_elsewhere_fetches_what_it_runs_on_and_reads_it(client, platform, owner, tmp_path):
    reader = token(owner, "gate:read")
    response = client.get(f"{BAKERY}/gate", headers=reader)
    file = tmp_path / "gate.json"
    file.write_bytes(response.content)
    gate = gate_from_file(file, rules={"mode": "enforce"})

    assert response.status_code == 200
    assert gate.setup.reader.site == "biscuiterie"
    assert gate.open([b"_ga=1"], host="x.example", path="/").cookies == ()
    assert client.get(f"{BAKERY}/gate", headers={"If-None-Match": response["ETag"], **reader}).status_code == 304
    assert not any(secret in response.content.decode() for secret in config().secrets())


def test_nobody_else_is_told(client, platform, sender):
    assert client.get(f"{BAKERY}/gate").status_code == 401
    assert client.get(f"{BAKERY}/gate", headers=sender).status_code == 403

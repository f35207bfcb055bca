"""What a gate in nginx wrote down, read into the counts of a site."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from speculoos.gate.nginx.log import summed
from speculoos.web.store.gate.counts import GateCount

pytestmark = pytest.mark.django_db


def line(did="request expire undeclared enforce _ga", hours=0, path="/shop/1234567?secret"):
    return json.dumps({"time": (timezone.now() - timedelta(hours=hours)).isoformat(), "path": path, "did": did})


def run(site, path):
    out = io.StringIO()
    call_command("gate_import", site, str(path), stdout=out)
    return out.getvalue().strip()


def rows():
    names = ("side", "name", "path", "action", "reason", "mode", "count")
    return [*GateCount.objects.order_by("hour", "name").values_list(*names)]


@pytest.fixture
def log(tmp_path, platform):
    path = tmp_path / "gate.log"
    told = [line(), line(), line("response amend lifetime report_only sid_0123456789; request strip host enforce b", 3)]
    path.write_text("\n".join([*told, "nonsense", line("fault TypeError"), line(hours=24 * 400), line("a b c d e")]))
    return path


def test_a_log_is_counted_by_hour_and_path(log):
    assert run("platform", log) == "platform: 5 counted in 7 lines. 3 of its lines are not the gate's, or too old."
    assert rows() == [
        ("request", "b", "/shop/*", "strip", "host", "enforce", 1),
        ("response", "sid_*", "/shop/*", "amend", "lifetime", "report_only", 1),
        ("fault", "TypeError", "", "", "", "report_only", 1),
        ("request", "_ga", "/shop/*", "expire", "undeclared", "enforce", 2),
    ]


def test_a_summary_of_a_log_says_the_same_without_hours_and_paths(log, tmp_path):
    path = tmp_path / "summary.json"
    path.write_text(json.dumps(summed(log.read_text().splitlines()).as_json(), indent=2))

    assert run("platform", path).startswith("platform: 6 counted in 7 lines.")
    assert {(row[1], row[2], row[-1]) for row in rows()} == {
        ("_ga", "", 3), ("TypeError", "", 1), ("b", "", 1), ("sid_*", "", 1),
    }  # fmt: skip
    assert GateCount.objects.values("hour").distinct().count() == 1


@pytest.mark.parametrize("text", ["{\n}", '{\n"rows": 1', '{\n"lines": "x", "unread": 0, "last": null, "rows": []}'])
def test_what_is_no_summary_is_said_to_be_none(platform, tmp_path, text):
    path = tmp_path / "summary.json"
    path.write_text(text)

    with pytest.raises(CommandError, match="is no summary"):
        run("platform", path)
    assert rows() == []


def test_a_file_or_site_that_is_not_there_is_named(platform, tmp_path):
    with pytest.raises(CommandError, match=r"missing\.log cannot be read"):
        run("platform", tmp_path / "missing.log")
    with pytest.raises(CommandError, match="There is no site nowhere"):
        run("nowhere", tmp_path / "missing.log")

"""Where browsers report to: what a policy held back on the site's pages, and what our guard kept scripts from storing.

Anybody can send anything here, so little is believed: only what is said of a page of the site counts, and of that only
hosts, names and paths in general forms (gate/sightings.py). Nothing is set, and no cookie and no address is looked at.
"""

import json
from functools import lru_cache
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field, RootModel

from speculoos.core.sites import covers, host_of
from speculoos.gate.sightings import OLD, OURS, REPORTS, TYPES, read
from speculoos.web.api.answers import taken
from speculoos.web.api.bodies import read_json
from speculoos.web.api.describe import described
from speculoos.web.api.errors import Problem, wrong_values
from speculoos.web.api.lookup import published
from speculoos.web.api.params import SiteName
from speculoos.web.front.origin import is_same_origin, registered_origin, site_origins
from speculoos.web.store.gate.collecting import collector
from speculoos.web.store.publish import Published

router = Router(tags=["Gate"])

LARGEST = 64 * 1024
"""Bytes of a body: browsers send a few reports at once, and none is long."""

EXAMPLE: list[Any] = [
    {
        "type": "speculoos-storage",
        "kind": "cookie",
        "name": "_ga",
        "reason": "undeclared",
        "page": "/shop/",
        "mode": "report_only",
    }
]


class ReportIn(Schema):
    """A report of the Reporting API. Of its body the blocked address' host, the directive and the page are read."""

    type: Literal["csp-violation"]
    url: str | None = None
    body: dict[str, Any]


class OldReportIn(Schema):
    """What browsers send to a policy's `report-uri`."""

    report: dict[str, Any] = Field(alias="csp-report")


class StorageReportIn(Schema):
    """What our guard sends of an item that a script was to store."""

    type: Literal["speculoos-storage"]
    kind: Literal["cookie", "local_storage", "session_storage"]
    name: str
    page: str = Field(description="The page's path.")
    reason: str = ""
    mode: Literal["report_only", "enforce"]


class ReportsIn(RootModel[list[ReportIn | StorageReportIn] | OldReportIn]):
    """Reports as browsers send them. What is not of these shapes is passed over."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})


@router.post(
    "/sites/{slug:site}/reports",
    url_name="api_reports",
    operation_id="sendReports",
    summary="Report what a browser met",
    response={204: None},
    openapi_extra=described(body=ReportsIn, bodies=(OURS, REPORTS, OLD), problems=("too-many",)),
)
def reports(request: HttpRequest, site: SiteName) -> HttpResponse:
    """Take in what browsers say of the site's pages: hosts and items that no declaration or choice allows.

    Reports about pages of other sites are dropped without a word. A browser sends these by itself, without a token;
    what is kept of them is bounded, general, and nobody's.
    """
    found = published(site)
    if (request.content_type or "").lower() not in TYPES:
        raise Problem("not-this-media-type", f"Send one of {', '.join(TYPES)}.")
    told = read_json(request, LARGEST, OLD)
    given = told if isinstance(told, list) else [told]
    if not all(isinstance(each, dict) for each in given):
        raise wrong_values([{"in": "body", "pointer": "", "detail": "is a report, or a list of reports."}])
    kept = [each for each in given if _of_the_site(each, request, found)]
    sightings = read(json.dumps(kept).encode(), OURS) if kept else []
    if sightings:
        collector.add(found.site_id, sightings)
    return taken()


def _of_the_site(report: dict[str, Any], request: HttpRequest, site: Published) -> bool:
    """Whether it is about a page of the site: a browser's report says which, our guard's comes from one."""
    if report.get("type") == "speculoos-storage":
        registered = registered_origin(request, site.registry.site.url, site.options.origins)
        return registered is not None or is_same_origin(request)
    page = _page(report)
    host = host_of(page) if isinstance(page, str) else None
    if host is None:
        return False
    known = _hosts(site.registry.site.url, site.options.origins)
    shared = site.options.shared_domain
    return host in known or host == host_of(f"//{request.get_host()}") or bool(shared and covers(shared, host))


def _page(report: dict[str, Any]) -> Any:
    inner, body = report.get("csp-report"), report.get("body")
    if isinstance(inner, dict):
        return inner.get("document-uri")
    return (body.get("documentURL") if isinstance(body, dict) else None) or report.get("url")


@lru_cache(maxsize=256)
def _hosts(url: str, origins: tuple[str, ...]) -> frozenset[str]:
    return frozenset(host for origin in (*site_origins(url), *origins) if (host := host_of(origin)))

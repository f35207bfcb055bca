"""What gates elsewhere did, sent in by them, and read again with what browsers reported.

Doors that run beside the site (nginx, ASGI, WSGI) send sums; a sum names no visitor. Names and paths are made general
here once more, whatever the door has done.
"""

import os
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from ninja.params import P, QueryEx
from pydantic import AfterValidator, ConfigDict, Field

from speculoos.gate.rules import Action, Mode, Reason
from speculoos.gate.tally import OTHER, Count, path_shape, shape
from speculoos.web.api.answers import PRIVATE, answer, links, page, taken
from speculoos.web.api.auth import caller_of, needs
from speculoos.web.api.bodies import read_json
from speculoos.web.api.describe import described
from speculoos.web.api.lookup import published, row_for
from speculoos.web.api.params import Limit, Offset, SiteName
from speculoos.web.api.records import From, To
from speculoos.web.api.schemas import Page, example
from speculoos.web.store.exporting import Span
from speculoos.web.store.gate.counts import KEPT, keep_counts
from speculoos.web.store.gate.file import bundle_of
from speculoos.web.store.gate.reading import COUNT, SIGHTING, Asked, told

router = Router(tags=["Gate"])

READ, WRITE = "gate:read", "gate:write"
MOST = 2_000
LARGEST = 1_000_000
"""Bytes of MOST counts, with room to spare."""
MUCH = 10**12
Side = Literal["request", "response", "fault"]
ReasonAsked = QueryEx[
    Reason | None, P(description="Only what was judged so, such as `undeclared`.", example="undeclared")
]
SideAsked = QueryEx[Side | None, P(description="Only what was judged in requests or in responses, or faults alone.")]


def _recent(moment: datetime) -> datetime:
    now = timezone.now()
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not now - KEPT <= moment <= now + timedelta(hours=1):
        message = "must be an hour of the last half year"
        raise ValueError(message)
    return moment


class CountOut(Schema):
    """So often in this hour."""

    hour: datetime
    side: Side = Field(description="Where: in requests, in responses, or a fault of the gate itself.")
    name: str = Field(description="The declared name or pattern, else a general form of the name; of a fault its kind.")
    path: str = Field(description="A general form of the path: numbers and long parts are stars.")
    action: str = Field(description="What was done, or would have been: `strip`, `expire`, `amend`. Empty for faults.")
    reason: str = Field(description="Why: see the reasons of the gate. Empty for faults.")
    mode: str = Field(description="`enforce`: it was done; `report_only`: it would have been done.")
    count: int

    model_config = example(
        hour="2026-11-24T08:00:00Z",
        side="request",
        name="_ga",
        path="/shop/*",
        action="strip",
        reason="not_granted",
        mode="enforce",
        count=12,
    )


class CountIn(Schema):
    """So often in this hour, as a gate has counted it."""

    hour: Annotated[datetime, AfterValidator(_recent)] = Field(description="Any moment of the hour, by UTC.")
    side: Side
    name: str = Field(max_length=4096)
    path: str = Field("", max_length=4096)
    action: Action | Literal[""] = ""
    reason: Reason | Literal[""] = ""
    mode: Mode
    count: int = Field(1, ge=1, le=MUCH)

    model_config = ConfigDict(extra="forbid")

    def value(self) -> Count:
        """The count in general words."""
        path = "" if self.side == "fault" else self.path if self.path == OTHER else path_shape(self.path)
        return Count(self.hour, self.side, shape(self.name), path, self.action, self.reason, self.mode, self.count)


class CountsIn(Schema):
    """What one gate has counted since it last told."""

    counts: list[CountIn] = Field(max_length=MOST)

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "counts": [
                        {
                            "hour": "2026-11-24T08:00:00Z",
                            "side": "response",
                            "name": "_ga",
                            "path": "/shop/",
                            "action": "strip",
                            "reason": "undeclared",
                            "mode": "report_only",
                            "count": 3,
                        }
                    ]
                }
            ]
        },
    )


class SightingOut(Schema):
    """Something that browsers met on the site's pages and that nobody had allowed."""

    what: Literal["host", "item"] = Field(description="A host that was to be loaded from, or an item that was stored.")
    name: str = Field(description="The host, or the item's name in a general form.")
    detail: str = Field(description="Of a host the directive, of an item its kind.")
    page: str = Field(description="A general form of the page's path.")
    disposition: str = Field(description="Whether it was kept off, or only reported.")
    first_seen: datetime
    last_seen: datetime
    count: int

    model_config = example(
        what="host",
        name="cdn.example",
        detail="script-src",
        page="/shop/*",
        disposition="report",
        first_seen="2026-11-20T08:00:00Z",
        last_seen="2026-11-24T08:00:00Z",
        count=7,
    )


class GateLayout(Schema):
    """What the choices about an earlier version speak of, in its order."""

    version: int
    purposes: list[str]
    services: list[tuple[str, str]] = Field(description="Pairs of a service's id and its purpose's.")


class GateFile(Schema):
    """What a gate elsewhere runs on."""

    format: Literal["speculoos gate 1"]
    site: str = Field(description="The short name, which is part of what a choice's signature covers.")
    registry: dict[str, Any] = Field(description="The current version, as `getSite` links to it.")
    rules: dict[str, Any] = Field(description="The site's settings of its gate.")
    layouts: list[GateLayout]
    material_since: int = Field(description="Grants about an earlier version than this do not count any more.")
    max_age_days: int = Field(description="For how many days a choice counts.")

    model_config = example(
        format="speculoos gate 1",
        site="biscuiterie",
        registry={"site": {"name": "Biscuiterie"}, "version": 3},
        rules={"mode": "enforce", "csp": "report_only"},
        layouts=[{"version": 2, "purposes": ["statistics"], "services": [["count", "statistics"]]}],
        material_since=2,
        max_age_days=184,
    )


@router.post(
    "/sites/{slug:site}/gate/counts",
    url_name="api_gate_counts_add",
    operation_id="sendGateCounts",
    summary="Send what a gate has counted",
    auth=needs(WRITE),
    response={204: None},
    openapi_extra=described(scope=WRITE, body=CountsIn),
)
def send(request: HttpRequest, site: SiteName) -> HttpResponse:
    """Add sums to what is kept, all of them or none.

    What is sent twice is counted twice, so a gate that is not sure whether it was heard forgets rather than repeats.
    """
    row = row_for(caller_of(request), site)
    given = CountsIn.model_validate(read_json(request, LARGEST))
    keep_counts(row.pk, [each.value() for each in given.counts])
    return taken()


@router.get(
    "/sites/{slug:site}/gate/counts",
    url_name="api_gate_counts",
    operation_id="getGateCounts",
    summary="What the gate did",
    auth=needs(READ),
    response=Page[CountOut],
    openapi_extra=described(scope=READ),
)
def counts(
    request: HttpRequest,
    site: SiteName,
    since: From = "",
    until: To = "",
    reason: ReasonAsked = None,
    side: SideAsked = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> HttpResponse:
    """What was stripped, expired and amended, or would have been: by the hour for a week, then by the day."""
    row, span = row_for(caller_of(request), site), Span.of(since, until)
    rows = Asked(span.since, span.until, reason or "", side or "").counts(row.pk)
    found = page(request, rows, rows.count(), limit, offset, lambda each: told(each, COUNT))
    return answer(request, found, headers=links(found))


@router.get(
    "/sites/{slug:site}/gate/sightings",
    url_name="api_gate_sightings",
    operation_id="getGateSightings",
    summary="What browsers reported",
    auth=needs(READ),
    response=Page[SightingOut],
    openapi_extra=described(scope=READ),
)
def sightings(
    request: HttpRequest, site: SiteName, since: From = "", until: To = "", limit: Limit = 50, offset: Offset = 0
) -> HttpResponse:
    """Hosts and items that nobody had allowed, on which page, since when and how often. Nothing of any visitor."""
    row, span = row_for(caller_of(request), site), Span.of(since, until)
    rows = Asked(span.since, span.until).sightings(row.pk)
    found = page(request, rows, rows.count(), limit, offset, lambda each: told(each, SIGHTING))
    return answer(request, found, headers=links(found))


@router.get(
    "/sites/{slug:site}/gate",
    url_name="api_gate_file",
    operation_id="getGateFile",
    summary="What a gate elsewhere runs on",
    auth=needs(READ),
    response=GateFile,
    openapi_extra=described(scope=READ, revalidated=True),
)
def gate_file(request: HttpRequest, site: SiteName) -> HttpResponse:
    """The published version, the site's rules and what earlier choices mean: fetch it, and the gate follows the file.

    It holds no key; see `gate_key` for the one that a gate reads choices with.
    """
    row_for(caller_of(request), site)
    base = os.environ.get("SPECULOOS_URL") or request.build_absolute_uri("/")
    return answer(request, bundle_of(published(site), base.rstrip("/")).as_json(), cache=PRIVATE)

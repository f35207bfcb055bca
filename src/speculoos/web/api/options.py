"""A site's settings: how its declaration is delivered. Judged by the store, as the back office's form is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from speculoos.web.api.answers import PRIVATE, answer
from speculoos.web.api.auth import needs
from speculoos.web.api.bodies import SMALL, read_json
from speculoos.web.api.describe import described
from speculoos.web.api.errors import wrong_values
from speculoos.web.api.lookup import draft_site
from speculoos.web.api.params import SiteName
from speculoos.web.store.options import Options, faults, keep_options, options_of
from speculoos.web.store.publish import forget

router = Router(tags=["Draft"])

READ, WRITE = "registry:read", "registry:write"
EXAMPLE: dict[str, Any] = {
    "origins": ["https://shop.example.org"],
    "place_header": "CF-IPCountry",
    "gate": "enforce",
    "gate_items": [["_ga*", "report_only"]],
}


class OptionsIn(Schema):
    """Settings of a site. What is not named is the default."""

    retention_months: int | None = Field(None, description="Null: as long as the platform says.")
    account_choice: bool = False
    place: str | None = Field(None, description="A profile's code; null: unknown, so the strictest of the site's.")
    place_header: str = Field("", description="The header in which the site's edge names the country.")
    visitor_may_choose_place: bool = False
    origins: list[str] = Field(default_factory=list, description="Further https origins of the site's own pages.")
    shared_domain: str = Field("", description="Sub-domains of it share one choice.")
    modes: dict[str, Any] = Field(default_factory=dict, description="Consent modes; empty: off.")
    tcf: dict[str, Any] = Field(default_factory=dict, description="TC strings; empty: off.")
    gpp: list[str] = Field(default_factory=list, description="Sections of the United States; empty: off.")
    gate: str | None = Field(None, description="off, report_only or enforce; null: the default, report_only.")
    gate_items: list[list[str]] = Field(
        default_factory=list, description="Pairs of a name or pattern and a mode of its own; the first that fits."
    )
    gate_lifetimes: bool = Field(default=True, description="The gate shortens what would live longer than declared.")
    gate_attributes: bool = Field(
        default=True, description="The gate adds the attributes that are declared and missing."
    )
    gate_csp: str | None = Field(None, description="The mode of the derived Content-Security-Policy; null: the same.")
    gate_told: bool = Field(default=False, description="A response header says what the gate did, for developers.")

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})


class OptionsOut(Schema):
    """Every setting of a site, and which of them somebody has set."""

    site: str
    options: OptionsIn
    set: list[str] = Field(description="The names of those that are not the defaults.")

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"site": "bakery", "options": EXAMPLE, "set": [*EXAMPLE]}]}
    )


@router.get(
    "/sites/{slug:site}/options",
    url_name="api_options",
    operation_id="getOptions",
    summary="The settings",
    auth=needs(READ),
    response=OptionsOut,
    openapi_extra=described(scope=READ, revalidated=True),
)
def options(request: HttpRequest, site: SiteName) -> HttpResponse:
    """How the site's declaration is delivered: no part of any version."""
    row = draft_site(request, site)
    return _told(request, site, options_of(row.pk))


@router.put(
    "/sites/{slug:site}/options",
    url_name="api_options_replace",
    operation_id="replaceOptions",
    summary="Replace the settings",
    auth=needs(WRITE),
    response=OptionsOut,
    openapi_extra=described(scope=WRITE, body=OptionsIn),
)
def replace(request: HttpRequest, site: SiteName) -> HttpResponse:
    """All or nothing; they count as soon as this is answered."""
    row = draft_site(request, site)
    given = OptionsIn.model_validate(read_json(request, SMALL)).model_dump()
    if wrong := faults(given, row.url):
        raise wrong_values([{"in": "body", "pointer": f"/{name}", "detail": told} for name, told in wrong.items()])
    kept = Options.from_json(given)
    keep_options(row.pk, kept)
    forget()
    return _told(request, site, kept)


def _told(request: HttpRequest, site: str, kept: Options) -> HttpResponse:
    return answer(request, {"site": site, "options": kept.as_json(), "set": [*kept.changed()]}, cache=PRIVATE)

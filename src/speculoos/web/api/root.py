"""The root of the API, and the places whose law is known."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from speculoos import __version__
from speculoos.law.profiles import PROFILES, Profile
from speculoos.web.api.answers import REVALIDATE, address, answer, links, page
from speculoos.web.api.describe import described
from speculoos.web.api.params import Limit, Offset
from speculoos.web.api.schemas import JurisdictionOut, Page, RootOut

router = Router(tags=["Start"])


@router.get(
    "/",
    url_name="api_root",
    operation_id="getRoot",
    summary="Where everything is",
    response=RootOut,
    openapi_extra=described(revalidated=True),
)
def root(request: HttpRequest) -> HttpResponse:
    """The addresses to start from."""
    names = {"sites": "api_sites", "drafts": "api_drafts", "jurisdictions": "api_jurisdictions",
             "openapi": "api_openapi", "docs": "api_docs"}  # fmt: skip
    found = {name: address(url_name) for name, url_name in names.items()}
    return answer(request, {"name": "Speculoos", "version": __version__, "links": found}, cache=REVALIDATE)


@router.get(
    "/jurisdictions",
    url_name="api_jurisdictions",
    operation_id="listJurisdictions",
    summary="The places whose law is known",
    response=Page[JurisdictionOut],
    openapi_extra=described(revalidated=True),
)
def jurisdictions(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> HttpResponse:
    """Codes for `jurisdictions` elsewhere. `CA` is California; Canada's Québec is `QC`."""
    profiles = [profile for profile in PROFILES.values() if profile.enabled]
    found = page(request, profiles, len(profiles), limit, offset, _shown)
    return answer(request, found, cache=REVALIDATE, headers=links(found))


def _shown(profile: Profile) -> dict[str, object]:
    return {name: getattr(profile, name) for name in ("code", "name", "exempts", "gpc_binding")}

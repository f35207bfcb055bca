"""Taking records away, and seeing again what was shown: what an auditor or an authority asks a site for."""

from typing import Literal

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router
from ninja.params import P, PathEx, QueryEx

from speculoos.consent.export import FORMATS
from speculoos.core.errors import InputError
from speculoos.web.api.answers import NEVER, answer
from speculoos.web.api.auth import caller_of, needs
from speculoos.web.api.describe import described
from speculoos.web.api.errors import not_found, wrong_parameter
from speculoos.web.api.lookup import row_for
from speculoos.web.api.params import SiteName
from speculoos.web.api.schemas import NoticeOut
from speculoos.web.store.archive import ShownNotice
from speculoos.web.store.exporting import Span, chosen, documents

router = Router(tags=["Choice"])

RecordsFormat = Literal["csv", "jsonl", "parquet", "jsonld"]
Ending = PathEx[RecordsFormat, P(description="The kind of file.", example="jsonl")]
Hash = PathEx[str, P(description="The `texts_hash` of a record.", example="0" * 64)]
From = QueryEx[str, P(alias="from", max_length=40, description="The first day or moment, such as 2026-11-01.")]
To = QueryEx[str, P(alias="to", max_length=40, description="The last day, or the moment before which records count.")]
MEDIA_TYPES = tuple(media_type.partition(";")[0] for media_type, _ in FORMATS.values())


@router.get(
    "/sites/{slug:site}/consents.{format}",
    url_name="api_consents_file",
    operation_id="exportConsents",
    summary="The records as a file",
    auth=needs("consents:read"),
    openapi_extra=described(scope="consents:read", files=MEDIA_TYPES),
)
def export(
    request: HttpRequest, site: SiteName, format: Ending, since: From = "", until: To = ""
) -> StreamingHttpResponse:
    """Every record between two moments, the oldest first, as it is read.

    `jsonl` has one whole record a line, `csv` one line for each purpose of a record, `parquet` one row a record with
    lists inside, `jsonld` linked data in the words of the DPV.
    """
    row = row_for(caller_of(request), site)
    try:
        span = Span.of(since, until)
    except InputError as fault:
        raise wrong_parameter("from", str(fault).rstrip(".")) from fault
    media_type, write = FORMATS[format]
    headers = {"Content-Disposition": f'attachment; filename="consents-{row.slug}.{format}"', "Cache-Control": NEVER}
    return StreamingHttpResponse(write(documents(chosen(row, span))), content_type=media_type, headers=headers)


@router.get(
    "/sites/{slug:site}/notices/{slug:hash}",
    url_name="api_notice",
    operation_id="getShownNotice",
    summary="What was shown",
    auth=needs("consents:read"),
    response=NoticeOut,
    openapi_extra=described(scope="consents:read"),
)
def notice(request: HttpRequest, site: SiteName, hash: Hash) -> HttpResponse:
    """The words, markup and style that a record's `texts_hash` names: SHA-256 over the canonical JSON of `content`."""
    found = ShownNotice.objects.filter(site=row_for(caller_of(request), site), hash=hash).first()
    if found is None:
        raise not_found("There is no such wording in the archive of this site.")
    told = {
        "hash": found.hash,
        "version": found.version,
        "language": found.language,
        "jurisdiction": found.jurisdiction or None,
        "first_shown": found.first_shown.isoformat(),
        "content": found.content,
    }
    return answer(request, told)

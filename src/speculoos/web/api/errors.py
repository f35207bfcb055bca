"""Errors of the API: one shape for all of them, problem details (RFC 9457), and who turns what into which.

Every problem has a name in PROBLEMS; its `type` leads to the paragraph of the documentation that explains it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pydantic
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from speculoos.core.errors import DeclarationError, InputError, SpeculoosError, UsageError

MEDIA_TYPE = "application/problem+json"
REALM = 'Bearer realm="speculoos"'


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: the HTTP status it goes with, its title and what it means to the caller."""

    status: int
    title: str
    meaning: str


PROBLEMS: Mapping[str, Kind] = {
    "bad-request": Kind(400, "Bad request", "The request cannot be read at all."),
    "not-json": Kind(400, "Not JSON", "The body is not one JSON text in UTF-8, or nests too deeply, repeats a key, or "
                     "holds text that cannot be stored. `detail` says where."),
    "sign-in": Kind(401, "Sign in first", "The operation needs a staff session or a bearer token. An unknown or "
                    "expired token is answered in the same way."),
    "not-allowed": Kind(403, "Not allowed", "The caller is known and lacks the right: a scope, staff status or the "
                        "CSRF token. `detail` says which."),
    "cross-origin": Kind(403, "Sent from another site", "A browser sent a choice from a page of another origin. Only "
                         "the site's own pages may choose for a visitor, or ask whether they may send reports."),
    "not-found": Kind(404, "Not found", "There is nothing at this address, or nothing that this caller may see."),
    "wrong-method": Kind(405, "Method not allowed", "The address exists; the header `Allow` lists its methods."),
    "nothing-changed": Kind(409, "Nothing to publish", "The draft says the same as the version published last."),
    "other-version": Kind(409, "Another version", "The visitor was shown a version that has changed materially "
                          "since, or that does not exist. Load the current one and ask again."),
    "no-length": Kind(411, "Length required", "The body was sent in chunks. Send it with `Content-Length`."),
    "draft-changed": Kind(412, "The draft has changed", "Somebody changed the draft since it was read. Read it again "
                          "and repeat the change."),
    "too-large": Kind(413, "Too large", "The body is larger than the operation takes. `detail` states the limit."),
    "not-this-media-type": Kind(415, "Not this media type", "Send `Content-Type: application/json`, in UTF-8."),
    "wrong-values": Kind(422, "Wrong values", "Parameters or fields of the body are missing or wrong. `errors` lists "
                         "all of them, each with the place (`in`, `pointer`) and what is wrong."),
    "faults": Kind(422, "Faults in the declaration", "The registry has faults. `faults` lists all of them at once, "
                   "each with the entry, what is wrong and how to mend it."),
    "not-a-choice": Kind(422, "Not a choice", "The site has no such optional purpose or service, or the act does not "
                         "fit what it names."),
    "too-many": Kind(429, "Too many at once", "The visitors of one site post more than this server takes. Try "
                     "again after `Retry-After` seconds."),
    "internal": Kind(500, "Internal error", "The fault is ours and has been logged."),
    "busy": Kind(503, "Busy", "The database did not answer in time. Try again after `Retry-After` seconds."),
}  # fmt: skip

BY_STATUS = {400: "bad-request", 401: "sign-in", 403: "not-allowed", 404: "not-found", 405: "wrong-method",
             409: "nothing-changed", 411: "no-length", 412: "draft-changed", 413: "too-large",
             415: "not-this-media-type", 422: "wrong-values", 429: "too-many", 500: "internal",
             503: "busy"}  # fmt: skip


class Problem(SpeculoosError):  # noqa: N818  (RFC 9457's word)
    """An error on its way to the caller. `more` holds the members beyond the five of RFC 9457."""

    def __init__(self, kind: str, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.kind = kind
        self.headers = headers or {}
        self.more = more

    def response(self, status: int | None = None) -> HttpResponse:
        """The answer; `status` only where the kind's own does not fit."""
        kind = PROBLEMS[self.kind]
        status = status or kind.status
        body = {"type": type_of(self.kind), "title": kind.title, "status": status, "detail": str(self)} | self.more
        text = json.dumps(body, ensure_ascii=True)  # ASCII, so that no echo of a caller's text can fail to encode
        headers = {"Cache-Control": "no-store", **self.headers}
        return HttpResponse(text.encode(), status=status, content_type=MEDIA_TYPE, headers=headers)


def type_of(kind: str) -> str:
    """The `type` of a kind of problem: the address of its explanation."""
    return f"{reverse('speculoos:api_docs')}#problem-{kind}"


def not_found(detail: str = "There is nothing at this address.") -> Problem:
    return Problem("not-found", detail)


def sign_in(detail: str, *, bad_token: bool = False) -> Problem:
    """A 401, which must say how to authenticate (RFC 9110 section 11.6.1, RFC 6750 section 3)."""
    challenge = f'{REALM}, error="invalid_token"' if bad_token else REALM
    return Problem("sign-in", detail, headers={"WWW-Authenticate": challenge})


def install(api: NinjaAPI) -> None:
    """Answer every exception that a route may raise in the one shape; what is not listed stays a 500."""
    for error, handler in HANDLERS.items():
        api.add_exception_handler(error, handler)


def _own(request: HttpRequest, error: Problem) -> HttpResponse:  # noqa: ARG001  (as all below: ninja's signature)
    return error.response()


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
    return Problem(BY_STATUS.get(error.status_code, "bad-request"), f"{error}.").response(error.status_code)


def _unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001
    return sign_in("Send a bearer token, or sign in to the back office.").response()


def _missing(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001
    return not_found().response()


def _parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001
    return wrong_values([_error(e["loc"][0], e["loc"][1:], e["msg"]) for e in error.errors]).response()


def _body(request: HttpRequest, error: pydantic.ValidationError) -> HttpResponse:  # noqa: ARG001
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return wrong_values([_error("body", e["loc"], e["msg"]) for e in found]).response()


def wrong_values(errors: Sequence[Mapping[str, str]]) -> Problem:
    count = len(errors)
    return Problem("wrong-values", f"{count} value{'' if count == 1 else 's'} wrong; see errors.", errors=[*errors])


def wrong_parameter(name: str, detail: str) -> Problem:
    """One wrong parameter of the query, found by our own code."""
    return wrong_values([_error("query", (name,), detail)])


def _error(place: Any, path: Sequence[Any], message: str) -> dict[str, str]:
    """`pointer` is a JSON pointer (RFC 6901) into the body, or into the parameters as an object."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return {"in": str(place), "pointer": "".join(f"/{step}" for step in steps), "detail": f"{message}."}


def _input(request: HttpRequest, error: InputError) -> HttpResponse:  # noqa: ARG001
    return Problem(BY_STATUS.get(error.status, "bad-request"), str(error)).response(error.status)


def _usage(request: HttpRequest, error: UsageError) -> HttpResponse:  # noqa: ARG001
    return Problem("bad-request", str(error)).response()


def _declaration(request: HttpRequest, error: DeclarationError) -> HttpResponse:  # noqa: ARG001
    faults = faults_json(error)
    count = len(faults)
    return Problem("faults", f"{count} fault{'' if count == 1 else 's'}; see faults.", faults=faults).response()


def faults_json(error: DeclarationError) -> list[dict[str, Any]]:
    """The faults as JSON; the place in a file is left out where the declaration came as data."""
    rows = [asdict(fault) for fault in error.faults]
    return [{k: v for k, v in row.items() if k != "file" and v != 0} for row in rows]


def _suspicious(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001
    return Problem("bad-request", "The request is not one that this server reads.").response()


def _too_big(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001
    return Problem("too-large", "The body is larger than this server takes.").response()


def _busy(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001
    return Problem("busy", "The database did not answer in time.", headers={"Retry-After": "1"}).response()


HANDLERS: Mapping[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Problem: _own,
    HttpError: _http,
    AuthenticationError: _unauthenticated,
    Http404: _missing,
    ValidationError: _parameters,
    pydantic.ValidationError: _body,
    InputError: _input,
    UsageError: _usage,
    DeclarationError: _declaration,
    SuspiciousOperation: _suspicious,
    UnreadablePostError: _suspicious,
    RequestDataTooBig: _too_big,
    OperationalError: _busy,
}

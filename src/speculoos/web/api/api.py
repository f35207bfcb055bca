"""The API as one value: its routers, its errors, and the words at the top of its documentation."""

from ninja import NinjaAPI

from speculoos.web.api import (
    consents,
    drafts,
    errors,
    gate,
    ledger,
    options,
    policies,
    questions,
    records,
    reports,
    root,
    sites,
)

VERSION = "1.0.0"
"""Of the interface: a new first number comes with a new address."""

DESCRIPTION = """\
What a site declares, the policy that follows from it, and what a visitor chose.

**Reading is open.** Published registries, versions and policies need no key and set no cookie. A version never
changes: its answer may be kept for ever. What is current carries an `ETag`; send it back in `If-None-Match` and get
`304` while nothing has changed.

**Machines** send `Authorization: Bearer TOKEN`. Tokens are made in the back office, with scopes: `registry:read` and
`registry:write` for drafts, `consents:write` and `consents:read` for choices and their records, `gate:write` and
`gate:read` for what gates counted. Only a hash of a token is kept. A token that is bound to one site works for that
site; others answer `404`.

**Staff in a browser** use the session of the back office. Whatever changes something needs the session's CSRF token in
the header `X-CSRFToken`; the forms of the back office carry it in the field `csrfmiddlewaretoken`.

**Visitors** need nothing. Their choice is one `POST` from a page of the same origin, which sets the one cookie
`cookies_preferences`; nothing else here sets one. `Sec-GPC: 1` is honoured.

**Errors** have one shape, problem details (RFC 9457, `application/problem+json`): `type`, `title`, `status`, `detail`,
and `errors` or `faults` where there are several at once.

**Lists** come in pages: `limit` (at most 200) and `offset`; `next` and `previous` are addresses, also in the header
`Link`.

The text of this interface is English. Policies come in the languages of the platform.
"""

TAGS = {
    "Start": "The root, and the places whose law is known.",
    "Registry": "What a published site declares, in every version, and what follows from it.",
    "Policy": "The page that visitors read, as data and as files.",
    "Choice": "What a visitor chose: their own state, their acts, and the records that prove them.",
    "Ledger": "That the records are complete and unchanged: checkpoints, keys and proofs.",
    "Gate": "What the gate stripped, expired and amended, and what browsers reported.",
    "Draft": "What editors and machines work on until it is published.",
}


def build() -> NinjaAPI:
    """The API with every route. Its own documentation pages are off: they load scripts from elsewhere."""
    made = NinjaAPI(title="Speculoos", version=VERSION, description=DESCRIPTION, docs_url=None, openapi_url=None)
    errors.install(made)
    for part in (root, sites, questions, policies, consents, records, ledger, gate, reports, drafts, options):
        made.add_router("", part.router)
    return made


api = build()

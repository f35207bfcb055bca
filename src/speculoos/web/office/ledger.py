"""The ledger in the back office: its state on the records page, and its verification at a press of a button."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from speculoos.consent.ledger import Checkpoint
from speculoos.consent.merkle import Frontier
from speculoos.web.office.access import staff
from speculoos.web.office.lookup import draft_of
from speculoos.web.store.booking import as_value
from speculoos.web.store.ledger import LedgerCheckpoint, LedgerEntry, LedgerHead
from speculoos.web.store.sites import Site
from speculoos.web.store.verifying import verify_and_note

MOST = 50_000
"""A ledger of more records than this takes longer to verify than a page should take to answer."""


@dataclass(frozen=True, slots=True)
class State:
    """What the page says of a ledger."""

    size: int
    root: str
    erased: int
    checkpoint: Checkpoint | None
    verified_at: datetime | None
    findings: int
    most: int = MOST


def state_of(site: Site) -> State:
    head = LedgerHead.objects.filter(site=site).first() or LedgerHead(site=site)
    last = LedgerCheckpoint.objects.filter(site=site).last()
    return State(
        head.size,
        Frontier.from_bytes(head.size, bytes(head.peaks)).root().hex(),
        LedgerEntry.objects.filter(site=site, erased_at__isnull=False).count(),
        as_value(last, site.slug) if last else None,
        head.verified_at,
        head.verified_findings,
    )


@staff
@require_POST
def verify(request: HttpRequest, site: str) -> HttpResponse:
    """Verify, keep the result, and go back to the page that shows it."""
    found = draft_of(site).site
    if LedgerEntry.objects.filter(site=found).count() > MOST:
        messages.error(request, _("The ledger is large: verify it with the command speculoos ledger verify."))
    else:
        verify_and_note(found)
    return redirect("speculoos:office_records", site)

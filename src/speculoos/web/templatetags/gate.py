"""Template filters of the page about the gate: its values in words, and addresses that keep the page's filters."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from speculoos.gate.tally import OTHER
from speculoos.web.office.draft import Draft
from speculoos.web.office.gate.page import NAMES, Filter
from speculoos.web.office.gate.plot import Bar, Plot
from speculoos.web.office.gate.words import ACTIONS, DISPOSITIONS, MODES, REASONS, SIDES
from speculoos.web.store.gate.counts import GateSighting

register = template.Library()


@register.filter
def action_word(value: str) -> Any:
    return ACTIONS.get(value, value)


@register.filter
def reason_word(value: str) -> Any:
    return REASONS.get(value, value)


@register.filter
def side_word(value: str) -> Any:
    return SIDES.get(value, value)


@register.filter
def mode_word(value: str) -> Any:
    return MODES.get(value, value)


@register.filter
def disposition_word(value: str) -> Any:
    """What became of it in the browser: a policy's disposition, or the mode of the script that keeps items off."""
    return DISPOSITIONS.get("report" if value == "report_only" else value, value)


@register.filter
def path_word(value: str) -> str:
    return _("other paths") if value == OTHER else value


@register.filter
def bar_time(bar: Bar, plot: Plot) -> str:
    """The day or hour that a bar stands for."""
    return date_format(localtime(bar.at), "SHORT_DATE_FORMAT" if plot.daily else "H:i")


@register.filter
def as_query(chosen: Filter) -> str:
    """The filters of the page, for an address that keeps them."""
    return urlencode({name: value for name in NAMES if (value := getattr(chosen, name))})


@register.filter
def split(text: str) -> list[str]:
    return text.split()


@register.filter
def declare_url(row: GateSighting, draft: Draft) -> str:
    """The form of a new service, with what was seen filled in, there or in the form of its first item."""
    return _declare(draft, {"host": row.name} if row.what == "host" else {"item": row.name, "kind": row.detail})


@register.filter
def declare_cookie_url(name: str, draft: Draft) -> str:
    return _declare(draft, {"item": name, "kind": "cookie"})


def _declare(draft: Draft, seen: dict[str, str]) -> str:
    return f"{reverse('speculoos:office_row_new', args=[draft.site.slug, 'services'])}?{urlencode(seen)}"

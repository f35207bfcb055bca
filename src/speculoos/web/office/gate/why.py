"""“Why?”: any cookie and any visitor, judged as the gate judges, and told in the words of gate.explain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from speculoos.consent.layout import Layout
from speculoos.core.cookies import parse_set_cookie
from speculoos.core.errors import UsageError
from speculoos.gate.explain import Explained, Side, explain
from speculoos.gate.rules import Rules
from speculoos.gate.supposed import supposed
from speculoos.gate.table import Table
from speculoos.gate.words import Said
from speculoos.registry.model import Registry
from speculoos.web.office.draft import Draft
from speculoos.web.office.forms.lifetimes import lifetime_words, read_lifetime

UNSET, CHOSEN = "unset", "chosen"


class WhyForm(forms.Form):
    """A cookie, and a visitor as somebody supposes them."""

    name = forms.CharField(label=_("Name of the cookie"), max_length=400, required=False)
    set_cookie = forms.CharField(
        label=_("As the site sets it"),
        max_length=4096,
        required=False,
        help_text=_("The text of its Set-Cookie header; without it, as it is declared."),
    )
    visitor = forms.ChoiceField(
        label=_("The visitor"),
        choices=[(UNSET, _("Has not chosen yet")), (CHOSEN, _("Has granted these and refused the others:"))],
        widget=forms.RadioSelect,
        required=False,
        initial=UNSET,
    )
    granted = forms.MultipleChoiceField(
        label=_("Granted purposes"), widget=forms.CheckboxSelectMultiple, required=False
    )
    gpc = forms.BooleanField(label=_("The browser sends Sec-GPC: 1"), required=False)

    def __init__(self, data: Any, registry: Registry) -> None:
        super().__init__(data, auto_id="why_%s")
        language = registry.site.default_language
        labels = {purpose.id: purpose.label.best(language)[1] or purpose.id for purpose in registry.purposes}
        optional = Layout.of(registry).purposes
        self.fields["granted"].choices = [(id, labels.get(id, id)) for id in optional]  # type: ignore[attr-defined]
        if not optional:  # then no visitor differs from another
            del self.fields["visitor"], self.fields["granted"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name, header = cleaned.get("name", "").strip(), cleaned.get("set_cookie", "").strip()
        set_name = parse_set_cookie(header.encode()).name if header else name
        cleaned["name"] = name or set_name
        if not cleaned["name"]:
            self.add_error("name", gettext("Write the name of a cookie."))
        elif set_name != cleaned["name"]:
            told = gettext("This sets the cookie “%(set)s”, and the question is about “%(name)s”.")
            self.add_error("set_cookie", told % {"set": set_name[:60], "name": name[:60]})
        return cleaned


@dataclass(frozen=True, slots=True)
class Covering:
    """A declaration that covers the cookie, with its place in the draft where it still has one."""

    service: str
    provider: str
    purpose: str
    item: str
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """The verdict in the language of the page."""

    explained: Explained
    sides: tuple[tuple[Side, tuple[str, ...]], ...]
    advice: tuple[str, ...]
    covers: tuple[Covering, ...]


def why(form: WhyForm, draft: Draft, registry: Registry, rules: Rules, now: datetime) -> Told | None:
    """The verdict on a valid form; None where it cannot be had, and the form then says so."""
    asked = form.cleaned_data
    ticked = asked.get("granted", [])
    granted = ticked if asked.get("visitor") == CHOSEN or ticked else None
    header = asked["set_cookie"].strip() or None
    try:
        effective = supposed(registry, granted, now, gpc=asked["gpc"])
        found = explain(Table(registry, rules), effective, asked["name"], now, set_cookie=header)
    except UsageError as fault:
        form.add_error("set_cookie" if header else "name", str(fault))
        return None
    sides = tuple((side, _in_language(side.sentences)) for side in (found.request, found.response))
    return Told(found, sides, _in_language(found.advice), tuple(_covering(found, draft)))


def _in_language(sentences: Sequence[Said]) -> tuple[str, ...]:
    """The templates of gate.words are in the catalogues of the back office."""
    return tuple(gettext(each.template) % {k: _value(k, v) for k, v in each.values.items()} for each in sentences)


def _value(name: str, value: str) -> str:
    """A value inside of a sentence: lifetimes and the site's own host are said in words, the rest is names."""
    if name in ("life", "declared"):
        return lifetime_words(read_lifetime(value.replace(",", "")), get_language() or "en")
    return value.replace("the site's own", gettext("the site's own")) if name == "hosts" else value


def _covering(found: Explained, draft: Draft) -> list[Covering]:
    language, places = draft.site.default_language, _places(draft)
    return [
        Covering(
            cover.service.function,
            cover.provider.name,
            cover.purpose.label.best(language)[1] or cover.purpose.id,
            cover.item.name,
            places.get((cover.service.id, cover.item.name), ""),
        )
        for cover in found.covers
    ]


def _places(draft: Draft) -> dict[tuple[str, str], str]:
    """The forms of the draft's items."""
    slug = draft.site.slug
    return {
        (service.ident, item.name): reverse("speculoos:office_row", args=[slug, "items", item.pk])
        for service in draft.services
        for item in service.items.all()
    }

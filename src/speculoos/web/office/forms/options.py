"""The form over a site's settings. What is wrong is the store's to say; the form only reads and shows."""

import json
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from speculoos.consent.gpp.fields import SECTIONS
from speculoos.law.profiles import enabled_profiles
from speculoos.web.conf import config
from speculoos.web.office.forms.base import Remarked
from speculoos.web.office.forms.site import NamesField
from speculoos.web.store.gate.options import MODES, rules_of
from speculoos.web.store.options import DEFAULTS, Options, faults


class ObjectField(forms.JSONField):
    """A JSON object; nothing written is an empty one."""

    widget = forms.Textarea(attrs={"rows": 5, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False) if value else ""

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return {} if found is None else found


class ItemsField(forms.CharField):
    """Names with their modes, one pair a line."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(" ".join(pair) for pair in value or ())

    def to_python(self, value: Any) -> Any:
        return [line.split() for line in (super().to_python(value) or "").splitlines() if line.strip()]


MODE_WORDS = {
    "off": _("Off: no cookie is looked at"),
    "report_only": _("Report only: judged and counted, nothing is changed"),
    "enforce": _("Enforce: what is not declared or not granted does not pass"),
}


WOULD = _("Before you enforce, see what it would do.")


class OptionsForm(Remarked, forms.Form):
    """Every setting; a field left as the default is not stored."""

    groups = (
        (_("Where the site is"), ("origins", "shared_domain")),
        (_("Where its visitors are"), ("place", "place_header", "visitor_may_choose_place")),
        (_("What is kept"), ("retention_months", "account_choice")),
        (_("What the tags of others are told"), ("modes", "gpp", "tcf")),
        (_("The gate"), ("gate", "gate_items", "gate_lifetimes", "gate_attributes", "gate_csp", "gate_told")),
    )
    origins = NamesField(
        label=_("Further origins"),
        help_text=_(
            "Of pages that show the banner beside the declared address: https://shop.example.org, one or more."
        ),
    )
    shared_domain = forms.CharField(
        label=_("Shared domain"),
        required=False,
        max_length=253,
        help_text=_("Sub-domains of it share one choice. Empty: each host its own."),
    )
    place = forms.ChoiceField(
        label=_("Place of all visitors"),
        required=False,
        help_text=_(
            "Counts where nothing else says where a visitor is. Not stated: the strictest of the site's places."
        ),
    )
    place_header = forms.CharField(
        label=_("Header with the country"),
        required=False,
        max_length=60,
        help_text=_(
            "Such as CF-IPCountry. Name one only if your edge sets it itself on every request: visitors could else "
            "choose their law by writing it."
        ),
    )
    visitor_may_choose_place = forms.BooleanField(
        label=_("Visitors may say where they are"),
        required=False,
        help_text=_("On the preferences page; it counts for the choice made there and is written in its record."),
    )
    retention_months = forms.IntegerField(
        label=_("Months that records are kept"), required=False, help_text=_("Empty: as long as the platform says.")
    )
    account_choice = forms.BooleanField(
        label=_("One choice on all devices"),
        required=False,
        help_text=_("Signed-in visitors may let their choice count wherever they sign in."),
    )
    modes = ObjectField(
        label=_("Consent modes"),
        required=False,
        help_text=_(
            "Google, UET and Clarity, as JSON: which purposes stand for which signals, and the regions whose law "
            'allows some unasked: {"signals": {"statistics": ["analytics_storage"]}, "regions": ["US-CA"]}. Empty: off.'
        ),
    )
    gpp = forms.MultipleChoiceField(
        label=_("GPP sections"),
        required=False,
        choices=[(name, name) for name in SECTIONS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Which sections of the United States are told of opt-outs. None: off."),
    )
    tcf = ObjectField(
        label=_("TCF"),
        required=False,
        help_text=_(
            "As JSON: cmp_id, publisher_country, vendor_list, vendors, purposes. TCF is off unless a CMP id that IAB "
            "Europe has registered is configured."
        ),
    )

    gate = forms.ChoiceField(
        label=_("Cookies"),
        required=False,
        help_text=_("What is done with cookies that no declaration covers or that the visitor has not granted."),
    )
    gate_items = ItemsField(
        label=_("Single items"),
        required=False,
        help_text=_(
            "Names or patterns with a mode of their own, one a line, such as: _ga* report_only. The first that fits "
            "counts."
        ),
    )
    gate_lifetimes = forms.BooleanField(
        label=_("Shorten lifetimes"),
        required=False,
        help_text=_("A cookie that would live longer than declared gets the declared lifetime."),
    )
    gate_attributes = forms.BooleanField(
        label=_("Add attributes"),
        required=False,
        help_text=_("Secure, HttpOnly and SameSite are added where they are declared and missing."),
    )
    gate_csp = forms.ChoiceField(
        label=_("Third parties in the browser"),
        required=False,
        help_text=_("A Content-Security-Policy that names only the hosts that are declared and granted."),
    )
    gate_told = forms.BooleanField(
        label=_("Tell developers"),
        required=False,
        help_text=_("A response header, Speculoos-Gate, says what was done. It shows the names of cookies to anybody."),
    )

    def __init__(self, data: Any, options: Options, site_url: str, slug: str = "") -> None:
        super().__init__(data, initial=options.as_json())
        self.rules = rules_of(DEFAULTS, slug)
        self.site_url = site_url
        places = [(profile.code, profile.name) for profile in enabled_profiles()]
        self.fields["place"].choices = [("", _("Not stated")), *places]  # type: ignore[attr-defined]
        for name in ("gate", "gate_csp"):
            self.fields[name].choices = [("", _("The default")), *((m, MODE_WORDS[m]) for m in MODES)]  # type: ignore[attr-defined]
        if slug:
            seen = format_html('<a href="{}">{}</a>', reverse("speculoos:office_gate", args=[slug]), WOULD)
            self.fields["gate"].help_text = f"{self.fields['gate'].help_text} {seen}"
        default = DEFAULTS.as_json()
        for name, value in options.as_json().items():
            said = _now("Set for this site.") if value != default[name] else self._default(name)
            self.fields[name].help_text = f"{self.fields[name].help_text} {said}"

    def _default(self, name: str) -> str:
        if name == "retention_months":
            return _now("Default: %d, the platform's.") % config().retention_months
        if name in {"gate", "gate_csp"}:
            return _now("Default: %s.") % (self.rules.mode if name == "gate" else self.rules.csp)
        return _now("Default.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in {"place", "gate", "gate_csp"} & cleaned.keys():
            cleaned[name] = cleaned[name] or None
        for name, told in faults(cleaned, self.site_url).items():
            self.add_error(name, told)
        return cleaned

    def value(self) -> Options:
        return Options.from_json(self.cleaned_data)

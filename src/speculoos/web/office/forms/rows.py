"""Forms for the rows of a draft: purposes, providers, services and their items.

Only what identifies a row is required, so that a person can save what is known so far.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from speculoos.policy.words import LEGAL_BASES
from speculoos.registry.model import Exemption, Identifiability, Kind, Location, Use
from speculoos.web.office.draft import Draft
from speculoos.web.office.forms.base import STATED, Remarked, set_languages, with_current
from speculoos.web.office.forms.lifetimes import read_lifetime
from speculoos.web.office.forms.site import NamesField
from speculoos.web.office.forms.texts import TextsField
from speculoos.web.office.remarks import Remark
from speculoos.web.office.words import ROLES, VALUES
from speculoos.web.store.sites import ItemRow, ProviderRow, PurposeRow, ServiceRow

UNSTATED = ("", _("Not stated"))


def options(enum: Any) -> list[tuple[str, Any]]:
    """The members of one of the model's enums in the editor's words."""
    return [(member.value, VALUES.get(member.value, member.value)) for member in enum]


class RowForm(Remarked, forms.ModelForm):  # type: ignore[type-arg]
    """A form for one row of a draft. `key` is the field by which the rest of the draft refers to the row."""

    key: ClassVar[str] = "ident"

    def __init__(self, *args: Any, draft: Draft, remarks: Iterable[Remark] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.remarks = tuple(remarks)
        set_languages(self, draft.languages)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        value = cleaned.get(self.key)
        if value and self.others().filter(**{self.key: value}).exists():
            self.add_error(self.key, ValidationError(_("There is one of that name already.")))
        return cleaned

    def others(self) -> Any:
        """The rows beside which this one must be unique."""
        model: Any = self._meta.model
        return model.objects.filter(site=self.draft.site).exclude(pk=self.instance.pk)


class PurposeForm(RowForm):
    label = TextsField(label=_("Label"), long=False, help_text=_("What visitors read beside the switch."))
    text = TextsField(
        label=_("Description"),
        help_text=_("Say what is done and for whom. “To improve your experience” says nothing."),
    )

    class Meta:
        model = PurposeRow
        fields = ("ident", "label", "text", "sale")
        labels: ClassVar = {"ident": _("Id"), "sale": _("Counts as sale or sharing (California)")}
        help_texts: ClassVar = {"ident": _("A short word such as statistics. Choices of visitors refer to it.")}


class ProviderForm(RowForm):
    key = "name"
    groups = (
        ("", ("name", "legal_name", "role", "country")),
        (_("Contact"), ("address", "contact", "policy_url")),
        (_("Transfers"), ("safeguard",)),
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[UNSTATED, *ROLES.items()])
    policy_url = forms.URLField(label=_("Privacy policy"), required=False, assume_scheme="https")

    class Meta:
        model = ProviderRow
        fields = ("name", "legal_name", "role", "country", "address", "contact", "policy_url", "safeguard")
        labels: ClassVar = {
            "name": _("Name"),
            "legal_name": _("Legal name"),
            "country": _("Country"),
            "address": _("Postal address"),
            "contact": _("Contact for privacy questions"),
            "safeguard": _("Safeguard for transfers outside the EEA"),
        }
        help_texts: ClassVar = {
            "country": _("Two letters, such as FR."),
            "safeguard": _("An adequacy decision, standard contractual clauses, …"),
        }
        widgets: ClassVar = {"address": forms.Textarea(attrs={"rows": 3})}


class ServiceForm(RowForm):
    groups = (
        ("", ("function", "ident", "provider", "location")),
        (_("Why"), ("purpose", "text", "use", "legal_basis")),
        (_("Without consent?"), ("exemption", "ground")),
        (_("Who else receives data"), ("recipients", "hosts")),
    )
    function = TextsField(label=_("Function"), long=False, required=True, help_text=_("What it is: “Authentication”."))
    provider = forms.ChoiceField(label=_("Provider"), required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), required=False)
    location = forms.MultipleChoiceField(
        label=_("Location"), required=False, choices=options(Location), widget=forms.CheckboxSelectMultiple
    )
    text = TextsField(label=_("Purpose in words"), help_text=_("Why this service is there, as the policy will say it."))
    ground = TextsField(
        label=_("Ground of the exemption"),
        help_text=_("Why it is strictly necessary, and for which service that the visitor asked for."),
    )
    recipients = forms.MultipleChoiceField(
        label=_("Other recipients"), required=False, widget=forms.CheckboxSelectMultiple
    )
    hosts = NamesField(
        label=_("Connects to"),
        help_text=_("Hosts that it loads from or sends to: www.example.com, *.example.com. The gate goes by them."),
    )
    use = forms.ChoiceField(
        label=_("Use"),
        required=False,
        choices=[UNSTATED, *options(Use)],
        help_text=_("What the law calls it. It decides whether consent is needed."),
    )
    exemption = forms.ChoiceField(
        label=_("Exemption"),
        required=False,
        choices=[("", _("None: visitors are asked")), *options(Exemption)],
        help_text=_("Why nothing needs to be asked before storing or reading."),
    )
    legal_basis = forms.ChoiceField(
        label=_("Legal basis"),
        required=False,
        help_text=_("For the data processed afterwards (GDPR, Article 6). It is a separate question."),
    )

    class Meta:
        model = ServiceRow
        fields = ("ident", "provider", "location", "purpose", "text", "use", "legal_basis", "exemption", "ground",
                  "recipients", "hosts")  # fmt: skip
        labels: ClassVar = {"ident": _("Id")}
        help_texts: ClassVar = {"ident": _("A short word such as authentication.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [provider.name for provider in self.draft.providers]
        row = self.instance
        self._choose("provider", with_current(names, [row.provider]))
        self._choose("purpose", _purposes(self.draft, row.purpose))
        self._choose("legal_basis", _bases(row.legal_basis))
        self.fields["recipients"].choices = with_current(names, row.recipients)  # type: ignore[attr-defined]
        self.initial["function"] = {self.draft.site.default_language: row.function, **row.labels}

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [UNSTATED, *choices]  # type: ignore[attr-defined]

    def clean_hosts(self) -> list[str]:
        return [host.lower() for host in self.cleaned_data["hosts"]]

    def clean_function(self) -> dict[str, str]:
        texts: dict[str, str] = self.cleaned_data["function"]
        if not texts.get(self.draft.site.default_language):
            raise ValidationError(_("The function is needed in the site's default language."))
        if any(len(text) > 200 for text in texts.values()):
            raise ValidationError(_("A function is a few words, at most 200 characters."))
        return texts

    def save(self, commit: bool = True) -> Any:
        texts = dict(self.cleaned_data["function"])
        self.instance.function = texts.pop(self.draft.site.default_language)
        self.instance.labels = texts
        return super().save(commit)


class ItemForm(RowForm):
    key = "name"
    groups = (
        ("", ("name", "kind", "lifetime")),
        (_("Where it lives"), ("host", "party", "path", "set_by")),
        (_("What it says about a person"), ("identifiability", "renewed", "recipients")),
        (_("Cookie attributes"), ("secure", "http_only", "same_site", "partitioned")),
        (_("Its own description"), ("text",)),
    )
    text = TextsField(
        label=_("What it holds"), help_text=_("Only where it differs from the service's purpose in words.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=options(Kind))
    party = forms.ChoiceField(
        label=_("Party"),
        required=False,
        choices=[UNSTATED, ("first", _("First-party")), ("third", _("Third-party"))],
        help_text=_("Whether the host belongs to this site's registrable domain."),
    )
    same_site = forms.ChoiceField(
        label=_("SameSite"), required=False, choices=[UNSTATED, *((v, v) for v in ("Strict", "Lax", "None"))]
    )
    set_by = forms.ChoiceField(
        label=_("Set by"), required=False, choices=[UNSTATED, ("server", _("The server")), ("script", _("A script"))]
    )
    identifiability = forms.ChoiceField(
        label=_("Identifiability"), required=False, choices=[UNSTATED, *options(Identifiability)]
    )
    recipients = forms.MultipleChoiceField(
        label=_("Other recipients"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ItemRow
        fields = ("name", "kind", "host", "party", "lifetime", "path", "secure", "http_only", "same_site",
                  "partitioned", "set_by", "renewed", "identifiability", "recipients", "text")  # fmt: skip
        labels: ClassVar = {
            "name": _("Name"),
            "host": _("Host"),
            "lifetime": _("Lifetime"),
            "path": _("Path"),
            "renewed": _("Renewed on a new visit"),
            "secure": _("Secure"),
            "http_only": _("HttpOnly"),
            "partitioned": _("Partitioned"),
        }
        help_texts: ClassVar = {
            "name": _("Exact, or a pattern: _pk_id.*"),
            "lifetime": _("Such as 13 months, P13M or session. Leave it empty while you do not know it."),
            "host": _("Empty for the site's own host."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [provider.name for provider in self.draft.providers]
        self.fields["recipients"].choices = with_current(names, self.instance.recipients)  # type: ignore[attr-defined]
        for name in ("secure", "http_only", "partitioned", "renewed"):
            self.fields[name].widget.choices = STATED

    def clean_lifetime(self) -> str:
        return read_lifetime(self.cleaned_data["lifetime"])

    def clean_host(self) -> str:
        return str(self.cleaned_data["host"]).strip().lower().lstrip(".")

    def others(self) -> Any:
        """Two items may share a name if kind, host or path tells them apart; the registry says so where not."""
        return ItemRow.objects.none()


def _purposes(draft: Draft, current: str) -> list[tuple[str, str]]:
    language = draft.site.default_language
    labels = {p.ident: p.label.get(language) or p.ident for p in draft.purposes}
    return [(ident, labels.get(ident, ident)) for ident, _name in with_current(labels, [current])]


def _bases(current: str) -> list[tuple[str, Any]]:
    known = [(basis, VALUES.get(basis, basis)) for basis in LEGAL_BASES]
    return known if current in {"", *LEGAL_BASES} else [*known, (current, current)]

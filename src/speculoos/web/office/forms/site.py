"""Forms for the site's own fields: name and languages, who answers for it, how it measures its audience."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from speculoos.law.profiles import enabled_profiles
from speculoos.web.office.forms.base import STATED, Remarked
from speculoos.web.office.forms.lifetimes import read_lifetime
from speculoos.web.office.remarks import Remark
from speculoos.web.store.sites import LANGUAGE_TAG, Site


class NamesField(forms.CharField):
    """A list written on one line, separated by commas or spaces."""

    def __init__(self, *, each: Any = None, upper: bool = False, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.each = each
        self.upper = upper

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        names = dict.fromkeys(name.strip() for name in text.replace(";", ",").split(",") if name.strip())
        return [name.upper() if self.upper else name for name in names]

    def run_validators(self, value: Any) -> None:
        for name in value:
            super().run_validators(name)
            if self.each:
                self.each(name)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(list(initial or []) != self.to_python(data))


class SiteForm(Remarked, forms.ModelForm):  # type: ignore[type-arg]
    """The site itself. The short name is in addresses of pages and cannot change afterwards."""

    url = forms.URLField(label=_("Address"), assume_scheme="https")
    languages = NamesField(
        label=_("Languages"), each=LANGUAGE_TAG, help_text=_("Tags in the order of the site: en, fr, pt-BR.")
    )
    jurisdictions = forms.MultipleChoiceField(
        label=_("Jurisdictions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whose law the site follows. None chosen: the strictest of all."),
    )

    class Meta:
        model = Site
        fields = ("name", "url", "default_language", "languages", "jurisdictions")
        labels = {"name": _("Name"), "default_language": _("Default language")}

    def __init__(self, *args: Any, remarks: Iterable[Remark] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remarks = tuple(remarks)
        places = [(profile.code, profile.name) for profile in enabled_profiles()]
        known = [code for code, _name in places]
        more = [(code, code) for code in self.instance.jurisdictions if code not in known]
        self.fields["jurisdictions"].choices = places + more  # type: ignore[attr-defined]


class NewSiteForm(SiteForm):
    class Meta(SiteForm.Meta):
        fields = ("slug", *SiteForm.Meta.fields)  # type: ignore[assignment]
        labels = SiteForm.Meta.labels | {"slug": _("Short name")}
        help_texts = {"slug": _("Small letters, digits and hyphens. It is in the address of every page and stays.")}

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if slug == "new":
            raise ValidationError(_("That word is taken by an address of the back office."))
        return slug


class ContactForm(Remarked, forms.Form):
    """A controller, data protection officer or authority: nothing at all, or at least a name."""

    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = forms.CharField(label=_("Postal address"), required=False, max_length=500)
    url = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")
    country = forms.CharField(label=_("Country"), required=False, max_length=2, help_text=_("Two letters, such as FR."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(cleaned.values()) and not cleaned.get("name"):
            self.add_error("name", ValidationError(_("Give a name too, or leave all of these fields empty.")))
        return cleaned

    def value(self) -> dict[str, str] | None:
        """What the site's column holds: the fields that say something, or nothing."""
        return {name: text for name, text in self.cleaned_data.items() if text} or None


def _stated(label: Any) -> forms.NullBooleanField:
    return forms.NullBooleanField(label=label, required=False, widget=StatedSelect())


class StatedSelect(forms.NullBooleanSelect):
    """Yes, no, or nothing said."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = list(STATED)


class MeasurementForm(Remarked, forms.Form):
    """The facts on which the national exemptions for statistics depend."""

    tool = forms.CharField(label=_("Tool"), required=False, max_length=200)
    host = forms.CharField(label=_("Host"), required=False, max_length=253)
    operator = forms.CharField(label=_("Operator"), required=False, max_length=200)
    metrics = NamesField(label=_("Metrics"), help_text=_("What is counted, separated by commas."))
    sole_use = _stated(_("Used for this site's measurement alone"))
    one_site = _stated(_("No identifier shared with another site"))
    shared = _stated(_("Anything but anonymous statistics given to others"))
    ip_masked = _stated(_("Address shortened before an operator sees it"))
    tracker_lifetime = forms.CharField(
        label=_("Lifetime of the tracker"),
        required=False,
        max_length=30,
        help_text=_("At most 13 months to be exempt."),
    )
    data_retention = forms.CharField(
        label=_("Retention of the data"), required=False, max_length=30, help_text=_("At most 25 months to be exempt.")
    )
    objection_url = forms.CharField(label=_("Address for objections"), required=False, max_length=500)

    def clean_tracker_lifetime(self) -> str:
        return read_lifetime(self.cleaned_data["tracker_lifetime"])

    def clean_data_retention(self) -> str:
        return read_lifetime(self.cleaned_data["data_retention"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(value not in ("", None, []) for value in cleaned.values()) and not cleaned.get("tool"):
            self.add_error("tool", ValidationError(_("Name the tool too, or leave all of these fields empty.")))
        return cleaned

    def value(self) -> dict[str, Any] | None:
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None, [])} or None

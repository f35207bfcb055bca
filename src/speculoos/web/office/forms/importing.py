"""The form that brings a policy or a declaration: pasted, as a file, or by its address. Exactly one of the three."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from speculoos.web.office.forms.base import Remarked

LARGEST = 2_000_000
"""Bytes of a source. A policy page has some tens of thousands."""

DECLARATIONS = ("toml", "json", "csv")
ENDINGS = ("txt", "md", "html", "htm", *DECLARATIONS)
FORMATS = {
    "": _("Find out"),
    "text": _("Plain text"),
    "markdown": _("Markdown"),
    "html": _("HTML"),
    "toml": _("Declaration in TOML"),
    "json": _("Declaration in JSON"),
    "csv": _("Declaration in CSV"),
}


class SourceForm(Remarked, forms.Form):
    groups = (
        (_("Paste it"), ("text", "format")),
        (_("Or give a file"), ("file",)),
        (_("Or give its address"), ("url",)),
    )
    text = forms.CharField(
        label=_("Text of the policy"),
        required=False,
        max_length=LARGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    format = forms.ChoiceField(label=_("Format"), required=False, choices=list(FORMATS.items()))
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("Text, Markdown, HTML, or a declaration in TOML, JSON or CSV; at most 2 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
    )
    url = forms.URLField(label=_("Address of the page"), required=False, assume_scheme="https", max_length=2000)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > LARGEST:
            raise ValidationError(_("The file is larger than 2 MB."))
        if ending_of(file.name) not in ENDINGS:
            raise ValidationError(
                _("Give a file that ends in one of: %(endings)s."), params={"endings": ", ".join(ENDINGS)}
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = [name for name in ("text", "file", "url") if cleaned.get(name)]
        if len(given) != 1 and not self.errors:
            raise ValidationError(_("Give one source: a text, a file or an address."))
        return cleaned


def ending_of(name: str) -> str:
    return PurePath(name).suffix.removeprefix(".").lower()

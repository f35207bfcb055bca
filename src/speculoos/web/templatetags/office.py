"""Template filters of the back office: values of the model in the editor's words."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from speculoos.law.profiles import STRICTEST
from speculoos.registry.model import Texts
from speculoos.web.office.draft import Draft
from speculoos.web.office.forms.lifetimes import lifetime_words
from speculoos.web.office.forms.texts import language_name
from speculoos.web.office.remarks import Spot
from speculoos.web.office.words import ACTS, EXPLAINED, FIELDS, OUTCOMES, ROLES, SEVERITIES, VALUES

register = template.Library()


@register.filter
def word(value: Any) -> Any:
    """A value of one of the model's enums in words; anything else as it is."""
    return VALUES.get(str(value), value)


@register.filter
def explained_word(kind: str) -> Any:
    """A kind of cookie that an imported policy explains, in words."""
    return EXPLAINED.get(kind, kind.replace("_", " "))


@register.filter
def role_word(value: str) -> Any:
    return ROLES.get(value, value)


@register.filter
def severity_word(severity: str) -> Any:
    return SEVERITIES.get(severity, severity)


@register.filter
def severity_counted(severity: str, count: int) -> str:
    """The word for so many remarks of a severity."""
    return {
        "fault": ngettext("fault", "faults", count),
        "error": ngettext("error", "errors", count),
        "warning": ngettext("warning", "warnings", count),
        "info": ngettext("note", "notes", count),
    }[severity]


@register.filter
def act_word(act: str) -> Any:
    """A visitor's act, or the state it led to."""
    return ACTS.get(act, act)


@register.filter
def outcome_word(outcome: Any) -> Any:
    return OUTCOMES.get(outcome, outcome)


@register.filter
def places(codes: Iterable[str]) -> str:
    """The jurisdictions of a finding by their codes; the strictest in words."""
    return ", ".join(_("strictest place") if code == STRICTEST.code else code for code in codes)


@register.filter
def url_in(spot: Spot, draft: Draft) -> str:
    """The address of the form's field at a place of the draft."""
    return draft.url_of(spot)


@register.filter
def field_word(path: str) -> str:
    """A field's path in words: `text[fr]` is "Purpose in words (français)"."""
    name, _bracket, tag = path.removesuffix("]").partition("[")
    words = ": ".join(str(FIELDS.get(step, step)) for step in name.removeprefix("site.").replace("-", ".").split("."))
    return f"{words} ({language_name(tag)})" if tag else words


@register.filter
def change_word(value: str, path: str) -> str:
    """A changed value in words where the field has words for its values."""
    if path in {"lifetime", "measurement.tracker_lifetime", "measurement.data_retention"}:
        return lifetime_word(value)
    if path in {"use", "exemption", "kind", "party", "identifiability", "legal_basis", "location"}:
        return ", ".join(str(VALUES.get(one, one)) for one in value.split(", "))
    return value


@register.filter
def lifetime_word(value: str | None) -> str:
    return lifetime_words(value, get_language() or "en")


@register.filter
def is_tick(bound: forms.BoundField) -> bool:
    """Whether the field is one checkbox, which stands before its label."""
    return isinstance(bound.field.widget, forms.CheckboxInput)


@register.filter
def shown_in(texts: Texts, draft: Draft) -> str | SafeString:
    """The text in the site's default language; in another, marked with that language, where there is none."""
    default = draft.site.default_language
    tag, text = texts.best(default)
    if not text or tag == default:
        return format_html('<span lang="{}">{}</span>', tag, text) if text else ""
    return format_html('<span lang="{0}">{1}</span> <span class="chip warning">{0}</span>', tag, text)


@register.filter
def lacks(texts: Texts, draft: Draft) -> list[str]:
    """The languages of the site in which the text is missing."""
    return [tag for tag in draft.languages if texts and tag not in texts]

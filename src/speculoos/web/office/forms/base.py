"""What the forms of the back office share: groups of fields, and remarks beside the field they concern."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from speculoos.web.office.forms.texts import TextsField
from speculoos.web.office.remarks import Remark

Group: TypeAlias = tuple[Any, tuple[str, ...]]
"""A heading and the names of the fields under it."""

STATED = (("unknown", _("Not stated")), ("true", _("Yes")), ("false", _("No")))
"""The choices of a fact that may be left open; the values are those of Django's NullBooleanSelect."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as the template needs it."""

    bound: forms.BoundField
    remarks: tuple[Remark, ...]


class Remarked:
    """For forms whose fields are shown in groups, each field with the remarks on it."""

    groups: ClassVar[Sequence[Group]] = ()
    remarks: Iterable[Remark] = ()

    def sections(self) -> Iterator[tuple[Any, list[Shown]]]:
        """The groups in order; a form without groups is one group without heading."""
        for title, names in self.groups or ((("", tuple(self.fields))),):  # type: ignore[attr-defined]
            yield title, [self._shown(name) for name in names]

    def _shown(self, name: str) -> Shown:
        bound: forms.BoundField = self[name]  # type: ignore[index]
        return Shown(bound, tuple(r for r in self.remarks if r.spot.field in (bound.html_name, name)))

    @property
    def general(self) -> list[Remark]:
        """The remarks that concern no field of this form, but the entry as a whole."""
        named = {self[name].html_name for name in self.fields} | set(self.fields)  # type: ignore[attr-defined, index]
        return [remark for remark in self.remarks if remark.spot.field not in named]


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the fields of a POST, be they none at all."""
    return request.POST if request.method == "POST" else None


def refuse_if_stale(request: HttpRequest, form: forms.BaseForm, now: str) -> None:
    """Refuse a form that was opened before somebody else saved; what was written stays in it, to be sent again."""
    if form.is_bound and request.POST.get("seen", now) != now:
        told = _(
            "Somebody has saved this since you opened it. What you wrote is still here: saving again overwrites theirs."
        )
        form.add_error(None, told)


def set_languages(form: forms.BaseForm, languages: Sequence[str]) -> None:
    """Give every text of the form an input for each of the languages."""
    for field in form.fields.values():
        if isinstance(field, TextsField):
            field.widget.languages = languages


def with_current(options: Iterable[str], current: Iterable[str]) -> list[tuple[str, str]]:
    """Choices of names, with those that are in use although nobody declares them."""
    return [(name, name) for name in dict.fromkeys((*options, *current)) if name]

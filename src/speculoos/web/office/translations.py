"""Every text of a draft in one language, beside the site's default language; the missing ones first in sight.

The same columns as the forms write; here they are all on one page, so that a translator needs no other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from speculoos.registry.model import Texts
from speculoos.web.office.access import staff
from speculoos.web.office.draft import Draft
from speculoos.web.office.edits import touch
from speculoos.web.office.forms.texts import LONGEST, language_name
from speculoos.web.office.lookup import draft_of

FUNCTION_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the draft: the row and field that hold it, and what it says in which language."""

    row: Any
    kind: str
    field: str
    title: str
    texts: Texts

    @property
    def name(self) -> str:
        """The name of its input."""
        return f"{self.kind}-{self.row.pk}-{self.field}"

    def missing(self, language: str) -> bool:
        return bool(self.texts) and language not in self.texts


@dataclass(frozen=True, slots=True)
class Line:
    """A text as the page shows it: the source to translate from, and the translation, if there is one."""

    text: Text
    source_tag: str
    source: str
    translation: str
    missing: bool


@staff
@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, site: str) -> HttpResponse:
    """The overview of all languages, and the form for one of them (`?to=`)."""
    draft = draft_of(site)
    texts = list(texts_of(draft))
    to = _language(draft, request.GET.get("to"))
    if request.method == "POST":
        saved, refused = _save(draft, texts, to, request)
        if refused:
            messages.error(request, _("Too long, so not saved: %(titles)s.") % {"titles": ", ".join(refused)})
        messages.success(
            request, ngettext("%(count)d text changed.", "%(count)d texts changed.", saved) % {"count": saved}
        )
        return redirect(f"{reverse('speculoos:office_translations', args=[site])}?to={to}")
    lines = [_line(text, to, draft.site.default_language) for text in texts]
    context = {
        "draft": draft,
        "to": to,
        "to_name": language_name(to),
        "lines": [line for line in lines if line.source or line.translation],
        "missing": [line for line in lines if line.missing],
        "languages": [(tag, language_name(tag), sum(t.missing(tag) for t in texts)) for tag in draft.languages],
    }
    return render(request, "speculoos/office/translations.html", context)


def texts_of(draft: Draft) -> Iterator[Text]:
    """Every text of the draft, in the order of the declaration."""
    for purpose in draft.purposes:
        yield Text(purpose, "purposes", "label", f"{purpose.ident}: {_('label')}", Texts(purpose.label))
        yield Text(purpose, "purposes", "text", f"{purpose.ident}: {_('description')}", Texts(purpose.text))
    for service in draft.services:
        function = {draft.site.default_language: service.function, **service.labels}
        yield Text(service, "services", "function", f"{service.ident}: {_('function')}", Texts(function))
        yield Text(service, "services", "text", f"{service.ident}: {_('purpose in words')}", Texts(service.text))
        yield Text(service, "services", "ground", f"{service.ident}: {_('ground')}", Texts(service.ground))
        for item in service.items.all():
            yield Text(item, "items", "text", f"{item.name}: {_('what it holds')}", Texts(item.text))


def missing_count(draft: Draft) -> int:
    """How many translations the draft lacks, over all languages of the site."""
    return sum(text.missing(language) for text in texts_of(draft) for language in draft.languages)


def _language(draft: Draft, asked: str | None) -> str:
    """The language to translate into: as asked, else the first beside the default."""
    if asked in draft.languages:
        return str(asked)
    return draft.languages[1] if len(draft.languages) > 1 else draft.languages[0]


def _line(text: Text, to: str, default: str) -> Line:
    others = Texts({tag: said for tag, said in text.texts.items() if tag != to})
    tag, source = others.best(default)
    return Line(text, tag, source, text.texts.get(to, ""), text.missing(to))


@transaction.atomic
def _save(draft: Draft, texts: list[Text], to: str, request: HttpRequest) -> tuple[int, list[str]]:
    """Write what was posted and differs; the number written, and the titles of what was too long."""
    saved, refused = 0, []
    for text in texts:
        posted = request.POST.get(text.name)
        said = posted.replace("\r\n", "\n").replace("\x00", "").strip() if posted is not None else None
        if said is None or said == text.texts.get(to, ""):
            continue
        if len(said) > (FUNCTION_LONGEST if text.field == "function" else LONGEST):
            refused.append(text.title)
            continue
        saved += _write(text, to, said, draft.site.default_language)
    if saved:
        touch(draft.site)
    return saved, refused


def _write(text: Text, to: str, said: str, default: str) -> bool:
    """Set or remove one translation. A function stays named in the default language."""
    if text.field == "function" and to == default:
        if not said:
            return False
        text.row.function = said
        text.row.save(update_fields=["function"])
        return True
    column = "labels" if text.field == "function" else text.field
    texts = {**getattr(text.row, column), to: said}
    setattr(text.row, column, {tag: value for tag, value in texts.items() if value})
    text.row.save(update_fields=[column])
    return True

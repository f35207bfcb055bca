"""For templates: texts of the registry in the visitor's language, and the languages there are."""

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from speculoos.registry.model import Service, Texts
from speculoos.web.front.context import Visit
from speculoos.web.languages import FULL

register = template.Library()


@register.filter
def in_language(texts: Texts, visit: Visit) -> str | SafeString:
    """The text in the visitor's language, or the next best one, marked with its own `lang` and direction."""
    tag, text = texts.best(visit.language, visit.registry.site.default_language)
    return text if tag == visit.language or not text else format_html('<span lang="{}" dir="auto">{}</span>', tag, text)


@register.simple_tag
def languages_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Code and own name of the languages that a page can be read in."""
    full = request.path.startswith(("/office/", "/api/"))
    return [(code, name) for code, name in settings.LANGUAGES if code in FULL or not full]


@register.filter
def function_in(service: Service, visit: Visit) -> str | SafeString:
    default = {visit.registry.site.default_language: service.function}
    return in_language(Texts(default | dict(service.labels)), visit)

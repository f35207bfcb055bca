"""Template filters for registry values: texts in the visitor's language."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from speculoos.registry.model import Service, Texts
from speculoos.web.front.context import Visit

register = template.Library()


@register.filter
def in_language(texts: Texts, visit: Visit) -> str | SafeString:
    """The text in the visitor's language, or the next best one, marked with its own `lang`."""
    tag, text = texts.best(visit.language, visit.registry.site.default_language)
    return text if tag == visit.language or not text else format_html('<span lang="{}">{}</span>', tag, text)


@register.filter
def function_in(service: Service, visit: Visit) -> str | SafeString:
    default = {visit.registry.site.default_language: service.function}
    return in_language(Texts(default | dict(service.labels)), visit)

"""An explanation as text for a terminal and as JSON for a program."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from speculoos.core.durations import seconds
from speculoos.gate.words import in_words
from speculoos.registry.model import SESSION, Json, Registry, StorageItem, Use
from speculoos.registry.toml_text import section_lines
from speculoos.registry.wellknown import WellKnown

if TYPE_CHECKING:
    from speculoos.gate.explain import Cover, Explained, Side

WIDTH = 12


def as_text(explained: "Explained") -> str:
    """Several lines: the verdict each way, the declarations, and what to do."""
    return "\n".join(_lines(explained)) + "\n"


def as_json(explained: "Explained") -> Json:
    return {
        "name": explained.name,
        "host": explained.host,
        "passes": explained.passes,
        "mode": str(explained.mode),
        "request": _side(explained.request),
        "response": _side(explained.response),
        "declarations": [_cover(cover) for cover in explained.covers],
        "elsewhere": [_cover(cover) for cover in explained.elsewhere],
        "known": _known(explained.known) if explained.known else None,
        "advice": [str(said) for said in explained.advice],
    }


def declaration(explained: "Explained", registry: Registry) -> str:
    """The lines that would declare an undeclared cookie, from what is commonly known of it; to be completed by hand."""
    known, language = explained.known, registry.site.default_language
    name = known.name if known else explained.name
    service = {
        "id": "".join(c if c.isalnum() else "-" for c in (known.origin if known else name).lower()).strip("-") or "new",
        "provider": (known and known.provider) or (registry.site.controller or registry.site).name,
        "function": known.function if known else "what it is for, in your words",
        "purpose": _purpose(known.use if known else None, registry),
        **({"use": str(known.use)} if known and known.use else {}),
        "items": [{"name": name, "lifetime": (known and known.lifetime) or SESSION}],
    }
    return "\n".join(section_lines(("services",), service, language, is_entry=True)).strip() + "\n"


USUAL = {
    "necessary": (Use.AUTHENTICATION, Use.REMEMBER_ME, Use.SECURITY, Use.INPUT, Use.CONSENT_CHOICE, Use.INTERFACE),
    "statistics": (Use.AUDIENCE, Use.AUDIENCE_JOINED, Use.AUDIENCE_VENDOR, Use.TESTING, Use.REPLAY),
    "advertising": (Use.ADS_CONTEXTUAL, Use.ADS_BEHAVIOURAL, Use.EMAIL_PIXEL),
    "media": (Use.EMBED,),
}


def _purpose(use: Use | None, registry: Registry) -> str:
    """The purpose that the site has for this use, else a usual one."""
    ours = next((service.purpose for service in registry.services if use and service.use is use), None)
    return ours or next((id for id, uses in USUAL.items() if use in uses), "the purpose that it serves")


def _lines(explained: "Explained") -> Iterator[str]:
    where = f" on {explained.host}" if explained.host else ""
    yield f"{explained.name}{where}: {'passes' if explained.passes else 'does not pass'}"
    for title, side in (
        ("When the browser sends it", explained.request),
        ("When the site sets it", explained.response),
    ):
        yield ""
        yield f"{title}: {side.verdict.action} ({side.verdict.reason}; mode {side.verdict.mode})"
        yield from (f"  {said}" for said in side.sentences)
    for cover in (*explained.covers, *explained.elsewhere):
        yield ""
        other = "" if explained.covers else "for another host "
        yield f"Declared {other}by {cover.service.id}{f', line {cover.line}' if cover.line else ''}"
        yield from (f"  {title:<{WIDTH}}{text}" for title, text in _facts(cover) if text)
    if explained.known:
        yield ""
        yield "Commonly known, as a hint:"
        yield from (f"  {title:<{WIDTH}}{text}" for title, text in _hint(explained.known) if text)
    if explained.advice:
        yield ""
        yield from map(str, explained.advice)


def _facts(cover: "Cover") -> Iterator[tuple[str, str | None]]:
    service, item = cover.service, cover.item
    yield "name", item.name
    yield "service", service.function
    yield "provider", cover.provider.legal_name or cover.provider.name
    yield "purpose", f"{cover.purpose.id}, {'exempt' if cover.state is None else cover.state.replace('_', ' ')}"
    yield "exemption", service.exemption and ": ".join(filter(None, (service.exemption, cover.ground)))
    yield "lifetime", _lifetime(item)
    yield "attributes", ", ".join(cover.attributes)


def _lifetime(item: StorageItem) -> str:
    if item.lifetime is None or item.lifetime == SESSION:
        return item.lifetime or "not declared"
    return f"{item.lifetime} ({in_words(seconds(item.lifetime))})"


def _hint(known: WellKnown) -> Iterator[tuple[str, str | None]]:
    yield "name", known.name
    yield "belongs to", known.origin
    yield "does", known.function
    yield "provider", ", ".join(filter(None, (known.provider or "whoever runs the site", known.country)))
    yield "use", known.use
    yield "lifetime", known.lifetime


def _side(side: "Side") -> Json:
    return {
        "action": str(side.verdict.action),
        "reason": str(side.verdict.reason),
        "mode": str(side.verdict.mode),
        "changes": side.verdict.changes,
        "enforced": {"action": str(side.enforced.action), "reason": str(side.enforced.reason)},
        "text": " ".join(map(str, side.sentences)),
    }


def _cover(cover: "Cover") -> Json:
    service, item = cover.service, cover.item
    return {
        "service": service.id,
        "function": service.function,
        "provider": service.provider,
        "purpose": service.purpose,
        "state": None if cover.state is None else str(cover.state),
        "exemption": service.exemption and str(service.exemption),
        "ground": dict(service.ground),
        "item": item.name,
        "lifetime": item.lifetime,
        "attributes": list(cover.attributes),
        "line": cover.line,
    }


def _known(known: WellKnown) -> Json:
    return {
        "name": known.name,
        "origin": known.origin,
        "function": known.function,
        "provider": known.provider,
        "country": known.country,
        "use": known.use and str(known.use),
        "lifetime": known.lifetime,
    }

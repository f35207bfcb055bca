"""The standard cookies of frameworks, declared by one line: `frameworks = ["django"]`.

The line is expanded when a declaration is read, so a Registry holds services and items like any other. Names,
lifetimes and attributes are the frameworks' own defaults; what a site declares itself always wins. Secure is stated
only where a name demands it, because the frameworks leave it to the site.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from speculoos.registry.frameworks_words import NECESSARY, WORDS
from speculoos.registry.match import glob
from speculoos.registry.model import SESSION, Json
from speculoos.registry.wellknown import lookup

KEY = "frameworks"
PURPOSE = "necessary"
EXEMPTION = "strictly_necessary"
LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Standard:
    """One service of a framework. `said` names its words and its use; `items` are its cookies as JSON."""

    id: str
    said: str
    items: tuple[Json, ...]


USES = {
    "session": "authentication",
    "remember": "remember_me",
    "csrf": "security",
    "notice": "input",
    "language": "interface",
    "test": "security",
}
VALUES = {
    "session": "identified",
    "remember": "identified",
    "csrf": "random",
    "notice": "none",
    "language": "none",
    "test": "none",
}
"""What the value says of a person, where the well-known items do not tell."""


def _cookie(
    name: str, lifetime: str = "", *, http_only: bool | None = True, same_site: str | None = "Lax", **more: Any
) -> Json:
    said = {"name": name, "lifetime": lifetime, "http_only": http_only, "same_site": same_site, **more}
    return {key: value for key, value in said.items() if value not in (None, "")}


def _authjs(name: str) -> tuple[Standard, ...]:
    """Auth.js, called NextAuth.js before: the same cookies with and without the prefixes that browsers hold to."""

    def both(part: str, lifetime: str, prefix: str = "__Secure-") -> tuple[Json, Json]:
        more: Json = {"path": "/"} if prefix == "__Host-" else {}
        return (
            _cookie(f"{name}.{part}", lifetime),
            _cookie(f"{prefix}{name}.{part}", lifetime, secure=True, **more),
        )

    session = (*both("session-token", "P30D"), *both("session-token.*", "P30D"), *both("callback-url", SESSION))
    steps = (*both("pkce.code_verifier", "PT15M"), *both("state", "PT15M"), *both("nonce", SESSION))
    return (
        Standard("session", "session", session),
        Standard("csrf", "csrf", (*both("csrf-token", SESSION, "__Host-"), *steps)),
    )


FRAMEWORKS: dict[str, tuple[Standard, ...]] = {
    "aspnet": (
        Standard(
            "session",
            "session",
            (_cookie("ASP.NET_SessionId"), _cookie(".ASPXAUTH", SESSION)),
        ),
        Standard("csrf", "csrf", (_cookie("__RequestVerificationToken*", same_site=None),)),
    ),
    "aspnetcore": (
        Standard(
            "session",
            "session",
            (
                _cookie(".AspNetCore.Session", SESSION),
                _cookie(".AspNetCore.Cookies", "P14D"),
                _cookie(".AspNetCore.CookiesC*", "P14D"),
                _cookie(".AspNetCore.Identity.Application", "P14D"),
                _cookie(".AspNetCore.Identity.ApplicationC*", "P14D"),
            ),
        ),
        Standard("csrf", "csrf", (_cookie(".AspNetCore.Antiforgery.*", same_site="Strict"),)),
        Standard("notice", "notice", (_cookie(".AspNetCore.Mvc.CookieTempDataProvider*", SESSION),)),
    ),
    "authjs": _authjs("authjs"),
    "django": (
        Standard("session", "session", (_cookie("sessionid"),)),
        Standard("csrf", "csrf", (_cookie("csrftoken", http_only=False),)),
        Standard("messages", "notice", (_cookie("messages"),)),
        Standard("language", "language", (_cookie("django_language", http_only=None, same_site=None),)),
    ),
    "express": (Standard("session", "session", (_cookie("connect.sid", same_site=None),)),),
    "flask": (Standard("session", "session", (_cookie("session", SESSION, same_site=None),)),),
    "laravel": (
        Standard("session", "session", (_cookie("laravel_session"), _cookie("laravel-session", "PT2H"))),
        Standard("csrf", "csrf", (_cookie("XSRF-TOKEN", "PT2H", http_only=False),)),
        Standard("remember", "remember", (_cookie("remember_web_*", "P400D"),)),
    ),
    "nextauth": _authjs("next-auth"),
    "php": (Standard("session", "session", (_cookie("PHPSESSID", http_only=None, same_site=None),)),),
    "rails": (Standard("session", "session", (_cookie("_*_session"),)),),
    "spring": (
        Standard("session", "session", (_cookie("JSESSIONID", same_site=None), _cookie("SESSION"))),
        Standard("remember", "remember", (_cookie("remember-me", same_site=None),)),
    ),
    "symfony": (
        Standard("session", "session", (_cookie("PHPSESSID"),)),
        Standard("remember", "remember", (_cookie("REMEMBERME", "P1Y", same_site=None),)),
    ),
    "wordpress": (
        Standard(
            "session",
            "session",
            (
                _cookie("wordpress_logged_in_*", same_site=None),
                _cookie("wordpress_sec_*", same_site=None),
                _cookie("wordpress_*", SESSION, same_site=None),
                _cookie("wp-postpass_*", http_only=None, same_site=None),
            ),
        ),
        Standard("test", "test", (_cookie("wordpress_test_cookie", http_only=None, same_site=None),)),
        Standard("language", "language", (_cookie("wp_lang", http_only=None, same_site=None),)),
    ),
}


def frameworks_of(name: str) -> tuple[str, ...]:
    """The frameworks that set a cookie of this name by themselves."""
    return tuple(
        framework
        for framework, standards in FRAMEWORKS.items()
        if any(_covers(item["name"], name) for standard in standards for item in standard.items)
    )


def _covers(declared: str, name: str) -> bool:
    return glob(declared).matches(name) if "*" in declared else declared == name


def expand(data: Any) -> Any:
    """The data with the services of its frameworks, and without the line that names them. Never raises."""
    if not isinstance(data, dict) or KEY not in data:
        return data
    added = [service for _, service in standard_services(data)]
    rest = {key: value for key, value in data.items() if key != KEY}
    if not added:
        return rest
    return {
        **rest,
        **_with(rest, "providers", _provider(rest)),
        **_with(rest, "purposes", _purpose(rest)),
        "services": [*_listed(rest, "services"), *added],
    }


def standard_services(data: Json) -> Iterator[tuple[int, Json]]:
    """Each service that the frameworks add, with the place of its framework in the list."""
    own = _listed(data, "services")
    ids = {str(service.get("id")) for service in own if isinstance(service, dict)}
    items = (item for service in own if isinstance(service, dict) for item in _listed(service, "items"))
    taken = {str(item.get("name")) for item in items if isinstance(item, dict) and _is_cookie(item)}
    for place, name in enumerate(_listed(data, KEY)):
        for standard in FRAMEWORKS.get(name, ()) if isinstance(name, str) else ():
            id = f"{name}-{standard.id}"
            left = [item for item in standard.items if item["name"] not in taken]
            if id not in ids and left:
                yield place, _service(id, standard, left, data)
            ids.add(id)
            taken |= {item["name"] for item in left}


def _service(id: str, standard: Standard, items: list[Json], data: Json) -> Json:
    said, name = WORDS[standard.said], items[0]["name"]
    language, tags = _languages(data)
    functions, texts, grounds = ({tag: said[base][n] for tag, base in tags.items()} for n in range(3))
    return {
        "id": id,
        "provider": _provider(data)["name"],
        "function": functions.get(language) or said[LANGUAGE][0],
        "location": ["front_office"],
        "purpose": _purpose(data)["id"],
        "use": USES[standard.said],
        "exemption": EXEMPTION,
        "ground": {tag: text.format(name=name) for tag, text in grounds.items()},
        "text": texts,
        "labels": {tag: text for tag, text in functions.items() if tag != language},
        "items": [_item(standard, item) for item in items],
    }


def _item(standard: Standard, item: Json) -> Json:
    known = lookup(item["name"])
    value = known.identifiability if known and known.identifiability else VALUES[standard.said]
    life = item.get("lifetime") or (known and known.lifetime) or SESSION
    return {**item, "party": "first", "lifetime": life, "set_by": "server", "identifiability": str(value)}


def _languages(data: Json) -> tuple[str, dict[str, str]]:
    """The default language, and the site's languages in which there are words; English where there are none."""
    site = _table(data, "site")
    default = str(site.get("default_language") or LANGUAGE)
    listed = site.get("languages")
    wanted = [default, *(listed if isinstance(listed, list) else [listed])]
    bases = {tag: tag.partition("-")[0].lower() for tag in wanted if isinstance(tag, str)}
    known = {tag: base for tag, base in bases.items() if base in NECESSARY}
    return default, known or {LANGUAGE: LANGUAGE}


def _provider(data: Json) -> Json:
    """Whoever runs the site: the provider that is called so, the controller, or the site itself."""
    site = _table(data, "site")
    controller = _table(site, "controller")
    name = controller.get("name") or site.get("name") or "this site"
    listed = [provider for provider in _listed(data, "providers") if isinstance(provider, dict)]
    own = next((provider for provider in listed if provider.get("name") == name), None)
    if own is None and not controller:
        own = next((provider for provider in listed if provider.get("role") == "controller"), None)
    said = {"name": name, "country": controller.get("country"), "contact": controller.get("email")}
    return own or {key: value for key, value in said.items() if value} | {"role": "controller"}


def _purpose(data: Json) -> Json:
    """The purpose of what is strictly necessary: the one that the site has, else a new one."""
    services = [service for service in _listed(data, "services") if isinstance(service, dict)]
    used = next((s.get("purpose") for s in services if s.get("exemption") == EXEMPTION and s.get("purpose")), PURPOSE)
    listed = [purpose for purpose in _listed(data, "purposes") if isinstance(purpose, dict)]
    own = next((purpose for purpose in listed if purpose.get("id") == used), None)
    tags = _languages(data)[1]
    label, text = ({tag: NECESSARY[base][n] for tag, base in tags.items()} for n in range(2))
    return own or {"id": used, "label": label, "text": text}


def _with(data: Json, key: str, entry: Json) -> Json:
    """The list with the entry at its end, so that places stay, unless it has it already.

    Where other services speak of what no list has, none is begun: then they would all be missing from it.
    """
    listed = _listed(data, key)
    if entry in listed or (not listed and _listed(data, "services")):
        return {}
    return {key: [*listed, entry]}


def _listed(data: Json, key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def _table(data: Json, key: str) -> Json:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _is_cookie(item: Json) -> bool:
    return bool(item.get("kind", "cookie") == "cookie")

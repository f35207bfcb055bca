"""One system check, with an id and a hint, for each mistake a project can make in its settings."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from speculoos.gate.rules import Mode
from speculoos.web.conf import Config, config, unknown_names
from speculoos.web.store.gate.options import items_fault, mode_fault


@register(Tags.security)
def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001  (Django's signature)
    given = getattr(settings, "SPECULOOS", {})
    if not isinstance(given, dict):
        return [Error("SPECULOOS must be a dict.", hint="Write SPECULOOS = {...}.", id="speculoos.E001")]
    return [*_unknown(), *_values(config()), *_gate(config()), *_cookies()]


def _unknown() -> list[CheckMessage]:
    return [
        Error(f"SPECULOOS has no setting {name!r}.", hint="See docs/reference/settings.md.", id="speculoos.E002")
        for name in unknown_names()
    ]


def _values(conf: Config) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not 1 <= conf.choice_days <= 400:
        hint = "Browsers keep no cookie longer than 400 days; 184 days is six months."
        found.append(Error("SPECULOOS['choice_days'] must be from 1 to 400.", hint=hint, id="speculoos.E003"))
    if conf.consents_per_second < 1:
        hint = "Leave it out for 2000; nobody could choose with less than 1."
        found.append(Error("SPECULOOS['consents_per_second'] must be 1 or more.", hint=hint, id="speculoos.E005"))
    if any(len(key) < 32 for key in conf.secrets()):
        hint = "Use a random string of 50 characters or more."
        found.append(Error("A signing key is shorter than 32 characters.", hint=hint, id="speculoos.E004"))
    return found


GATE = "speculoos.web.gate.middleware.GateMiddleware"
GATE_HINTS = {
    "gate": "One of: off, report_only, enforce.",
    "gate_csp": "One of: off, report_only, enforce.",
    "gate_fault": "One of: report_only, enforce.",
    "gate_items": 'A list of pairs of a name or pattern and a mode: [("_ga*", "enforce")].',
    "gate_flush_seconds": "A number of seconds, or 0 for never.",
}


def _gate(conf: Config) -> list[CheckMessage]:
    wrong = {
        "gate": mode_fault(conf.gate or "", ""),
        "gate_csp": mode_fault(conf.gate_csp or "", ""),
        "gate_fault": conf.gate_fault not in {Mode.REPORT_ONLY, Mode.ENFORCE},
        "gate_items": items_fault(conf.gate_items, ""),
        "gate_flush_seconds": not isinstance(conf.gate_flush_seconds, int | float) or conf.gate_flush_seconds < 0,
    }
    found: list[CheckMessage] = [
        Error(f"SPECULOOS[{name!r}] cannot be {getattr(conf, name)!r}.", hint=GATE_HINTS[name], id="speculoos.E006")
        for name, is_wrong in wrong.items()
        if is_wrong
    ]
    if conf.gate_registry and not Path(conf.gate_registry).is_file():
        hint = "Give the path of a cookies.toml, or leave it out to go by the published version."
        found.append(Error("SPECULOOS['gate_registry'] is not a file.", hint=hint, id="speculoos.E007"))
    if GATE in settings.MIDDLEWARE[1:]:
        hint = "Put it first: what stands before it reads and sets cookies that the gate does not see."
        found.append(Warning("GateMiddleware is not the first of MIDDLEWARE.", hint=hint, id="speculoos.W003"))
    return found


COOKIE_SETTINGS = {
    "SESSION_COOKIE_SECURE": "sessionid",
    "CSRF_COOKIE_SECURE": "csrftoken",
    "LANGUAGE_COOKIE_SECURE": "django_language",
}


def _cookies() -> list[CheckMessage]:
    found: list[CheckMessage] = [
        Warning(f"{name} is off, so {cookie} travels in clear.", hint=f"Set {name} = True.", id="speculoos.W001")
        for name, cookie in COOKIE_SETTINGS.items()
        if not getattr(settings, name)
    ]
    if settings.MESSAGE_STORAGE != "django.contrib.messages.storage.session.SessionStorage":
        hint = "Set MESSAGE_STORAGE to the session storage, or declare the cookie `messages`."
        found.append(Warning("Django may set the cookie `messages`.", hint=hint, id="speculoos.W002"))
    return found

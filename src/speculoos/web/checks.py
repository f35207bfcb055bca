"""One system check, with an id and a hint, for each mistake a project can make in its settings."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from speculoos.web.conf import Config, config, unknown_names


@register(Tags.security)
def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001  (Django's signature)
    given = getattr(settings, "SPECULOOS", {})
    if not isinstance(given, dict):
        return [Error("SPECULOOS must be a dict.", hint="Write SPECULOOS = {...}.", id="speculoos.E001")]
    return [*_unknown(), *_values(config()), *_cookies()]


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

"""Worker: the same question to django-cookie-consent, in a project of its own.

Its cache is Django's in-process one, the fastest that Django has; with a shared cache the check only gets slower.
"""

import sys

from bench.signed import KEY
from bench.worker import serve_rounds

GROUP = "purpose_0"


def main(groups: int, cookies: int, at_least: float) -> None:
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY=KEY,
        INSTALLED_APPS=["django.contrib.contenttypes", "cookie_consent"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        ROOT_URLCONF="cookie_consent.urls",
        USE_TZ=True,
    )
    django.setup()
    from cookie_consent.util import get_cookie_value_from_request  # type: ignore[import-not-found]
    from django.test import RequestFactory

    granted = "|".join(f"{group}={time}" for group, time in filled(groups, cookies))
    request = RequestFactory().get("/", HTTP_COOKIE=f'theme=dark; cookie_consent="{granted}"')

    def check() -> bool:
        request.__dict__.pop("COOKIES", None)  # each request has its own cookies to read
        return get_cookie_value_from_request(request, GROUP) is True

    assert check(), "the group was accepted and must read so"
    serve_rounds(check, at_least)


def filled(groups: int, cookies: int) -> list[tuple[str, str]]:
    """Groups with cookies in the database; each group's name, and a time of acceptance after the last change."""
    from cookie_consent.models import Cookie, CookieGroup  # type: ignore[import-not-found]
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", interactive=False, verbosity=0)
    for g in range(groups):
        group = CookieGroup.objects.create(varname=f"purpose_{g}", name=f"Purpose {g}")
        for c in range(cookies):
            Cookie.objects.create(cookiegroup=group, name=f"c_{g}_{c}", domain="example.com")
    return [(f"purpose_{g}", timezone.now().isoformat()) for g in range(groups)]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))

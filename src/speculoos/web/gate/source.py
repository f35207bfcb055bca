"""Which gate a request comes to: that of a declaration in a file where the project names one, else the site's own.

One source for each process. The file needs neither a database nor this app in INSTALLED_APPS, so what reads the
database is imported where it is needed.
"""

from typing import Protocol

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from speculoos.consent.choice import Effective
from speculoos.gate.file import gate_from_file
from speculoos.gate.gate import Gate
from speculoos.gate.rules import Mode, Rules
from speculoos.gate.tally import Tally
from speculoos.web.conf import Config, config
from speculoos.web.store.gate.options import project_rules


class SiteGate(Protocol):
    """A site's gate."""

    @property
    def gate(self) -> Gate: ...

    def effective(self, request: HttpRequest) -> Effective | None:
        """What counts for this visitor, None where the cookie and the signal say all that is known."""


class Source(Protocol):
    """Where gates come from."""

    @property
    def conf(self) -> Config: ...

    def site_gate(self, request: HttpRequest) -> SiteGate | None:
        """The one that this request comes to, if any. Raises nothing but SynchronousOnlyOperation."""


class FileSource:
    """A declaration in a file, which is followed as it changes: one gate for all pages."""

    def __init__(self, conf: Config) -> None:
        self.conf = conf
        self.gate = _of_file(conf)

    def site_gate(self, request: HttpRequest) -> SiteGate | None:  # noqa: ARG002  (the protocol's signature)
        return self

    def effective(self, request: HttpRequest) -> Effective | None:  # noqa: ARG002  (the protocol's signature)
        return None


def _of_file(conf: Config) -> Gate:
    rules, fallback, tally = project_rules(), Mode(conf.gate_fault), Tally()
    try:
        return gate_from_file(
            conf.gate_registry,
            rules=None if rules == Rules() else rules,
            keys=conf.secrets(),
            site=conf.home_site,
            fallback=fallback,
            tally=tally,
        )
    except Exception as fault:  # noqa: BLE001  (`manage.py check` has told; a running site stays up)
        tally.fault(fault, fallback)
        return Gate(None, fallback=fallback, tally=tally)


_source: Source | None = None


def source() -> Source:
    """This process's source; another one once the settings are others."""
    global _source
    found = _source
    if found is None or found.conf is not config():
        found = _source = _made(config())
    return found


def _made(conf: Config) -> Source:
    if conf.gate_registry:
        return FileSource(conf)
    if not apps.is_installed("speculoos.web"):
        raise ImproperlyConfigured("The gate needs speculoos.web in INSTALLED_APPS, or SPECULOOS['gate_registry'].")
    from speculoos.web.gate.published import PublishedSource

    return PublishedSource(conf)

"""Checks on the policy page and on who answers for the site: POL-07, 08, 13, 14, and POL-16 on versions."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from speculoos.core import durations, sites
from speculoos.law import words
from speculoos.law.catalogue import Severity
from speculoos.law.checks import Context, check
from speculoos.law.constants import is_duration
from speculoos.law.findings import Problem, item_place, page_place, site_place
from speculoos.law.page import Page, Row
from speculoos.registry.model import Contact, Registry

RIGHTS_ENOUGH = 3
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")
YEAR_NEAR = re.compile(r".{0,80}?(?<!\d)(?:19|20)\d\d(?!\d)")


@check("POL-07")
def site_names_who_answers(context: Context) -> Iterator[Problem]:
    site = context.registry.site
    if site.controller is None:
        yield Problem(
            site_place("controller"),
            "No controller is named: nobody answers for what this site stores and reads.",
            "Name the legal entity that decides on it, with a way to reach it.",
        )
    if not _reachable(site.controller):
        yield Problem(
            site_place("controller.email"),
            "No contact is given, so nobody can ask for access, correction, erasure or anything else.",
            "Give an e-mail address, a postal address or the address of a form.",
        )


@check("POL-07")
def site_names_officer_and_authority(context: Context) -> Iterator[Problem]:
    site = context.registry.site
    if site.dpo is None:
        yield Problem(
            site_place("dpo"),
            "No data protection officer is named.",
            "Name one with a contact, or know that none has to be appointed.",
            severity=Severity.WARNING,
        )
    if site.authority is None:
        yield Problem(
            site_place("authority"),
            "It is not stated where a visitor can complain.",
            "Name the supervisory authority and its address.",
        )


def _reachable(contact: Contact | None) -> bool:
    return contact is not None and bool(contact.email or contact.address or contact.url)


@check("POL-07")
def page_tells_its_facts(context: Context) -> Iterator[Problem]:
    page = context.policy_page
    if page is None:
        return
    for what, shown, hint in _page_facts(page, context.registry):
        if not shown:
            rule_id = "EU-10" if what == "how to withdraw" else ""
            yield Problem(page_place(), f"The page does not tell {what}.", hint, rule_id)


def _page_facts(page: Page, registry: Registry) -> Iterator[tuple[str, bool, str]]:
    site, text = registry.site, page.text
    yield "who the controller is", _tells(page, site.controller, words.CONTROLLER), "Name the controller."
    yield "how to reach the controller", _has_contact(page, site.controller), "Give an e-mail or postal address."
    yield (
        "whether there is a data protection officer",
        _tells(page, site.dpo, words.OFFICER),
        "Name the officer, or say that none has to be appointed.",
    )
    rights = words.count_distinct(text, words.in_language(words.RIGHTS, page.tag))
    yield (
        "the visitor's rights",
        rights >= RIGHTS_ENOUGH,
        "List access, rectification, erasure, restriction, objection.",
    )
    yield "where to complain", _tells(page, site.authority, words.COMPLAINT), "Name the supervisory authority."
    yield "how to withdraw", _has_control(page), "Add a link or a button to the preferences."
    yield "when it was last changed", _has_date(page), "State the date of the version."


def _tells(page: Page, contact: Contact | None, signs: dict[str, tuple[str, ...]]) -> bool:
    """Whether the page uses the word, and where the registry names somebody, that name."""
    said = words.find_any(page.text, words.in_language(signs, page.tag)) is not None
    return said and (contact is None or contact.name.casefold() in page.text.casefold())


def _has_contact(page: Page, contact: Contact | None) -> bool:
    known = [value for value in (contact.email, contact.address, contact.url) if value] if contact else []
    mailto = any(href.lower().startswith("mailto:") for _, href in page.links)
    return mailto or MAIL.search(page.text) is not None or any(value in page.html for value in known)


def _has_control(page: Page) -> bool:
    signs = words.in_language(words.PREFERENCES, page.tag)
    return any(
        words.find_any(text, signs) or words.PREFERENCE_ADDRESS.search(href)
        for text, href in page.links
        if href != "" and not href.startswith("#")
    )


def _has_date(page: Page) -> bool:
    if page.soup.find("time", attrs={"datetime": True}):
        return True
    text = page.text.lower()
    signs = words.in_language(words.UPDATED, page.tag)
    return any(YEAR_NEAR.match(text, m.end()) for sign in signs for m in re.finditer(re.escape(sign), text))


@check("POL-08")
def page_states_the_hash(context: Context) -> Iterator[Problem]:
    page = context.policy_page
    if page is None or context.registry.hash in page.hashes:
        return
    said = "another hash than the registry's" if page.hashes else "no hash"
    yield Problem(
        page_place(),
        f"The page states {said}, so nobody can tell whether it shows what is published.",
        "Render the page from the registry.",
    )


@check("POL-08")
def page_lists_the_registry(context: Context) -> Iterator[Problem]:
    page = context.policy_page
    if page is None:
        return
    rows = {name: row for row in page.rows for name in row.names}
    declared = {item.name for _, item in context.registry.items()}
    for service, item in context.registry.items():
        wrong = _differs(rows.get(item.name), page, service.provider, item.name, item.lifetime)
        if wrong:
            yield Problem(item_place(context.registry, service, item), wrong, "Render the page from the registry.")
    for name in rows:
        if name not in declared:
            yield Problem(
                page_place(),
                f'The page lists "{name}", which the registry does not declare.',
                "Declare it, or render the page from the registry.",
            )


def _differs(row: Row | None, page: Page, provider: str, name: str, lifetime: str | None) -> str | None:
    """What the page says otherwise of one item, or None. A page without tables is searched for the name alone."""
    if row is None:
        return None if not page.rows and name in page.text else "The page does not list it."
    if provider.casefold() not in row.text.casefold():
        return f'The page does not name "{provider}" as its provider.'
    life = lifetime or ""
    if is_duration(life) and not _numbers(life) & set(map(int, re.findall(r"\d{1,9}", row.text))):
        return f"The page states another duration than {lifetime}."
    return None


def _numbers(lifetime: str) -> set[int]:
    """Every number by which a page may put a duration into words, in whatever unit."""
    d = durations.parse_iso(lifetime)
    total = d.total_seconds()
    units = (durations.YEAR, durations.MONTH, durations.WEEK, durations.DAY, durations.HOUR, durations.MINUTE, 1)
    fields = {d.years, d.months, d.weeks, d.days, d.hours, d.minutes, d.seconds, 12 * d.years + d.months}
    return {n for n in fields | {total // unit for unit in units if total % unit == 0} if n}


@check("POL-13")
def page_leads_to_the_policy(context: Context) -> Iterator[Problem]:
    page = context.page
    if page is None or page.policy:
        return
    if not any(words.POLICY_ADDRESS.search(urlsplit(href).path) for _, href in page.links):
        yield Problem(
            page_place(),
            "The page has no link to the cookie policy.",
            "Link the policy from every page, for example in the footer.",
        )


@check("POL-13")
def policy_loads_nobody_else(context: Context) -> Iterator[Problem]:
    page = context.policy_page
    if page is None:
        return
    own = urlsplit(page.url or context.registry.site.url).hostname or ""
    hosts = dict.fromkeys(urlsplit(address).hostname for address in page.loads)
    for host in hosts:
        if host and sites.party(host, own) == "third":
            yield Problem(
                page_place(),
                f"The policy page loads from {host}, before anybody could choose.",
                "Serve it from the site itself, or load it after consent.",
                "EU-01",
            )


@check("POL-14")
def page_explains_the_signal(context: Context) -> Iterator[Problem]:
    page = context.policy_page
    if page and not words.find_any(page.text, words.SIGNAL):
        yield Problem(
            page_place(),
            "The page does not say how Global Privacy Control is handled.",
            "Say that the signal is honoured, and what it turns off.",
        )


@check("POL-14")
def signal_document_agrees(context: Context) -> Iterator[Problem]:
    page = context.page
    if page is None or page.gpc is None:
        return
    wrong = _wrong_document(page.gpc)
    if wrong:
        yield Problem(
            page_place("gpc"),
            f"/.well-known/gpc.json {wrong}.",
            'Serve {"gpc": true, "lastUpdate": "2026-11-23"} as application/json.',
            "GPC-3",
        )


def _wrong_document(body: str) -> str | None:
    if not body.strip():
        return "is missing"
    try:
        document = json.loads(body)
    except ValueError:
        return "is not JSON"
    if not isinstance(document, dict) or not isinstance(document.get("gpc"), bool):
        return "does not say whether the signal is honoured (`gpc`, true or false)"
    if document["gpc"] is False:
        return "says that the signal is not honoured"
    return None if _is_date(document.get("lastUpdate")) else "has no `lastUpdate` as an RFC 3339 date"


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


@check("POL-16")
def version_follows_the_content(context: Context) -> Iterator[Problem]:
    new, old = context.registry, context.previous
    if old is None or old.version == 0 or new.hash == old.hash or new.version > old.version:
        return
    yield Problem(
        site_place("version"),
        f"The content differs from version {old.version}, but the version is {new.version or 'a draft'}.",
        f"Publish it as version {old.version + 1}, so that choices made on the old text can be asked again.",
    )

"""The notice says what the registry declares, in words, and says what is missing."""

from speculoos.policy.notice import build_notice
from speculoos.registry.model import Registry, Service, Site, StorageItem
from tests.unit.policy.samples import CONFIRMED, EMPTY, FOUNDING, FULL, PUBLISHED


def rows(notice):
    return [item for group in notice.purposes for service in group.services for item in service.items]


def test_the_founding_document_is_told_in_full():
    """Four items by one provider, with function, location, purpose and lifetime in words, none needing consent."""
    notice = build_notice(FOUNDING, "en")
    services = notice.purposes[0].services

    assert [item.name for item in rows(notice)] == ["sessionid", "django_language", "csrftoken", "cookies_preferences"]
    assert {service.provider.text for service in services} == {"Opendatasoft"}
    assert services[0].function.text == "Authentication"
    assert services[0].location_text == "Front and back office"
    assert services[0].purpose.text == "To remember the user from one page to another"
    assert [item.lifetime.text for item in rows(notice)] == [
        "14 days",
        "Until you close the browser",
        "30 days",
        "184 days (about 6 months)",
    ]
    assert {item.consent.text for item in rows(notice)} == {"No consent needed"}
    assert {item.party for item in rows(notice)} == {"first"}


def test_every_registered_item_of_every_service_is_listed():
    names = [item.name for _, item in FULL.items()]

    assert [item.name for item in rows(build_notice(FULL, "en"))] == names


def test_a_service_without_items_is_told_too():
    service = build_notice(FULL, "en").purposes[0].services[0]

    assert service.nothing == "Nothing on your device"
    assert service.consent is not None
    assert service.consent.text == "No consent needed"


def test_anchors_are_unique_and_keep_the_name():
    anchors = [item.anchor for item in rows(build_notice(FULL, "en"))]

    assert len(set(anchors)) == len(anchors)
    assert rows(build_notice(FOUNDING, "en"))[0].anchor == "cookie-sessionid"
    assert "local-storage-seen-pages" in anchors


def test_the_link_to_an_item_outlives_its_place_in_the_declaration():
    first, second = Service("a", "P", "F", "x", items=(StorageItem("one"),)), Service("b", "P", "F", "x")
    second = Service("b", "P", "F", "x", items=(StorageItem("two"),))
    site = Site("S", "https://s.example")
    before = build_notice(Registry(site, services=(first, second)), "en")
    after = build_notice(Registry(site, services=(second, first)), "en")

    assert {i.name: i.anchor for i in rows(before)} == {i.name: i.anchor for i in rows(after)}


def test_what_the_site_keeps_to_itself_is_said():
    notice = build_notice(EMPTY, "en")
    facts = {fact.label: fact.value for section in notice.conduct for fact in section.facts}

    assert facts["Controller"].text == "not stated by the site"
    assert facts["Controller"].known is False
    assert facts["Last audit"].text == "not yet audited"
    assert rows(build_notice(FULL, "en"))[1].lifetime.text == "not stated by the site"


def test_version_dates_and_audit_stand_in_the_page():
    notice = build_notice(FOUNDING, "en", published=PUBLISHED, confirmed=CONFIRMED)
    facts = {fact.label: fact.value.text for fact in notice.conduct[-1].facts}

    assert facts["Version"] == "3"
    assert facts["Published on"] == "November 24, 2026"
    assert facts["Fingerprint of the content (SHA-256)"] == FOUNDING.hash
    assert facts["Last audit"].endswith("declared 4, observed 4, undeclared 0")


def test_the_law_decides_and_not_the_claim():
    """An advertising profile that is declared as strictly necessary is shown as needing consent."""
    ads = next(item for item in rows(build_notice(FULL, "en")) if item.name == "1. uid")

    assert ads.consent.outcome == "consent"
    assert ads.consent.text == "Only with your consent"


def test_an_address_that_is_no_link_stays_text():
    cards = {card.name: card for card in build_notice(FULL, "en").providers}
    policy = next(fact.value for fact in cards["Ads*Inc"].facts if fact.label == "Privacy policy")

    assert policy.text == "javascript:alert(1)"
    assert policy.href is None


def test_a_missing_translation_falls_back_quietly_and_is_marked():
    english, german = build_notice(FULL, "en"), build_notice(FULL, "de")

    assert "Wir zählen Besuche." in [phrase.text for phrase in english.fallbacks]
    assert all(phrase.fallback == "de" for phrase in english.fallbacks)
    assert german.fallbacks == ()


def test_the_same_arguments_give_the_same_notice():
    assert build_notice(FULL, "en", published=PUBLISHED) == build_notice(FULL, "en", published=PUBLISHED)

"""Declaring and editing: the rows of a draft, its texts, its order, and remarks beside the fields."""

import re

import pytest
from django.utils.html import escape

from speculoos.web.store.draft import draft_registry
from speculoos.web.store.sites import ItemRow, ProviderRow, PurposeRow, ServiceRow, Site

pytestmark = pytest.mark.django_db

AT = "/office/sites/platform/"


@pytest.fixture
def service(platform):
    return platform.services.first()


def test_a_site_is_made_and_teaches_what_to_do(office):
    """A new site starts empty, with a page that says how to go on."""
    fields = {"slug": "shop", "name": "Shop", "url": "https://shop.example", "default_language": "en"}
    answer = office.post("/office/sites/new/", fields, follow=True)

    assert answer.status_code == 200
    assert "Nothing is declared yet" in answer.content.decode()


def test_a_site_may_not_hide_an_address_of_the_office(office):
    answer = office.post(
        "/office/sites/new/", {"slug": "new", "name": "N", "url": "https://n.example", "default_language": "en"}
    )

    assert answer.status_code == 422
    assert not Site.objects.filter(slug="new").exists()


def test_an_incomplete_service_is_saved_and_its_faults_shown(office, platform):
    """A service that has only a name is saved; what it lacks stands beside its fields."""
    answer = office.post(AT + "services/new/", {"ident": "chat", "function_en": "Chat", "stay": "1"}, follow=True)
    page = answer.content.decode()

    assert platform.services.get(ident="chat").provider == ""
    assert 'id="field-provider"' in page
    assert "POL-01" in page.partition('id="field-provider"')[2].partition('id="field-location"')[0]


def test_a_service_keeps_its_function_in_every_language(office, platform):
    """The default language's function is the function; the others are its labels."""
    posted = {"ident": "chat", "function_en": "Chat", "function_fr": "Discussion", "text_en": "To talk", "text_fr": " "}
    office.post(AT + "services/new/", posted)
    row = platform.services.get(ident="chat")

    assert (row.function, row.labels, row.text) == ("Chat", {"fr": "Discussion"}, {"en": "To talk"})
    assert row.position == 4


def test_a_function_is_needed_in_the_default_language(office, platform):
    answer = office.post(AT + "services/new/", {"ident": "chat", "function_fr": "Discussion"})

    assert answer.status_code == 422
    assert not platform.services.filter(ident="chat").exists()


def test_an_id_is_taken_once(office, platform):
    """A second service of the same id is refused beside the field, not by the database."""
    answer = office.post(AT + "services/new/", {"ident": "api", "function_en": "Again"})

    assert answer.status_code == 422
    assert "There is one of that name already." in answer.content.decode()


@pytest.mark.parametrize(
    ("written", "kept"),
    [("13 months", "P13M"), ("Session", "session"), ("p13m", "P13M"), ("30 minutes", "PT30M"),
     ("some", "some"), ("", "")],
)  # fmt: skip
def test_a_lifetime_is_read_as_people_write_it(office, service, written, kept):
    item = service.items.first()
    office.post(f"{AT}items/{item.pk}/", {"name": "sessionid", "kind": "cookie", "lifetime": written})
    item.refresh_from_db()

    assert item.lifetime == kept


def test_a_lifetime_that_cannot_be_read_is_a_fault_beside_its_field(office, service):
    """The page of the item, the page of the site and the comparison show the fault; none of them breaks."""
    item = service.items.first()
    ItemRow.objects.filter(pk=item.pk).update(lifetime="two years")
    page = office.get(f"{AT}items/{item.pk}/").content.decode()
    field = page.partition('id="field-lifetime"')[2].partition('<div class="field')[0]

    assert "remark fault" in field
    assert f'href="{AT}items/{item.pk}/#field-lifetime"' in office.get(AT).content.decode()
    assert "cannot be published yet" in office.get(AT + "compare/").content.decode()


def test_a_finding_stands_beside_its_field(office, service):
    """A necessary service without a ground has the lint's finding in the field of the ground."""
    ServiceRow.objects.filter(pk=service.pk).update(ground={})
    page = office.get(f"{AT}services/{service.pk}/").content.decode()
    field = page.partition('id="field-ground"')[2].partition('<div class="field')[0]

    assert "POL-04" in field


def test_a_missing_translation_is_marked_with_what_visitors_read(office, service):
    ServiceRow.objects.filter(pk=service.pk).update(text={"en": "To know who you are"})
    page = office.get(f"{AT}services/{service.pk}/").content.decode()

    assert page.count('<q lang="en">To know who you are</q>') == 5


def test_the_law_explains_itself_beside_an_item(office, service):
    """An item's page says what the law wants, where and why, with the rule."""
    page = office.get(f"{AT}items/{service.items.first().pk}/").content.decode()

    assert "No consent needed" in page
    assert "EU-05" in page


def test_what_is_renamed_is_followed_by_what_refers_to_it(office, platform):
    """A purpose's and a provider's new name goes into the services that use them."""
    purpose, provider = platform.purposes.get(), platform.providers.get()
    platform.services.filter(ident="api").update(recipients=["Opendatasoft"])
    office.post(f"{AT}purposes/{purpose.pk}/", {"ident": "needed", "label_en": "Needed"})
    office.post(f"{AT}providers/{provider.pk}/", {"name": "ODS"})

    assert set(platform.services.values_list("purpose", "provider")) == {("needed", "ODS")}
    assert platform.services.get(ident="api").recipients == ["ODS"]


def test_services_move_among_their_own(office, platform):
    """Up and down change the order of the declaration, and no further than its ends."""
    first, second, *_rest = platform.services.all()
    office.post(f"{AT}services/{second.pk}/move/", {"to": "up"})
    office.post(f"{AT}services/{second.pk}/move/", {"to": "up"})

    assert [s.id for s in draft_registry(platform).services][:2] == [second.ident, first.ident]


def test_deleting_asks_first_and_says_what_refers_to_it(office, platform):
    purpose = platform.purposes.get()
    page = office.get(f"{AT}purposes/{purpose.pk}/delete/").content.decode()

    assert "cannot be published" in page
    assert PurposeRow.objects.filter(pk=purpose.pk).exists()
    office.post(f"{AT}purposes/{purpose.pk}/delete/")
    assert not PurposeRow.objects.filter(pk=purpose.pk).exists()


def test_what_a_person_writes_is_text_and_not_markup(office, platform):
    """Names and texts are escaped on the pages that show them."""
    nasty = '"><img src=x onerror=alert(1)>'
    row = ProviderRow.objects.create(site=platform, name=nasty, position=9)
    ServiceRow.objects.filter(site=platform).update(text={"en": nasty}, function=nasty)

    for page in (AT, f"{AT}providers/{row.pk}/", f"{AT}translations/?to=fr", f"{AT}compare/"):
        shown = office.get(page).content.decode()
        assert nasty not in shown
        assert escape(nasty) in shown


def test_the_sites_own_fields_are_saved(office, platform):
    """Contacts and measurement are kept as the registry has them; an empty one is nothing."""
    posted = {
        "name": "P", "url": "https://p.example", "default_language": "en", "languages": "en, fr; en",
        "jurisdictions": ["FR", "DE"], "controller-name": "ODS", "controller-email": "a@b.example",
        "measurement-tool": "Matomo", "measurement-metrics": "pages, visits", "measurement-sole_use": "true",
        "measurement-shared": "false", "measurement-tracker_lifetime": "13 months",
    }  # fmt: skip
    answer = office.post(AT + "edit/", posted)
    site = draft_registry(Site.objects.get(slug="platform")).site

    assert answer.status_code == 302
    assert (site.languages, site.jurisdictions, site.dpo) == (("en", "fr"), ("FR", "DE"), None)
    assert site.controller.email == "a@b.example"
    assert site.measurement.metrics == ("pages", "visits")
    assert (site.measurement.sole_use, site.measurement.shared, site.measurement.ip_masked) == (True, False, None)
    assert site.measurement.tracker_lifetime == "P13M"


def test_a_contact_without_a_name_is_refused(office, platform):
    posted = {"name": "P", "url": "https://p.example", "default_language": "en", "dpo-email": "dpo@p.example"}
    answer = office.post(AT + "edit/", posted)

    assert answer.status_code == 422
    assert "Give a name too" in answer.content.decode()


@pytest.mark.parametrize("language", ["fr", "xx", "../../etc", "en\x00"])
def test_odd_input_never_breaks_a_page(office, platform, language):
    """Unknown languages, null characters and overlong values are answered, not crashed on."""
    assert office.get(f"{AT}translations/", {"to": language}).status_code == 200
    assert office.post(f"{AT}translations/?to={language[:2]}", {"purposes-1-label": "x\x00"}).status_code == 302
    assert office.post(AT + "services/new/", {"ident": "x", f"function_{language}": "y\x00"}).status_code == 422
    assert office.post(AT + "services/new/", {"ident": "y" * 100, "function_en": "z" * 999}).status_code == 422


def test_every_missing_text_is_translated_on_one_page(office, platform):
    """The page lists what is missing, saves what is written and leaves the rest."""
    platform.services.filter(ident="api").update(text={"en": "To fetch data"}, labels={})
    row = platform.services.get(ident="api")
    assert "texts are missing" in office.get(AT + "translations/?to=fr").content.decode()

    office.post(
        AT + "translations/?to=fr",
        {f"services-{row.pk}-text": "Récupérer", f"services-{row.pk}-function": "API", f"services-{row.pk}-ground": ""},
    )
    row.refresh_from_db()
    assert row.text == {"en": "To fetch data", "fr": "Récupérer"}
    assert row.labels == {"fr": "API"}
    assert "fr" not in row.ground


def test_a_function_keeps_its_default_language(office, platform):
    """Emptying the function in the default language is not possible on the page of translations either."""
    row = platform.services.first()
    office.post(AT + "translations/?to=en", {f"services-{row.pk}-function": ""})
    row.refresh_from_db()

    assert row.function == "Authentication"


def seen_in(page):
    return re.search(r'name="seen" value="([0-9a-f]+)"', page.content.decode()).group(1)


@pytest.mark.parametrize("page", ["edit/", "purposes/{pk}/"])
def test_two_editors_do_not_overwrite_each_other_unawares(office, platform, page):
    """The second to save is told, keeps what they wrote, and may then overwrite."""
    purpose = platform.purposes.get()
    address = AT + page.format(pk=purpose.pk)
    fields = {"ident": "necessary", "name": "N", "url": "https://n.example", "default_language": "en"}
    opened = seen_in(office.get(address))
    office.post(address, fields | {"label_en": "First", "name": "First", "seen": opened})
    refused = office.post(address, fields | {"label_en": "Second", "name": "Second", "seen": opened})

    assert refused.status_code == 422
    assert 'value="Second"' in refused.content.decode()
    assert office.post(address, fields | {"label_en": "Second", "seen": seen_in(refused)}).status_code == 302


def test_a_service_keeps_the_hosts_that_it_connects_to(office, platform):
    """Written on one line; what is no host is kept as it is and its fault shown beside the field."""
    posted = {"ident": "film", "function_en": "Film", "hosts": "WWW.film.example, *.film.example; co.uk", "stay": "1"}
    page = office.post(AT + "services/new/", posted, follow=True).content.decode()

    assert platform.services.get(ident="film").hosts == ["www.film.example", "*.film.example", "co.uk"]
    assert "Anybody can have a host" in page.partition('id="field-hosts"')[2].partition('id="field-')[0]
    assert 'value="www.film.example, *.film.example, co.uk"' in page
    assert "www.film.example, *.film.example" in office.get(AT).content.decode()

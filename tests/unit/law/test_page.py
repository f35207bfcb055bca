"""What is read out of a page, and out of its words."""

import pytest

from speculoos.law import words
from speculoos.law.page import Page
from speculoos.law.plain import is_hard, lix

TABLE = "<table><tr>{head}</tr><tr>{cells}</tr></table>"


def cells(tag: str, *texts: str) -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


class TestRows:
    @pytest.mark.parametrize(
        ("head", "row", "names"),
        [
            (("Name", "Use"), ("_ga", "counting"), ("_ga",)),
            (("Provider", "Cookie name(s)"), ("Us", "a, b; c"), ("a", "b", "c")),
            (("Anbieter", "Cookie-Name"), ("Wir", "sid"), ("sid",)),
            (("Fournisseur", "Nom"), ("Nous", "sid"), ("sid",)),
            (("Use", "What"), ("signing in", "<code>sid</code>"), ("sid",)),
            (("?", "!"), ("sid", "other"), ("sid",)),
        ],
    )
    def test_names(self, head, row, names):
        page = Page(TABLE.format(head=cells("th", *head), cells=cells("td", *row)))

        assert [r.names for r in page.rows] == [names]

    def test_a_heading_is_no_row(self):
        assert Page(TABLE.format(head=cells("th", "Name"), cells=cells("th", "Other"))).rows == ()

    def test_a_short_row_is_skipped(self):
        text = TABLE.format(head=cells("th", "Provider", "Cookie name"), cells=cells("td", "nothing"))

        assert Page(text).rows == ()


class TestText:
    def test_is_what_a_reader_sees(self):
        page = Page("<p>One\n two</p><script>three</script><style>four</style><template><p>five</p></template>")

        assert page.text == "One two"

    def test_prose_is_sentences(self):
        page = Page("<ul><li>A sentence here.</li><li>label</li></ul><dd><p>Inner.</p></dd>")

        assert page.prose == ("A sentence here.", "Inner.")


class TestLanguage:
    def test_is_what_the_page_says_unless_we_know_better(self):
        assert Page('<html lang="FR"></html>').tag == "fr"
        assert Page('<html lang="fr"></html>', language="de").tag == "de"
        assert Page("<html></html>").tag == ""

    def test_offered(self):
        page = Page(
            '<html lang="en"><link rel="alternate" hreflang="fr" href="/fr/"><a hreflang="DE" href="/de/">Deutsch</a>'
            '<select name="language"><option value="es">Español</option></select>'
            '<button name="language" value="it">Italiano</button></html>'
        )

        assert page.offered_languages == {"en", "fr", "de", "es", "it"}


class TestLoads:
    def test_are_absolute_and_without_links(self):
        page = Page(
            '<script src="/a.js"></script><img src="//b.test/p.gif"><a href="https://c.test/">c</a>'
            '<link rel="stylesheet" href="s.css"><link rel="canonical" href="https://d.test/"><iframe src=""></iframe>',
            "https://site.test/cookies/",
        )

        assert page.loads == (
            "https://site.test/a.js",
            "https://b.test/p.gif",
            "https://site.test/cookies/s.css",
        )

    def test_buttons_lead_where_their_form_does(self):
        page = Page('<form action="/preferences/"><button>Choose</button></form><button formaction="/x">Y</button>')

        assert page.links == (("Choose", "/preferences/"), ("Y", "/x"))


def test_a_page_of_anything_can_be_read():
    """Broken markup is what pages are made of."""
    for html in ("", "<", "<table><tr><td>", "\0", "<html lang><table></table>", "&#0;<a href>"):
        page = Page(html)
        assert (page.rows, page.loads, page.hashes, page.prose) == ((), (), frozenset(), ())
        assert page.links is not None


class TestWords:
    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "To improve your experience."),
            ("fr", "Pour améliorer l’expérience utilisateur"),
            ("de", "Um das Nutzererlebnis zu verbessern"),
            ("es", "Con diversos fines"),
            ("it", "Per varie finalità"),
            ("nl", "Om uw ervaring te verbeteren"),
            ("de-CH", "Für verschiedene Zwecke"),
            ("pt", "For various purposes"),
        ],
    )
    def test_vague(self, language, text):
        assert words.find_any(text, words.in_language(words.VAGUE, language))

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "To remember the user from one page to another"),
            ("en", "To count how often each page is read, and from which country."),
            ("fr", "Pour retenir la langue que vous avez choisie"),
            ("de", "Um die gewählte Sprache zu behalten"),
            ("it", "Per ricordare la lingua scelta; variegato"),
            ("es", "Para recordar el idioma"),
            ("nl", "Om de gekozen taal te onthouden"),
        ],
    )
    def test_clear(self, language, text):
        assert words.find_any(text, words.in_language(words.VAGUE, language)) is None

    def test_whole_words_alone(self):
        assert words.find_any("variously and invarious", ("various",)) is None

    def test_every_table_speaks_all_six_languages(self):
        tables = (
            words.VAGUE,
            words.CIRCULAR,
            words.CONTROLLER,
            words.OFFICER,
            words.RIGHTS,
            words.COMPLAINT,
            words.UPDATED,
            words.PREFERENCES,
        )
        for table in tables:
            assert set(table) == {"en", "fr", "de", "es", "it", "nl"}
            assert all(phrase == phrase.lower() for phrases in table.values() for phrase in phrases)


class TestPlain:
    def test_lix_is_words_a_sentence_plus_long_words(self):
        assert lix("The cat sat. The dog ran.") == 3
        assert lix("Extraordinary cats sat.") == pytest.approx(3 + 100 / 3)
        assert lix("") == 0

    def test_short_texts_are_never_hard(self):
        assert not is_hard("Internationalisation considerations notwithstanding.")

    def test_german_may_be_longer(self):
        text = "Die Einstellungen bleiben erhalten und die Anmeldung wird nach dem Schliessen gelöscht. " * 3

        assert not is_hard(text, "de")
        assert lix(text) > 60

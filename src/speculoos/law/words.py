"""Words that policies use, in the six languages: phrases that say nothing, and signs that a page says something.

Data and the search for it. Matching is by whole words, case and typographic quotes aside.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

VAGUE: dict[str, tuple[str, ...]] = {
    "en": (
        "improve your experience", "improve the experience", "improve user experience", "improve the user experience",
        "improve experience", "enhance your experience", "enhance the user experience", "better experience",
        "best possible experience", "best experience", "optimise your experience", "optimize your experience",
        "various purposes", "various reasons", "various features", "various", "other purposes", "and more",
        "among other things", "internal purposes", "business purposes", "technical purposes", "technical reasons",
        "legitimate purposes", "improve our services", "improve our service", "improve our website",
        "improve the website", "provide our services", "function properly", "necessary functions", "as needed",
        "for functionality", "to personalise your experience", "to personalize your experience", "to be defined", "tbd",
    ),
    "fr": (
        "améliorer votre expérience", "améliorer l'expérience", "améliorer l'expérience utilisateur",
        "optimiser votre expérience", "meilleure expérience", "diverses finalités", "différentes finalités",
        "divers", "diverses", "autres finalités", "entre autres", "fins internes", "fins techniques",
        "raisons techniques", "améliorer nos services", "améliorer le site", "améliorer notre site",
        "bon fonctionnement", "à définir", "etc",
    ),
    "de": (
        "nutzererlebnis verbessern", "nutzererlebnis zu verbessern", "verbesserung des nutzererlebnisses",
        "erlebnis verbessern", "erlebnis zu verbessern", "bestmögliches erlebnis", "verschiedene zwecke",
        "verschiedenen zwecken", "diverse zwecke", "diverse", "verschiedenes", "sonstige zwecke", "unter anderem",
        "interne zwecke", "technische zwecke", "technische gründe", "technischen gründen",
        "unsere dienste verbessern", "unsere dienste zu verbessern", "unsere website verbessern",
        "unsere website zu verbessern", "reibungslose funktion", "usw", "noch festzulegen",
    ),
    "es": (
        "mejorar su experiencia", "mejorar tu experiencia", "mejorar la experiencia",
        "mejorar la experiencia del usuario", "mejor experiencia", "diversos fines", "diversas finalidades",
        "varias finalidades", "varios fines", "varios", "otros fines", "otras finalidades", "entre otros",
        "fines internos", "fines técnicos", "motivos técnicos", "mejorar nuestros servicios",
        "mejorar nuestro sitio", "mejorar el sitio", "correcto funcionamiento", "por definir", "etc",
    ),
    "it": (
        "migliorare la tua esperienza", "migliorare la sua esperienza", "migliorare l'esperienza",
        "migliorare l'esperienza utente", "migliore esperienza", "varie finalità", "diverse finalità",
        "vari scopi", "varie", "altre finalità", "altri scopi", "tra l'altro", "finalità interne",
        "scopi interni", "motivi tecnici", "scopi tecnici", "migliorare i nostri servizi",
        "migliorare il nostro sito", "migliorare il sito", "corretto funzionamento", "da definire", "ecc",
    ),
    "nl": (
        "uw ervaring verbeteren", "uw ervaring te verbeteren", "je ervaring verbeteren", "je ervaring te verbeteren",
        "gebruikerservaring verbeteren", "gebruikerservaring te verbeteren", "betere ervaring",
        "verschillende doeleinden", "diverse doeleinden", "diverse", "andere doeleinden", "onder andere",
        "interne doeleinden", "technische doeleinden", "technische redenen", "onze diensten verbeteren",
        "onze diensten te verbeteren", "onze website verbeteren", "onze website te verbeteren",
        "goed functioneren", "nader te bepalen", "enz",
    ),
}  # fmt: skip
"""Phrases that tell a reader nothing about a purpose (EU-08)."""

CIRCULAR = {
    "en": ("do not require consent", "does not require consent", "do not require the user's consent",
           "does not require the user's consent", "no consent is required", "exempt from consent",
           "functionality cookies", "essential cookies", "necessary cookies", "cookies are necessary",
           "cannot be switched off"),
    "fr": ("ne nécessitent pas de consentement", "ne nécessitent pas le consentement",
           "ne requièrent pas le consentement", "exempté de consentement", "exemptés de consentement",
           "cookies nécessaires", "cookies essentiels", "cookies indispensables", "ne peuvent pas être désactivés"),
    "de": ("keine einwilligung", "bedürfen keiner einwilligung", "keine zustimmung", "einwilligungsfrei",
           "notwendige cookies", "technisch notwendig", "essenzielle cookies", "können nicht deaktiviert werden"),
    "es": ("no requieren consentimiento", "no requieren el consentimiento", "exentas de consentimiento",
           "cookies necesarias", "cookies esenciales", "no se pueden desactivar"),
    "it": ("non richiedono il consenso", "non richiedono consenso", "non è richiesto il consenso",
           "cookie necessari", "cookie essenziali", "cookie tecnici", "non possono essere disattivati"),
    "nl": ("geen toestemming nodig", "geen toestemming vereist", "vereisen geen toestemming",
           "noodzakelijke cookies", "essentiële cookies", "kunnen niet worden uitgeschakeld"),
}  # fmt: skip
"""Grounds that assert the exemption instead of giving a reason for it (EU-20)."""

CONTROLLER = {
    "en": ("controller", "responsible for"),
    "fr": ("responsable du traitement", "responsable de traitement", "responsable"),
    "de": ("verantwortlicher", "verantwortliche", "verantwortlich"),
    "es": ("responsable del tratamiento", "responsable"),
    "it": ("titolare del trattamento", "titolare"),
    "nl": ("verwerkingsverantwoordelijke", "verantwoordelijke"),
}
OFFICER = {
    "en": ("data protection officer", "dpo"),
    "fr": ("délégué à la protection des données", "déléguée à la protection des données", "dpo", "dpd"),
    "de": ("datenschutzbeauftragter", "datenschutzbeauftragte", "datenschutzbeauftragten"),
    "es": ("delegado de protección de datos", "delegada de protección de datos", "dpd", "dpo"),
    "it": ("responsabile della protezione dei dati", "rpd", "dpo"),
    "nl": ("functionaris voor gegevensbescherming", "functionaris gegevensbescherming", "fg"),
}
RIGHTS = {
    "en": ("access", "rectification", "correct", "corrected", "erasure", "delete", "deleted", "restriction",
           "portability", "object", "objection"),
    "fr": ("accès", "rectification", "rectifier", "effacement", "effacer", "limitation", "portabilité", "opposition",
           "opposer"),
    "de": ("auskunft", "berichtigung", "löschung", "löschen", "einschränkung", "datenübertragbarkeit",
           "übertragbarkeit", "widerspruch", "widersprechen"),
    "es": ("acceso", "rectificación", "supresión", "limitación", "portabilidad", "oposición", "oponerse"),
    "it": ("accesso", "rettifica", "cancellazione", "limitazione", "portabilità", "opposizione", "opporsi"),
    "nl": ("inzage", "rectificatie", "verbetering", "wissing", "wissen", "verwijdering", "beperking",
           "overdraagbaarheid", "bezwaar"),
}  # fmt: skip
COMPLAINT = {
    "en": ("complaint", "complain", "supervisory authority", "data protection authority"),
    "fr": ("réclamation", "plainte", "autorité de contrôle"),
    "de": ("beschwerde", "beschweren", "aufsichtsbehörde"),
    "es": ("reclamación", "reclamar", "autoridad de control"),
    "it": ("reclamo", "autorità di controllo", "autorità garante"),
    "nl": ("klacht", "klacht indienen", "toezichthoudende autoriteit", "toezichthouder"),
}
UPDATED = {
    "en": ("last updated", "last changed", "last modified", "updated on", "published on", "published", "version of",
           "effective"),
    "fr": ("dernière mise à jour", "mis à jour", "mise à jour", "publié le", "publiée le", "publication",
           "date de publication", "version du"),
    "de": ("zuletzt aktualisiert", "zuletzt geändert", "stand", "veröffentlicht am", "veröffentlicht", "fassung vom"),
    "es": ("última actualización", "actualizado el", "actualizada el", "publicado el", "publicada el", "versión de"),
    "it": ("ultimo aggiornamento", "aggiornato il", "aggiornata il", "pubblicato il", "pubblicata il",
           "versione del"),
    "nl": ("laatst bijgewerkt", "laatst gewijzigd", "bijgewerkt op", "gepubliceerd op", "versie van"),
}  # fmt: skip
PREFERENCES = {
    "en": ("cookie preferences", "cookie settings", "manage cookies", "withdraw consent", "change your choice",
           "preferences", "privacy settings"),
    "fr": ("préférences", "préférences de cookies", "paramètres des cookies", "gérer les cookies",
           "retirer votre consentement"),
    "de": ("cookie-einstellungen", "einstellungen", "einwilligung widerrufen", "cookies verwalten"),
    "es": ("preferencias", "configuración de cookies", "gestionar cookies", "retirar el consentimiento"),
    "it": ("preferenze", "impostazioni dei cookie", "gestisci i cookie", "revoca il consenso"),
    "nl": ("voorkeuren", "cookievoorkeuren", "cookie-instellingen", "instellingen", "cookies beheren",
           "toestemming intrekken"),
}  # fmt: skip
PREFERENCE_ADDRESS = re.compile(r"preferences|preferenc|settings|consent|withdraw", re.IGNORECASE)
POLICY_ADDRESS = re.compile(r"cookie|privacy|datenschutz|confidentialit|privacidad", re.IGNORECASE)
SIGNAL = ("global privacy control", "sec-gpc", "gpc")


def find_any(text: str, phrases: Iterable[str]) -> str | None:
    """The first of the phrases that stands in the text as whole words, longest first."""
    found = _pattern(tuple(phrases)).search(_plain(text))
    return found[0] if found else None


def count_distinct(text: str, phrases: Iterable[str]) -> int:
    return len(set(_pattern(tuple(phrases)).findall(_plain(text))))


def in_language(table: dict[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """The phrases of a language and of English; of all languages if it is not one of ours."""
    base = language.partition("-")[0].lower()
    if base not in table:
        return tuple(phrase for phrases in table.values() for phrase in phrases)
    return table[base] if base == "en" else table[base] + table["en"]


@lru_cache(maxsize=256)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").lower().split())

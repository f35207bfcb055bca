"""Which languages the platform speaks: the front office in all that have their catalogues, the back office in a few.

A language is offered once its two catalogues are there: the policy's own, and the front office's messages.
"""

from pathlib import Path

from django.conf.locale import LANG_INFO

from speculoos.policy import texts

CATALOGUES = Path(__file__).parent / "locale"

NAMES = {
    "bg": "Български",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "et": "Eesti",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ga": "Gaeilge",
    "hr": "Hrvatski",
    "is": "Íslenska",
    "it": "Italiano",
    "lv": "Latviešu",
    "lt": "Lietuvių",
    "hu": "Magyar",
    "mt": "Malti",
    "nl": "Nederlands",
    "nb": "Norsk bokmål",
    "pl": "Polski",
    "pt": "Português",
    "pt-br": "Português (Brasil)",
    "ro": "Română",
    "sk": "Slovenčina",
    "sl": "Slovenščina",
    "fi": "Suomi",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "he": "עברית",
    "ar": "العربية",
    "ja": "日本語",
    "ko": "한국어",
    "zh-hans": "简体中文",
    "zh-hant": "繁體中文",
}
"""Every language by Django's code, in its own name."""

FULL = ("en", "fr", "de", "es", "it", "nl")
"""The languages that the back office and the page of the API are written in too; elsewhere these are English."""

# Django knows no Maltese.
LANG_INFO.setdefault("mt", {"bidi": False, "code": "mt", "name": "Maltese", "name_local": "Malti"})
# It looks for another tag's language where it is told, and for each tag to the letter.
for alias in (*texts.ALIASES, "nn-no", "no-no", "iw-il"):
    LANG_INFO.setdefault(alias, {}).setdefault("fallback", [texts.ALIASES[alias[:2]]])


def offered() -> list[tuple[str, str]]:
    """Code and name of the languages that can be chosen."""
    written = {tag.lower() for tag in texts.languages()}
    return [(code, name) for code, name in NAMES.items() if code in written and (CATALOGUES / folder(code)).exists()]


def folder(code: str) -> str:
    """The name of a language's directory, as gettext has it: `pt_BR`, `zh_Hans`."""
    base, _, rest = code.partition("-")
    return f"{base}_{rest.upper() if len(rest) == 2 else rest.capitalize()}" if rest else base


def nearest(tag: str) -> str | None:
    """The code of the language that is nearest to a BCP 47 tag, None where there is none."""
    found = texts.nearest(tag)
    return found.lower() if found else None

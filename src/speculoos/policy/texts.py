"""Our own words in every language: gettext catalogues and Babel's forms, handed in as a Translator.

There is no current language: whoever writes a text is given the Translator to write it with.
Catalogues are read as built (.mo) or, from a checkout, compiled in memory (.po), so that nothing
is ever shown untranslated for want of a build.

After changing a text: `pybabel extract -k marked -k plural:1,2 -o policy.pot src/speculoos/policy`, then
`pybabel update -D policy --no-fuzzy-matching -i policy.pot -d src/speculoos/policy/locale`, and translate what is new.
"""

from datetime import datetime
from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.units import format_unit

from speculoos.policy.durations import own

CATALOGUES = Path(__file__).parent / "locale"
SOURCE_LANGUAGE = "en"
UNIT_LENGTHS: tuple[Literal["long", "short", "narrow"], ...] = ("long", "short", "narrow")


def marked(message: str) -> str:
    """The message itself: marks a text in a table for extraction, to be translated where it is used."""
    return message


class Translator:
    """One language: translates our messages and writes numbers, dates, lists and units in its forms."""

    __slots__ = ("_catalogue", "language", "locale")

    def __init__(self, language: str, locale: Locale, catalogue: GNUTranslations) -> None:
        self.language = language
        self.locale = locale
        self._catalogue = catalogue

    def __call__(self, message: str, /, **values: str) -> str:
        """The message in this language, its {named} places filled with the values as they are."""
        text = self._catalogue.gettext(message)
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, number: int, /, **values: str) -> str:
        """The form of the message that fits `number`, which fills {number} in the language's digits."""
        return self._catalogue.ngettext(one, many, number).format(number=self.number(number), **values)

    @property
    def tag(self) -> str:
        """The BCP 47 tag of what is written: the language with its region or script, if any."""
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> str:
        return str(self.locale.text_direction)

    def number(self, value: int) -> str:
        return format_decimal(value, locale=self.locale)

    def date(self, moment: datetime) -> str:
        return format_date(moment, "long", locale=self.locale)

    def moment(self, moment: datetime) -> str:
        """Date, time and time zone as they stand in `moment`."""
        return format_datetime(moment, "long", tzinfo=moment.tzinfo, locale=self.locale)

    def listing(self, parts: list[str] | tuple[str, ...]) -> str:
        return format_list(list(parts), "standard", self.locale)

    def unit(self, value: int, unit: str) -> str:
        """A number of a CLDR duration unit such as "month"; some locales hold only the length that they inherit."""
        if (words := own(value, self.number(value), unit, self.locale)) is not None:
            return words
        forms = (format_unit(value, f"duration-{unit}", length=size, locale=self.locale) for size in UNIT_LENGTHS)
        return next((form for form in forms if "duration-" not in form), f"{self.number(value)} {unit}")

    def territory(self, code: str) -> str:
        """The name of an ISO 3166-1 alpha-2 code or a code as CLDR knows it, else the code."""
        return str(self.locale.territories.get(code.upper(), code))

    def language_name(self, tag: str) -> str:
        """The name of a language in itself, as a chooser shows it."""
        try:
            return str(Locale.parse(tag, sep="-").get_display_name() or tag)
        except (UnknownLocaleError, ValueError):
            return tag


ALIASES = {"no": "nb", "nn": "nb", "iw": "he"}
"""Tags that browsers and sites still use for a language of another tag."""
TRADITIONAL = {"tw", "hk", "mo"}
"""Where Chinese is written in the traditional script unless the tag says otherwise (CLDR likely subtags)."""


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The BCP 47 tags of the languages that have a catalogue, in alphabetical order."""
    return tuple(sorted(p.parent.parent.name.replace("_", "-") for p in CATALOGUES.glob("*/LC_MESSAGES/policy.po")))


@lru_cache(maxsize=1024)
def nearest(tag: str) -> str | None:
    """The catalogue that serves a BCP 47 tag: of its script or region, or else its language; None if there is none."""
    known = {language.lower(): language for language in languages()}
    base, *rest = tag.replace("_", "-").lower().split("-")
    base = ALIASES.get(base, base)
    if base == "zh" and not {"hans", "hant"} & {*rest}:
        rest = ["hant" if TRADITIONAL & {*rest} else "hans"]
    return next((known[t] for t in (*(f"{base}-{part}" for part in rest), base) if t in known), None)


def supported(tag: str) -> str:
    """The catalogue that serves a BCP 47 tag, or English."""
    return nearest(tag) or SOURCE_LANGUAGE


@lru_cache(maxsize=256)
def translator(tag: str) -> Translator:
    """The Translator for a BCP 47 tag. A region keeps its dates and numbers; an unknown language is English."""
    language = supported(tag)
    return Translator(language, _locale(tag, language), _catalogue(language))


def _locale(tag: str, language: str) -> Locale:
    own = Locale.parse(language, sep="-")
    try:
        locale = Locale.parse(tag.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return own
    return locale if locale.language == own.language else own


@lru_cache(maxsize=64)
def _catalogue(language: str) -> GNUTranslations:
    folder = CATALOGUES / language.replace("-", "_") / "LC_MESSAGES"
    source, built = folder / "policy.po", folder / "policy.mo"
    # A built file older than its source belongs to yesterday's texts.
    if built.exists() and built.stat().st_mtime >= source.stat().st_mtime:
        return GNUTranslations(BytesIO(built.read_bytes()))
    return GNUTranslations(BytesIO(compiled(source, language)))


def compiled(source: Path, language: str) -> bytes:
    """The bytes of the .mo file for a .po file."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language.replace("-", "_"))
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()

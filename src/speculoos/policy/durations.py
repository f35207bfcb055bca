"""How long something lasts, in the languages for which CLDR has no words or only abbreviations of them."""

from babel import Locale

Forms = dict[str, str]
"""A form for each plural category of the language; `other` serves those that have none of their own."""

OWN: dict[str, dict[str, Forms]] = {
    "mt": {
        "second": {"few": "{n} sekondi", "many": "{n}-il sekonda", "two": "{n} sekondi", "other": "{n} sekonda"},
        "minute": {"few": "{n} minuti", "many": "{n}-il minuta", "two": "{n} minuti", "other": "{n} minuta"},
        "hour": {"few": "{n} sigħat", "many": "{n}-il siegħa", "two": "sagħtejn", "other": "{n} siegħa"},
        "day": {"few": "{n} ijiem", "many": "{n}-il jum", "two": "jumejn", "other": "{n} jum"},
        "week": {"few": "{n} ġimgħat", "many": "{n}-il ġimgħa", "two": "ġimagħtejn", "other": "{n} ġimgħa"},
        "month": {"few": "{n} xhur", "many": "{n}-il xahar", "two": "xahrejn", "other": "{n} xahar"},
        "year": {"few": "{n} snin", "many": "{n}-il sena", "two": "sentejn", "other": "{n} sena"},
    },
    "ga": {
        "second": {"two": "{n} shoicind", "few": "{n} shoicind", "other": "{n} soicind"},
        "minute": {"other": "{n} nóiméad"},
        "hour": {"few": "{n} uaire", "many": "{n} n-uaire", "other": "{n} uair"},
        "week": {"two": "{n} sheachtain", "few": "{n} seachtaine", "many": "{n} seachtaine", "other": "{n} seachtain"},
        "year": {
            "one": "{n} bhliain",
            "two": "{n} bhliain",
            "few": "{n} bliana",
            "many": "{n} mbliana",
            "other": "{n} bliain",
        },
    },
}


def own(value: int, number: str, unit: str, locale: Locale) -> str | None:
    """`number`, which writes `value`, with its unit; None where CLDR's own words will do."""
    forms = OWN.get(locale.language, {}).get(unit)
    return forms.get(locale.plural_form(value), forms["other"]).format(n=number) if forms else None

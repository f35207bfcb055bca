"""Words of lifetimes: units, numbers, the browser's session, and lifetimes that nobody can compute with."""

UNITS: dict[str, tuple[str, ...]] = {
    "Y": ("year", "years", "yr", "yrs", "y", "an", "ans", "annee", "annees", "jahr", "jahre", "jahren", "jahres",
        "ano", "anos", "anno", "anni", "jaar", "jaren"),
    "M": ("month", "months", "mth", "mths", "mo", "mos", "mon", "mois", "monat", "monate", "monaten", "monats", "mes",
        "meses", "mese", "mesi", "maand", "maanden"),
    "W": ("week", "weeks", "wk", "wks", "w", "semaine", "semaines", "sem", "woche", "wochen", "semana", "semanas",
        "settimana", "settimane", "weken"),
    "D": ("day", "days", "d", "jour", "jours", "j", "tag", "tage", "tagen", "dia", "dias", "giorno", "giorni", "gg",
        "dag", "dagen"),
    "TH": ("hour", "hours", "hr", "hrs", "h", "heure", "heures", "stunde", "stunden", "std", "hora", "horas", "ora",
        "ore", "uur", "uren"),
    "TM": ("minute", "minutes", "min", "mins", "minuten", "minuto", "minutos", "minuti", "minuut"),
    "TS": ("second", "seconds", "sec", "secs", "s", "seconde", "secondes", "sekunde", "sekunden", "sek", "segundo",
        "segundos", "secondo", "secondi", "seconden"),
}  # fmt: skip
"""ISO 8601 designators; `T` marks the time part. A bare `m` is left out: minute and month share it."""

NUMBERS: dict[int, tuple[str, ...]] = {
    1: ("a", "an", "one", "un", "une", "ein", "eine", "einem", "einen", "einer", "eines", "una", "uno", "een", "1"),
    2: ("two", "deux", "zwei", "dos", "due", "twee"),
    3: ("three", "trois", "drei", "tres", "tre", "drie"),
    4: ("four", "quatre", "vier", "cuatro", "quattro"),
    5: ("five", "cinq", "funf", "cinco", "cinque", "vijf"),
    6: ("six", "sechs", "seis", "sei", "zes"),
    7: ("seven", "sept", "sieben", "siete", "sette", "zeven"),
    8: ("eight", "huit", "acht", "ocho", "otto"),
    9: ("nine", "neuf", "neun", "nueve", "nove", "negen"),
    10: ("ten", "dix", "zehn", "diez", "dieci", "tien"),
    11: ("eleven", "onze", "elf", "once", "undici"),
    12: ("twelve", "douze", "zwolf", "doce", "dodici", "twaalf"),
    13: ("thirteen", "treize", "dreizehn", "trece", "tredici", "dertien"),
    14: ("fourteen", "quatorze", "vierzehn", "catorce", "quattordici", "veertien"),
    15: ("fifteen", "quinze", "funfzehn", "quince", "quindici", "vijftien"),
    18: ("eighteen", "dix huit", "achtzehn", "dieciocho", "diciotto", "achttien"),
    20: ("twenty", "vingt", "zwanzig", "veinte", "venti", "twintig"),
    24: ("twenty four", "vingt quatre", "vierundzwanzig", "veinticuatro", "ventiquattro", "vierentwintig"),
    30: ("thirty", "trente", "dreissig", "treinta", "trenta", "dertig"),
    60: ("sixty", "soixante", "sechzig", "sesenta", "sessanta", "zestig"),
    90: ("ninety", "quatre vingt dix", "neunzig", "noventa", "novanta", "negentig"),
}  # fmt: skip

FIXED: dict[str, tuple[str, ...]] = {
    "PT30M": ("half an hour", "half hour", "demi heure", "une demi heure", "halbe stunde", "eine halbe stunde",
        "media hora", "mezz ora", "mezzora", "half uur", "een half uur"),
    "P6M": ("half a year", "half year", "semestre", "halbes jahr", "ein halbes jahr", "half jaar", "een half jaar",
        "medio ano"),
    "P2W": ("fortnight", "a fortnight", "quinzaine"),
    "P15D": ("quinze jours",),
    "P18M": ("anderthalb jahre", "eineinhalb jahre", "anderhalf jaar", "un an et demi", "year and a half",
        "one and a half years"),
}  # fmt: skip

SESSION_PHRASES: tuple[str, ...] = (
    "end of session", "end of the session", "end of your session", "session cookie", "session cookies",
    "close your browser", "close the browser", "closes the browser", "closing your browser", "closing the browser",
    "browser is closed", "browser closes", "browsing session", "browser session", "session only", "session ends",
    "closed your browser", "exit your browser", "leave the site", "until the browser is closed",
    "fin de session", "fin de la session", "fermeture du navigateur", "fermez votre navigateur",
    "fermez le navigateur", "duree de la session", "session de navigation", "temps de la session",
    "cookie de session", "cookies de session", "le temps de la visite",
    "sitzungsende", "ende der sitzung", "ende der session", "ende der browsersitzung", "browsersitzung",
    "browser schliessen", "browser geschlossen", "schliessen des browsers", "schliessen ihres browsers",
    "sitzungscookie", "sitzungs cookie", "session cookie", "sessionende", "browser session", "dauer der sitzung",
    "fin de la sesion", "fin de sesion", "final de la sesion", "cerrar el navegador", "cierre el navegador",
    "cierra el navegador", "cierre del navegador", "cookie de sesion", "cookies de sesion",
    "al cerrar la sesion del navegador", "duracion de la sesion",
    "fine sessione", "fine della sessione", "termine della sessione", "chiusura del browser", "chiude il browser",
    "chiudi il browser", "cookie di sessione", "sessione di navigazione", "sessione del browser",
    "durata della sessione",
    "einde van de sessie", "einde sessie", "sluiten van de browser", "browser sluit", "browser wordt gesloten",
    "browser afsluit", "sessiecookie", "sessiecookies", "browsersessie", "duur van de sessie",
)  # fmt: skip
"""Phrases that mean the browser's session wherever they stand."""

SESSION_WORDS: tuple[str, ...] = (
    "session",
    "sessions",
    "sitzung",
    "sesion",
    "sessione",
    "sessie",
    "per session",
    "sessional",
    "session cookie",
    "temporary session",
    "de sesion",
)
"""Words that mean it when they are the cell."""

UNKNOWABLE: tuple[str, ...] = (
    "persistent", "permanent", "unlimited", "never", "no expiry", "does not expire", "forever", "indefinite",
    "indefinitely", "variable", "varies", "various", "depends", "until deleted", "until you log out", "until logout",
    "log out", "sign out", "unknown", "pending", "until cleared", "end of contract",
    "persistant", "permanente", "illimite", "illimitee", "jamais", "indefini", "indeterminee", "deconnexion",
    "inconnue", "inconnu",
    "dauerhaft", "unbegrenzt", "nie", "abmelden", "ausloggen", "abmeldung", "unbekannt", "unterschiedlich",
    "keine begrenzung", "logout",
    "persistente", "ilimitado", "ilimitada", "nunca", "indefinida", "indefinido", "desconocida", "cierre la sesion",
    "cerrar sesion",
    "persistenti", "illimitata", "illimitato", "mai", "disconnessione", "sconosciuta", "fino alla cancellazione",
    "blijvend", "permanent", "onbeperkt", "nooit", "uitloggen", "onbekend", "afmelden", "wisselend",
)  # fmt: skip
"""Stated, but not a length of time."""

RANGE_WORDS = frozenset(
    (
        "to",
        "till",
        "until",
        "bis",
        "a",
        "hasta",
        "tot",
        "al",
        "fino",
        "through",
        "between",
        "entre",
        "zwischen",
        "tra",
        "tussen",
    )
)
JOIN_WORDS = frozenset(("and", "et", "und", "y", "e", "en", "plus"))
EACH_WORDS = frozenset(
    (
        "bzw",
        "resp",
        "respectively",
        "respectivement",
        "respectivamente",
        "rispettivamente",
        "respectievelijk",
        "or",
        "ou",
        "oder",
        "o",
        "of",
    )
)

CUES: dict[str, tuple[str, ...]] = {
    "cue": (
        "expire*", "expir*", "stored for", "kept for", "deleted", "lasts", "lifetime", "duration", "retention",
        "remains", "stays for", "valid for", "stored", "kept", "retained", "lifespan", "removed",
        "conserve*", "conservation", "duree", "supprime*", "reste", "valable", "garde pendant",
        "gespeichert", "geloscht", "speicherdauer", "laufzeit", "gultig", "lauft ab", "verfallt", "aufbewahrt",
        "bleibt",
        "caduca*", "conserva*", "elimina*", "dura", "duracion", "almacena*", "borra*", "guarda*",
        "scade", "scadenza", "durata", "conservat*", "cancellat*", "dura", "eliminat*", "resta",
        "bewaard", "verloopt", "verwijderd", "vervalt", "bewaartermijn", "blijft", "geldig",
    ),
}  # fmt: skip
"""What makes a sentence one about how long something is kept."""

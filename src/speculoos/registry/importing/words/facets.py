"""Words of locations, storage kinds and parties, and the words that stand where a name should be."""

FRONT: tuple[str, ...] = (
    "front office", "front", "frontoffice", "frontend", "front end", "public site", "public website", "public pages",
    "public area", "site public", "partie publique", "vitrine", "offentlicher bereich", "offentliche seiten",
    "sitio publico", "parte publica", "sito pubblico", "parte pubblica", "publieke site", "openbare site",
    "publiek deel", "public",
)  # fmt: skip
BACK: tuple[str, ...] = (
    "back office", "back", "backoffice", "backend", "back end", "admin area", "administration", "admin",
    "administration area", "admin panel", "interface d administration", "espace d administration",
    "verwaltungsbereich", "verwaltung", "adminbereich",
    "administracion", "panel de administracion", "amministrazione", "area di amministrazione", "beheer",
    "beheeromgeving", "beheergedeelte",
)  # fmt: skip
BOTH: tuple[str, ...] = (
    "everywhere", "whole site", "all pages", "entire site", "both", "partout", "tout le site", "ensemble du site",
    "toutes les pages", "uberall", "gesamte website", "alle seiten", "todo el sitio", "todas las paginas",
    "tutto il sito", "tutte le pagine", "overal", "hele site", "alle pagina s",
    "front and back office", "front et back office", "front und backoffice", "front und back office",
    "front y back office", "front e back office", "front en back office", "front back office", "front en backoffice",
)  # fmt: skip
LOCATIONS: dict[str, tuple[str, ...]] = {"front": FRONT, "back": BACK, "both": BOTH}
LOCATION_FILLER = frozenset(("and", "et", "und", "y", "e", "en", "the", "only", "office", "area", "both",
    "in", "on", "of", "a", "seulement", "uniquement", "nur", "solo", "alleen", "le", "la", "les", "der",
    "die", "das", "im", "il", "el", "de", "het", "du", "del", "pages"))  # fmt: skip

KINDS: dict[str, tuple[str, ...]] = {
    "local_storage": ("local storage", "localstorage", "html local storage", "html5 local storage", "web storage",
        "stockage local", "lokaler speicher", "almacenamiento local", "archiviazione locale", "lokale opslag",
        "memoria locale"),
    "session_storage": ("session storage", "sessionstorage", "html session storage", "stockage de session",
        "sitzungsspeicher", "almacenamiento de sesion", "archiviazione di sessione", "sessieopslag"),
    "indexed_db": ("indexeddb", "indexed db", "indexed database"),
    "cache_storage": ("cache storage", "cache api"),
    "service_worker": ("service worker",),
    "pixel": ("pixel", "pixels", "pixel tracker", "tracking pixel", "pixel tag", "web beacon", "beacon",
        "pixel de suivi", "balise web", "zahlpixel", "baliza web", "pixel espia", "web bug", "trackingpixel",
        "pixeltracker"),
    "cookie": ("http cookie", "https cookie", "http", "http cookies", "cookie*", "javascript cookie", "js cookie",
        "server cookie", "http only cookie", "html cookie", "temoin*"),
}  # fmt: skip

PARTIES: dict[str, tuple[str, ...]] = {
    "first": (
        "first party", "1st party", "first", "internal", "own", "first party cookie", "interne", "internes",
        "internal cookies", "proprietaire", "proprietaires", "cookies internes", "premiere partie",
        "1re partie", "1ere partie", "propre",
        "erstanbieter", "eigene", "eigener", "eigen", "erstpartei", "intern", "interner", "propia", "propias",
        "propio", "propios", "prima parte", "di prima parte", "prime parti", "proprietario", "proprietari", "interno",
        "interni", "eerste partij", "interne cookies", "eigen cookies",
    ),
    "third": (
        "third party", "3rd party", "third", "third parties", "external", "tiers", "tierce", "cookies tiers",
        "cookie tiers", "tierces", "tierce partie", "externe", "externes",
        "drittanbieter", "dritter", "dritte", "drittpartei", "drittanbieter cookies", "extern", "terceros", "tercero",
        "de terceros", "de tercero", "externa", "externas", "terze parti", "terza parte", "di terze parti",
        "di terza parte", "terzi", "derde partij", "derde partijen", "derden", "van derden",
    ),
}  # fmt: skip

LIFE_KINDS: dict[str, tuple[str, ...]] = {
    "session": ("session", "sessions", "sitzungs*", "sessiecookie*", "de sesion", "di sessione", "temporary",
        "temporaires", "temporare", "temporales", "temporanei", "tijdelijke"),
    "persistent": ("persistent", "permanent", "persistants", "permanents", "permanente", "persistentes",
        "persistenti", "dauerhafte", "blijvende", "permanentes", "permanenti"),
}  # fmt: skip

NO_NAME = frozenset((
    "", "various", "several", "multiple", "none", "n a", "na", "no", "tbd", "unknown", "see above", "see below",
    "many", "other", "others", "all", "yes", "some", "not applicable", "pending", "total", "any",
    "divers", "diverses", "plusieurs", "aucun", "neant", "inconnu", "multiples", "autres", "tous", "oui", "non",
    "diverse", "verschiedene", "mehrere", "keine", "unbekannt", "siehe oben", "andere", "alle", "ja", "nein",
    "entfallt", "k a",
    "varios", "varias", "ninguna", "ninguno", "desconocido", "otras", "todas", "si",
    "vari", "varie", "diversi", "nessuno", "sconosciuto", "altri", "tutti",
    "meerdere", "geen", "onbekend", "overige", "nvt", "n v t",
))  # fmt: skip
"""What stands in a name column and names nothing (folded)."""

DITTO = frozenset(("\"", "''", "\u201d", "\u201c", "\u00bb", "\u3003", "ditto", "idem", "id.",
    "same as above", "as above", "do.", "same", "-\"-", "\u2033", "wie oben", "s.o.", "s. o.",
    "siehe oben", "dito", "\u00eddem", "igual", "come sopra", "zie boven", "idem.", "comme ci-dessus",
    "voir ci-dessus", "\"\""))  # fmt: skip
"""A cell that repeats the one above it (lower case, not folded)."""

BLANK = frozenset(("", "-", "--", "---", "\u2013", "\u2014", "n/a", "n.a.", "na", "/", ".", "?", "tbd",
    "k.a.", "k. a.", "n.v.t.", "nvt", "none", "unknown", "not specified", "not stated", "inconnu",
    "unbekannt", "onbekend", "desconocido", "sconosciuto", "pending", "non pr\u00e9cis\u00e9",
    "keine angabe", "nicht angegeben", "\u2026", "..."))  # fmt: skip
"""A cell that says nothing (lower case, not folded)."""

STARTING: dict[str, tuple[str, ...]] = {
    "starts": (
        "starting with", "starts with", "start with", "beginning with", "begins with", "begin with", "prefixed with",
        "prefixed by", "with the prefix", "prefix",
        "commencant par", "commencent par", "commence par", "debutant par", "qui commencent par", "prefixe",
        "beginnen", "beginnend", "beginnt", "anfangen", "prafix", "beginnend mit", "beginnende",
        "empiezan por", "empiezan con", "que empiecen por", "que comienzan por", "que comienzan con", "comienzan por",
        "prefijo", "empieza por", "empieza con",
        "iniziano con", "che iniziano per", "inizia con", "iniziano per", "prefisso", "cominciano con",
        "beginnen met", "begint met", "beginnend met", "voorvoegsel", "beginnen met",
    ),
}  # fmt: skip
"""A name cell that gives a prefix instead of a name."""

NAMING: frozenset[str] = frozenset((
    "called", "named", "titled", "nomme", "appele", "intitule", "denomme", "nommes", "appeles", "namens", "genannt",
    "llamada", "denominada", "llamado", "denominado", "llamadas",
    "chiamato", "denominato", "nominato", "chiamati", "genaamd", "geheten",
))  # fmt: skip
"""The word after which a cookie's name follows."""

HEDGES: dict[str, tuple[str, ...]] = {
    "hedge": (
        "such as", "for example", "for instance", "e g", "among others", "cookies like", "cookie like", "and others",
        "par exemple", "tels que", "telles que", "tel que", "notamment", "cookies comme", "entre autres",
        "zum beispiel", "z b", "etwa", "beispielsweise", "cookies wie", "unter anderem",
        "por ejemplo", "tales como", "cookies como", "entre otras", "per esempio", "ad esempio", "quali",
        "cookie come", "tra gli altri",
        "zoals", "bijvoorbeeld", "bv", "cookies als", "onder andere",
    ),
}  # fmt: skip
"""Words that make a sentence's list of names an example rather than a statement."""

SETTERS: tuple[str, ...] = (
    "set by",
    "placed by",
    "provided by",
    "issued by",
    "depose par",
    "deposes par",
    "emis par",
    "gesetzt von",
    "von",
    "instalada por",
    "puesta por",
    "proporcionada por",
    "impostato da",
    "installato da",
    "geplaatst door",
)
"""What announces a provider inside a sentence."""

SITE_WORDS = frozenset(("site", "website", "platform", "platforme", "plateforme", "portal", "webseite",
    "sitio", "sito", "web", "portail", "portale", "pagina", "page", "seite", "shop", "store", "webshop",
    "cookies", "cookie"))  # fmt: skip

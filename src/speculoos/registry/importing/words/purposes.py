"""Words of category headings, by purpose id; the heading itself stays as the purpose's label."""

PURPOSES: dict[str, tuple[str, ...]] = {
    "necessary": (
        "necessary", "strictly necessary", "essential", "essentials", "required", "mandatory", "technically necessary", "technical", "indispensable", "always active",
        "necessaire", "necessaires", "strictement necessaire", "strictement necessaires", "essentiel", "essentiels", "essentielle", "essentielles", "obligatoire", "obligatoires",
        "indispensables", "technique", "techniques", "exempte", "exemptes", "exempts",
        "notwendig", "notwendige", "notwendigen", "notwendiges", "technisch notwendige", "unbedingt erforderliche", "erforderliche", "erforderlich", "erforderlichen", "essenziell",
        "essenzielle", "essentiell", "essentielle", "technische", "technischen", "technisch erforderliche", "unerlasslich", "unerlassliche", "zwingend", "zwingende",
        "necesaria", "necesarias", "necesario", "estrictamente necesarias", "tecnica", "tecnicas", "esencial", "esenciales", "imprescindibles", "obligatorias", "obligatoria",
        "necessari", "necessario", "strettamente necessari", "tecnico", "tecnici", "essenziale", "essenziali", "indispensabili", "obbligatori",
        "noodzakelijk", "noodzakelijke", "strikt noodzakelijke", "essentiele", "vereiste", "verplichte", "technisch noodzakelijke",
    ),
    "preferences": (
        "preference", "preferences", "functional", "functionality", "personalisation", "personalization", "convenience", "comfort", "settings",
        "fonctionnel", "fonctionnels", "fonctionnelle", "fonctionnelles", "confort", "personnalisation", "fonctionnalite", "fonctionnalites",
        "praferenz", "praferenzen", "funktional", "funktionale", "funktionalen", "funktionell", "funktionelle", "funktions*", "komfort*", "einstellungen", "personalisierung", "praferenz*",
        "preferencia", "preferencias", "funcional", "funcionales", "funcionalidad", "personalizacion",
        "preferenza", "preferenze", "funzionale", "funzionali", "funzionalita", "personalizzazione",
        "voorkeur", "voorkeuren", "voorkeurs*", "functioneel", "functionele", "personalisatie", "comfort*",
    ),
    "statistics": (
        "statistic", "statistics", "statistical", "analytics", "analytic", "analytical", "analysis", "performance", "measurement", "audience measurement", "audience", "reporting", "web analytics",
        "statistique", "statistiques", "mesure d audience", "analytique", "analytiques", "mesure", "analyse", "analyses",
        "statistik", "statistiken", "statistik*", "statistisch", "statistische", "statistischen", "analyse*", "analytisch", "analytische", "analytischen", "leistung*", "reichweitenmessung", "messung", "webanalyse",
        "estadistica", "estadisticas", "estadistico", "analisis", "analitica", "analiticas", "medicion", "rendimiento", "desempeno",
        "statistica", "statistiche", "statistico", "statistici", "analitico", "analitici", "analisi", "prestazione", "prestazioni", "misurazione",
        "statistiek", "statistieken", "analytische", "prestatie", "prestaties", "prestatie*", "meting", "metingen",
    ),
    "marketing": (
        "marketing", "advertising", "advertisement", "advertisements", "ads", "ad", "targeting", "targeted", "remarketing", "retargeting", "profiling", "tracking", "promotional",
        "publicite", "publicites", "publicitaire", "publicitaires", "ciblage", "profilage", "reciblage", "marketing*",
        "werbung", "werbe*", "werblich", "werbliche", "zielgruppen*", "targeting*", "tracking*", "profilbildung",
        "publicidad", "publicitaria", "publicitarias", "publicitario", "mercadotecnia", "comportamental", "comportamentales", "perfilado",
        "pubblicita", "pubblicitario", "pubblicitari", "profilazione", "pubblicitarie", "pubblicitaria",
        "advertentie", "advertenties", "advertentie*", "reclame", "reclame*", "gerichte", "trackingcookies",
    ),
    "social_media": (
        "social media", "social network", "social networks", "social networking", "social", "social sharing",
        "reseaux sociaux", "reseau social", "partage", "sociaux",
        "soziale medien", "soziale netzwerke", "sozialen medien", "sozialer medien",
        "redes sociales", "sociales",
        "reti sociali", "social network",
        "sociale media", "sociale netwerken",
    ),
    "": (
        # Headings that name a category and say that nobody knows which, or that only say which it is not.
        "unclassified", "unclassified cookies", "uncategorised", "uncategorized", "other cookies", "other", "non essential", "non necessary", "not necessary", "not strictly necessary", "non strictly necessary", "not essential", "optional",
        "non classe", "non classes", "non classifies", "non categorises", "autres", "autres cookies", "non essentiels", "non necessaires", "facultatif", "facultatifs", "optionnels", "non indispensables",
        "nicht klassifiziert", "nicht klassifizierte", "nicht notwendige", "nicht notwendig", "nicht erforderliche", "nicht essenzielle", "andere cookies", "sonstige", "sonstige cookies", "optionale", "nicht kategorisiert",
        "no clasificadas", "sin clasificar", "otras cookies", "no necesarias", "no esenciales", "opcionales",
        "non classificati", "altri cookie", "non necessari", "non tecnici", "facoltativi", "opzionali",
        "niet geclassificeerd", "niet noodzakelijke", "overige", "overige cookies", "andere", "optionele", "niet essentiele",
    ),
}  # fmt: skip

COOKIE: dict[str, tuple[str, ...]] = {
    "cookie": (
        "cookie*", "tracker", "trackers", "traceur", "traceurs", "local storage", "tracking technologies", "tracking technologien", "storage",
        "advertentiecookies", "marketingcookies", "trackingcookies", "analysecookies", "funktionscookies", "voorkeurscookies", "sessioncookie", "sessionscookies",
        "webstorage", "pixel", "pixels", "beacons",
    ),
}  # fmt: skip
"""What a sentence or heading about storage calls it."""

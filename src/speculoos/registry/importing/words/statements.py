"""Words of what a policy says about consent."""

CONSENT: tuple[str, ...] = ("consent", "consents", "permission", "agreement", "consentement",
    "consentements", "accord", "einwilligung", "zustimmung", "einverstandnis", "einwilligungen",
    "consentimiento", "autorizacion", "consenso", "autorizzazione", "toestemming", "instemming",
    "consenting")  # fmt: skip
WITHOUT: tuple[str, ...] = ("without", "sans", "ohne", "sin", "senza", "zonder", "exempt", "exempts",
    "exemptes", "exempte", "exentas", "esenti", "vrijgesteld")  # fmt: skip
NEGATION: tuple[str, ...] = ("not", "no", "don", "doesn", "isn", "aren", "never", "ne", "n", "pas",
    "aucun", "nicht", "kein", "keine", "keiner", "keinen", "keines", "non", "nessun", "nessuno", "geen",
    "niet", "ningun", "ninguna")  # fmt: skip
NEED: tuple[str, ...] = (
    "require", "requires", "required", "need", "needs", "needed", "necessary", "ask", "subject", "depend", "requires",
    "obtain",
    "necessite", "necessitent", "requis", "requise", "requierent", "requiert", "exigent", "exige", "soumis",
    "soumises", "besoin", "demandent", "necessaire", "subordonnes",
    "erforderlich", "notwendig", "benotigen", "benotigt", "bedurfen", "bedarf", "brauchen", "braucht", "erfordern",
    "erfordert", "notig", "verlangen",
    "requieren", "requiere", "necesario", "necesaria", "necesitan", "necesita", "precisan", "exigen",
    "richiedono", "richiede", "necessario", "necessitano", "necessita", "richiesto", "occorre", "serve", "necessaria",
    "vereist", "vereisen", "nodig", "vragen", "hoeven", "verplicht", "behoeven",
)  # fmt: skip
WITH: tuple[str, ...] = ("with", "avec", "mit", "con", "met", "after", "once", "if", "when", "apres",
    "si", "nach", "wenn", "nur", "tras", "solo", "previo", "dopo", "previa", "na", "als", "only",
    "alleen", "sous", "based", "auf", "unless", "jusqu", "bis")  # fmt: skip
ANONYMOUS: dict[str, tuple[str, ...]] = {"anonymous": ("anonym*", "geanonimiseer*", "anonim*",
    "pseudo*anonym*", "deidentif*", "aggregate*")}  # fmt: skip

"""How banners speak, language by language: which control accepts, refuses or leads back, and words that shame.

Data and the search for it. A pattern is a regular expression for the lower-cased name of a control, written with
word stems so that all usual inflections of a language are met. Languages are BCP 47 primary subtags.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

ACCEPT: Mapping[str, str] = {
    "en": r"\b(accept|agree|allow|got it|okay|consent to)",
    "fr": r"\b(accepte|j'accepte|autoris|d'accord|consens)",
    "de": r"(akzeptier|annehmen|zustimm|einverstanden|erlaub|zulassen)",
    "es": r"\b(acept|permit|de acuerdo|autoriz)",
    "it": r"\b(accett|acconsent|consent[io]|permett)",
    "nl": r"(accepteer|accepteren|toestaan|akkoord|aanvaard)",
    "pt": r"\b(aceit|concord|permit)",
    "da": r"\b(accept|tillad|godkend|acceptér)",
    "sv": r"\b(acceptera|godkänn|tillåt|godta)",
    "nb": r"\b(godta|aksepter|tillat|samtykk)",
    "is": r"(samþykk|leyfa)",
    "fi": r"(hyväksy|salli)",
    "et": r"(nõustu|luba|aktsepteer)",
    "lv": r"(piekr|pieņem|atļau)",
    "lt": r"(sutik|leisti|priim)",
    "pl": r"(akcept|zgadzam|zgód|zgoda|zezw)",
    "cs": r"(přijm|přijím|souhlas|povolit)",
    "sk": r"(prija|prijm|súhlas|povoliť)",
    "sl": r"(sprejm|soglaša|dovoli)",
    "hr": r"(prihva|slaže|dopusti)",
    "hu": r"(elfogad|engedélyez|hozzájárul)",
    "ro": r"(accept|permite|sunt de acord)",
    "bg": r"(прие|съглас|разреш)",
    "uk": r"(прийн|погодж|дозвол)",
    "el": r"(αποδοχ|αποδέχ|συμφων|επιτρ)",
    "tr": r"(kabul|izin ver)",
    "mt": r"(aċċetta|naċċetta|ippermetti)",
    "ga": r"\b(glac|ceadaigh)",
    "ar": r"(قبول|موافق|أوافق|السماح)",
    "he": r"(הסכמה ל|קבל|אישור|לאשר|מסכימ)",
    "zh": r"(接受|同意|允许|允許)",
    "ja": r"(同意|許可|受け入れ|承諾)",
    "ko": r"(동의|수락|허용)",
}
REFUSE: Mapping[str, str] = {
    "en": r"(refus|reject|declin|deny|disagree|without accepting|\b(do not|don't) (accept|allow|agree)"
    r"|\b(only|strictly) necessary|necessary only)",
    "fr": r"(refus|rejet|sans accepter|n'accepte pas)",
    "de": r"(ablehn|ablehnen|verweiger|nur notwendig|nicht zustimmen)",
    "es": r"(rechaz|deneg|solo necesari|no acept)",
    "it": r"(rifiut|rifiuta|senza accettare|nega|solo necessari)",
    "nl": r"(weiger|afwijz|niet akkoord|alleen noodzakelijk)",
    "pt": r"(recus|rejeit|não aceit)",
    "da": r"(afvis|afslå|kun nødvendige)",
    "sv": r"(neka|avvisa|avböj|endast nödvändiga)",
    "nb": r"(avvis|avslå|kun nødvendige)",
    "is": r"(hafna)",
    "fi": r"(hylkää|kieltäy|estä|torju|hylätä)",
    "et": r"(keeldu|lükka|keela)",
    "lv": r"(noraid|atteik)",
    "lt": r"(atmes|atsisak|nesutik)",
    "pl": r"(odrzu|odmów|odmaw|nie zgadzam)",
    "cs": r"(odmít|zamít|nesouhlas)",
    "sk": r"(odmiet|zamiet|nesúhlas)",
    "sl": r"(zavrn|odklon)",
    "hr": r"(odbij|odbac)",
    "hu": r"(elutasít|visszautasít|megtagad)",
    "ro": r"(refuz|respinge)",
    "bg": r"(отка|отхвърл)",
    "uk": r"(відхил|відмов)",
    "el": r"(απόρριψ|απορρίπτ|άρνηση|αρνούμαι)",
    "tr": r"(reddet|tümünü red|\bred\b)",
    "mt": r"(irrifjuta|ċħad|tirrifjuta)",
    "ga": r"(diúltaigh)",
    "ar": r"(رفض|أرفض)",
    "he": r"(סירוב|דחי|לדחות|סרב)",
    "zh": r"(拒绝|拒絕|不同意)",
    "ja": r"(拒否|拒絶|同意しない)",
    "ko": r"(거부|거절)",
}
CLOSE: Mapping[str, str] = {
    "any": r"^[×✕✖x]$",
    "en": r"\b(close|dismiss)\b",
    "fr": r"\bfermer\b",
    "de": r"schlie(ß|ss)en",
    "es": r"\bcerrar\b",
    "it": r"\bchiudi\b",
    "nl": r"\bsluiten\b",
}
WAY_BACK: Mapping[str, str] = {
    "en": r"(cookie (preferences|settings|choices)|privacy (choices|settings|preferences)"
    r"|(manage|change) (your |my )?(cookies|consent|choices?))",
    "fr": r"(préférences.{0,20}cookies|gérer.{0,12}cookies|paramètres.{0,12}cookies)",
    "de": r"(cookie-einstellungen|cookies? verwalten|datenschutz-?einstellungen)",
    "es": r"(preferencias de (las )?cookies|configura.{0,10}cookies)",
    "it": r"(preferenze (sui|dei) cookie|impostazioni.{0,12}cookie)",
    "nl": r"(cookie-?(voorkeuren|instellingen))",
}
WITHDRAW: Mapping[str, str] = {
    "en": r"withdraw (my|your|all)? ?consent",
    "fr": r"retirer (mon|votre) consentement",
    "de": r"einwilligung widerrufen",
    "es": r"retirar (mi|su) consentimiento",
    "it": r"revoca.{0,8} consenso",
    "nl": r"toestemming intrekken",
}
GUILT: Mapping[str, str] = {
    "en": r"((don't|do not) care|i hate|prefer (a )?(worse|bad|bor)|makes? us (sad|cry)|you('ll| will) miss"
    r"|bad experience|no,? i (don't|do not) (like|want)|please,? support us|(ruin|spoil)s? )",
    "fr": r"(je m'en (fiche|moque)|je déteste|nous rend tristes?|vous manquerez|tant pis|moins bonne expérience)",
    "de": r"(ist mir egal|macht uns traurig|verpassen sie|ich hasse|schlechtere[sn]? erlebnis|leider ohne)",
    "es": r"(no me importa|odio|nos pone tristes|se perderá|peor experiencia)",
    "it": r"(non mi importa|odio|ci rende tristi|ti perderai|si perderà|esperienza peggiore)",
    "nl": r"(kan me niet schelen|ik haat|maakt ons verdrietig|u mist|slechtere ervaring)",
}
WITHDRAWAL: Mapping[str, str] = {
    "en": r"(withdraw|change (your|my) (mind|choice)|at any time|any time)",
    "fr": r"(retirer|changer d'avis|à tout moment|revenir sur)",
    "de": r"(widerruf|jederzeit|anders entscheiden|ändern)",
    "es": r"(retirar|cambiar de (opinión|idea)|cualquier momento)",
    "it": r"(revoca|cambiare (idea|scelta)|qualsiasi momento|ogni momento)",
    "nl": r"(intrekken|van gedachten|op elk moment|altijd|elk moment)",
}
POLICY: Mapping[str, str] = {
    "any": r"(cookie|privacy|polic)",
    "fr": r"(confidentialité|politique)",
    "de": r"(datenschutz|richtlinie)",
    "es": r"(privacidad|política)",
    "it": r"(informativa|politica)",
    "nl": r"(beleid|verklaring)",
}
SIGNAL = r"(global privacy control|\bgpc\b|opt-?out (request )?honou?red)"
COMMON: Mapping[str, str] = {
    "en": "the and of for your you to that is with not what on",
    "fr": "le la les des vous pour votre et que ne du une dans",
    "de": "der die das und sie für ihre nicht ein zu mit auf",
    "es": "el los las para su usted que no una del con por",
    "it": "il lo gli che per di non una della sono suo del",
    "nl": "de het een en van voor uw niet wat dat met u",
}
"""Words that almost every sentence has; few of them are shared."""


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def says(text: str, patterns: Mapping[str, str], language: str = "") -> bool:
    """Whether a text has one of the patterns: of the language, or of any where none is named."""
    chosen = [patterns[key] for key in ("any", base(language)) if key in patterns] if language else patterns.values()
    plain = text.replace("’", "'").strip()
    return any(_compiled(pattern).search(plain) for pattern in chosen)


def is_called(name: str, patterns: Mapping[str, str]) -> bool:
    """Whether the name is little else than one of the patterns."""
    plain = name.replace("’", "'").strip()
    found = (_compiled(pattern).search(plain) for pattern in patterns.values())
    return any(len(match[0]) >= 0.6 * len(plain) for match in found if match)


def accepts(name: str) -> bool:
    """Whether a control of this name says yes to everything. Refusals are looked for first: "do not accept"."""
    return not refuses(name) and says(name, ACCEPT)


def refuses(name: str) -> bool:
    return says(name, REFUSE)


def phrase(text: str, patterns: Mapping[str, str], language: str) -> str:
    """What of the text met the language's pattern."""
    pattern = patterns.get(base(language))
    found = _compiled(pattern).search(text.replace("’", "'")) if pattern else None
    return found[0] if found else ""


def base(language: str) -> str:
    return language.lower().replace("_", "-").partition("-")[0]


def guess(text: str) -> str:
    """The language that a text is written in, of those with common words here; "" where it is not plain."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    counts = sorted(((sum(w in common.split() for w in words), tag) for tag, common in COMMON.items()), reverse=True)
    (most, tag), (second, _) = counts[:2]
    return tag if most >= 4 and most >= 2 * second else ""

"""Small words by which a language is told from the others, as BCP 47 tag to words."""

STOPWORDS: dict[str, frozenset[str]] = {
    "en": frozenset((
        "the", "and", "of", "to", "is", "are", "we", "you", "your", "this", "that", "with", "for", "by", "from",
        "these", "them", "when", "how", "which", "used", "not", "our",
        "it", "be", "can", "may",
    )),
    "fr": frozenset((
        "le", "la", "les", "des", "et", "du", "une", "est", "sont", "nous", "vous", "votre", "ce", "cette", "ces",
        "avec", "pour", "par", "dans", "sur", "qui", "que", "au", "aux",
        "vos", "notre", "pas", "ne", "sa", "se",
    )),
    "de": frozenset((
        "der", "die", "das", "und", "ist", "sind", "wir", "sie", "ihre", "ihrer", "dieser", "diese", "mit", "fur",
        "von", "auf", "den", "dem", "des", "ein", "eine", "nicht",
        "werden", "wird", "zu", "im", "bei", "sich",
    )),
    "es": frozenset((
        "el", "la", "los", "las", "y", "del", "una", "es", "son", "nosotros", "usted", "su", "sus", "este", "esta",
        "con", "para", "por", "en", "que", "se", "al", "como",

    )),
    "it": frozenset((
        "il", "lo", "gli", "e", "della", "del", "dei", "una", "sono", "noi", "lei", "sua", "questo", "questa", "con",
        "per", "di", "che", "si", "al", "non", "come", "nel", "le", "da",
        "alle", "alla", "sul",
    )),
    "nl": frozenset((
        "de", "het", "een", "en", "van", "is", "zijn", "wij", "u", "uw", "deze", "dit", "met", "voor", "op", "die",
        "dat", "niet", "worden", "wordt", "te", "bij", "ons", "onze", "om",
        "naar", "hij",
    )),
}  # fmt: skip

"""The sentences in which a verdict is told, for whoever answers for a site and need not read code.

A sentence is a template and its values, so that another part can put the template into another language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from speculoos.consent.choice import Reason as Why
from speculoos.core.durations import DAY, HOUR, MINUTE
from speculoos.gate.rules import Action, Reason


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: an English template with `%(name)s` and what stands there."""

    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.values


def in_words(length: int) -> str:
    """Seconds as people say them, in days if there are two or more: 400 days, 30 minutes."""
    unit, name = next(
        (unit, name)
        for unit, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1, "second"))
        if length >= 2 * unit or (length and length % unit == 0) or unit == 1
    )
    return f"{length // unit:,} {name}{'' if length // unit == 1 else 's'}"


REASONS = {
    Reason.EXEMPT: "It is declared and exempt: no consent is needed for it.",
    Reason.UNDECLARED: "No declaration covers a cookie of this name.",
    Reason.HOST: "It is declared, but for another host: %(hosts)s.",
    Reason.LIFETIME: "It would live for %(life)s, which is longer than the declared %(declared)s.",
    Reason.ATTRIBUTES: "It lacks what is declared of it: %(missing)s.",
    Reason.DELETION: "The site removes it, which it always may.",
    Reason.MALFORMED: "Browsers ignore it, so there is nothing to judge. %(fault)s",
    Reason.OFF: "The gate does not look at it: it is switched off.",
}
"""Why, where the visitor's choice has no part in it."""

OWN = "It holds the visitor's own choice, which always passes."

STATES = {
    Why.GRANTED: 'It is declared, and the visitor has granted the purpose "%(purpose)s".',
    Why.NOT_OBJECTED: 'It is declared, and the purpose "%(purpose)s" is allowed until the visitor objects.',
    Why.UNSET: 'It needs consent for the purpose "%(purpose)s", and the visitor has not chosen yet.',
    Why.REFUSED: 'It needs consent for the purpose "%(purpose)s", which the visitor has refused.',
    Why.WITHDRAWN: 'It needs consent for the purpose "%(purpose)s", which the visitor had granted and has withdrawn.',
    Why.EXPIRED: 'It needs consent for the purpose "%(purpose)s", and the visitor\'s choice is too old to count.',
    Why.INVALIDATED: 'It needs consent for the purpose "%(purpose)s", which has changed since the visitor granted it.',
    Why.SIGNAL: 'It needs consent for the purpose "%(purpose)s", and the browser refuses for the visitor (Sec-GPC: 1).',
    Why.SERVICE_REFUSED: 'The visitor has granted the purpose "%(purpose)s", but refused the service "%(service)s".',
    Why.UNKNOWN: 'It needs consent for the purpose "%(purpose)s", of which the choice says nothing.',
}
"""Why, for a service that is the visitor's to choose: the state of its purpose."""

REQUEST = {
    Action.ALLOW: "The application reads it.",
    Action.EXPIRE: "The application does not read it, and the browser is told to forget it.",
    Action.STRIP: "The application does not read it.",
}
RESPONSE = {
    Action.ALLOW: "The browser is given it as the site sets it.",
    Action.STRIP: "The browser is not given it.",
    Action.AMEND: "The browser is given it as it is declared: %(amended)s",
}
"""What is done."""

REQUEST_WOULD = {
    Action.ALLOW: "Enforced, the application would read it too.",
    Action.EXPIRE: "Enforced, the application would not read it, and the browser would be told to forget it.",
    Action.STRIP: "Enforced, the application would not read it.",
}
RESPONSE_WOULD = {
    Action.ALLOW: "Enforced, the browser would be given it too.",
    Action.STRIP: "Enforced, the browser would not be given it.",
    Action.AMEND: "Enforced, the browser would be given it as it is declared: %(amended)s",
}
"""What would be done, were the mode enforce."""

UNCHANGED = "Nothing is changed, for the gate only reports (report_only)."

DECLARE = (
    "To let it pass, declare it: under a purpose that visitors choose, or, if it is exempt, with the written reason."
)
FRAMEWORK = "It is a standard cookie of %(frameworks)s: one line of the declaration covers it, %(line)s."
DECLARE_HOST = "To let it pass, declare it for this host as well, or without a host if the site itself sets it."
ASK = 'It passes for visitors who grant "%(purpose)s".'
MEND = "Let the site set it as it is declared, or declare it as the site sets it."
SHARED = "It also serves what visitors choose (%(services)s), and an item is exempt only if each of its uses is."
"""What to do about it."""

"""A finding of an audit: what a check of the catalogue says of what a browser saw, with the proof and what to do.

Knows no check. `id` stands for the same fault in every audit of the site: it is made of what is wrong, and of no time.
"""

import hashlib
from dataclasses import asdict, dataclass

from speculoos.audit.observed import SceneKind
from speculoos.law.findings import Finding
from speculoos.registry.model import Json, Kind

ID_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """One time that it was seen. `address` is the request's, or of what set the item; `chain` led to it."""

    scene: str  # Scene.id; "" where a finding is about all scenes
    page: str = ""
    at: float | None = None  # seconds since the scene began; None where it has no moment
    address: str = ""
    chain: tuple[str, ...] = ()
    screenshot: str = ""
    said: str = ""  # what was seen, in words, where the rest does not tell

    def as_json(self) -> Json:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Guess:
    """What an undeclared item or host probably is: a hint, never a verdict."""

    service: str
    reason: str
    confidence: float  # from 0 to 1

    def as_json(self) -> Json:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about. `kind` is None for a host; `name` is "" there; `scene` is the kind of scene."""

    kind: Kind | None = None
    name: str = ""
    host: str = ""
    scene: SceneKind | None = None
    purpose: str = ""  # of a scene with one purpose alone
    aspect: str = ""  # tells two findings of one check and one item apart: "secure", "own", "theirs"

    def as_json(self) -> Json:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SiteFinding:
    """One finding with its proof. `finding.hint` says what to do; `lines` are TOML lines to add to the declaration."""

    finding: Finding
    subject: Subject
    evidence: tuple[Evidence, ...] = ()
    lines: str = ""
    guess: Guess | None = None

    @property
    def id(self) -> str:
        """Hexadecimal digits, the same for the same fault in every audit."""
        return stable_id(self.finding.id, self.subject)

    def as_json(self) -> Json:
        """Plain values, in a fixed order."""
        found = self.finding
        return {
            "id": self.id,
            "lint": found.id,
            "severity": str(found.severity),
            "rule": found.rule,
            "verified": str(found.verified),
            "jurisdictions": list(found.jurisdictions),
            "entry": found.entry,
            "service": found.service,
            "item": found.item,
            "message": found.message,
            "advice": found.hint,
            "lines": self.lines,
            "guess": self.guess.as_json() if self.guess else None,
            "subject": self.subject.as_json(),
            "evidence": [proof.as_json() for proof in self.evidence],
        }


def stable_id(lint: str, subject: Subject) -> str:
    """The digest of the check and of what it is about; lengths keep two different subjects apart."""
    parts = (lint, subject.kind or "", subject.name, subject.host, subject.scene or "", subject.purpose, subject.aspect)
    text = "".join(f"{len(part)}:{part}" for part in map(str, parts))
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:ID_DIGITS]

"""Examples for the documentation, by the name of the schema. A test holds each of them to its schema."""

from collections.abc import Mapping
from typing import Any

HASH = "5f0c1f1b9d0f2f9be0a4fa4dcb2d0c7f6a3f0d6e8b7c9a1e2d3c4b5a69788796"
TEXTS_HASH = "0b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e9fa"
TIME = "2026-11-24T08:00:00Z"
END = "2027-05-27T08:00:00Z"
NAMED = {"version": 3, "hash": HASH}
ITEM: dict[str, Any] = {
    "name": "sid",
    "kind": "cookie",
    "host": None,
    "party": "first",
    "lifetime": "session",
    "text": {},
}

EXAMPLES: Mapping[str, Any] = {
    "Registry": {
        "site": {"name": "Biscuiterie", "url": "https://biscuiterie.example", "default_language": "en"},
        "version": 0,
        "providers": [{"name": "Biscuiterie", "country": "BE"}],
        "purposes": [{"id": "necessary", "label": {"en": "Necessary"}, "text": {"en": "To keep you signed in."}}],
        "services": [
            {
                "id": "sign-in",
                "provider": "Biscuiterie",
                "function": "Sign-in",
                "purpose": "necessary",
                "location": ["front_office", "back_office"],
                "exemption": "strictly_necessary",
                "ground": {"en": "Nobody can be signed in without it."},
                "text": {"en": "To remember who is signed in."},
                "items": [ITEM],
            }
        ],
    },
    "Diff": {
        "old": NAMED,
        "new": {"version": 4, "hash": TEXTS_HASH},
        "material": True,
        "changes": [
            {
                "entry": 'services[1] "statistics"',
                "what": "lifetime",
                "before": "P1M",
                "after": "P13M",
                "material": True,
                "reason": "It lives longer.",
            }
        ],
    },
    "Decisions": NAMED
    | {
        "jurisdictions": ["FR"],
        "decisions": [
            {
                "service": "sign-in",
                "item": "sid",
                "kind": "cookie",
                "purpose": "necessary",
                "outcome": "none",
                "rule": "EU-05",
                "reason": "A session that keeps somebody signed in.",
                "verified": "secondary",
                "jurisdiction": "FR",
            }
        ],
    },
    "Matches": NAMED
    | {
        "declared": True,
        "matches": [
            {
                "service": "sign-in",
                "provider": "Biscuiterie",
                "purpose": "necessary",
                "exemption": "strictly_necessary",
                "item": ITEM,
            }
        ],
    },
    "Findings": {
        "hash": HASH,
        "publishable": True,
        "faults": [],
        "findings": [
            {
                "id": "POL-01",
                "severity": "error",
                "rule": "EU-13",
                "jurisdictions": ["FR"],
                "entry": 'services[0] "sign-in" > items[0] "sid"',
                "message": "has no lifetime.",
                "hint": "State how long it lives.",
                "verified": "secondary",
            }
        ],
    },
    "Preferences": {
        "site": "biscuiterie",
        "version": 3,
        "asks": False,
        "signal": False,
        "choice": {"version": 3, "time": TIME, "valid_until": END, "receipt": "vT2hWm3cZx9kQeRy"},
        "purposes": [
            {
                "id": "statistics",
                "state": "refused",
                "granted": False,
                "reason": "refused",
                "services": [{"id": "counter", "granted": False, "reason": "refused"}],
            }
        ],
    },
    "Consent": {
        "receipt": "vT2hWm3cZx9kQeRy",
        "record": "0123456789abcdef0123456789abcdef",
        "act": "refuse",
        "time": TIME,
        "valid_until": END,
        "site": "biscuiterie",
        "controller": "Biscuiterie",
        "method": "api",
        "language": "en",
        "jurisdiction": "BE",
        "state": {"statistics": "refused"},
        "refused_services": [],
        "signal": False,
        "registry": NAMED,
        "texts_hash": TEXTS_HASH,
        "notice": "https://biscuiterie.example/cookies/",
        "withdraw_at": "https://biscuiterie.example/cookies/preferences/",
    },
}

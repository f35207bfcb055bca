"""Speculoos, the spec for your cookies.

The package knows nothing by itself: import the part you need. The layers, lowest first, are
core, registry, law, then policy, consent, audit and stats (deaf to each other), gate, and web.
"""

__version__ = "0.1.0"

"""The TC string of the IAB's Transparency and Consent Framework 2.3, as values (law.md TCF-1 to TCF-5)."""

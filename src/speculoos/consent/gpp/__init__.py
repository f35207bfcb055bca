"""The GPP string of the IAB's Global Privacy Platform, as values (law.md GPP)."""

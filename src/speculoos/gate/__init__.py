"""The gate: what was not granted does not pass. Verdicts on cookies, and the doors that carry them out."""

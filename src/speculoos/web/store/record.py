"""Keeping the record of an act: built by consent.record, committed before the act is answered."""

"""The judging side of an audit: what a browser saw against what is declared. Pure: no browser, no clock, no files."""

from speculoos.audit.judging.judge import CHECKS, judge

__all__ = ["CHECKS", "judge"]

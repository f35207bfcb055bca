"""The reports of an audit: one verdict, told to people (a page, a terminal) and to programs (JSON, SARIF, JUnit).

Everything here turns a Verdict into text. Names, addresses and titles come from a site that may be hostile: they pass
`shown` before a person sees them, and lists end with how many more there are.
"""

from speculoos.audit.reporting.files import write
from speculoos.audit.reporting.summary import summary

__all__ = ["summary", "write"]

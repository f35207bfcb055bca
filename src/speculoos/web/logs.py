"""What must not stand in a log: the tokens and receipts that are part of an address.

Django logs the path of every refused request, and a refused sign-in link may still work.
"""

import logging
import re

SECRET = re.compile(r"(/accounts/link/|/consents/)[^/\s?]+")


class HideSecrets(logging.Filter):
    """Lets every record through, with what follows the known paths left out."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(SECRET.sub(r"\1…", a) if isinstance(a, str) else a for a in record.args)
        return True

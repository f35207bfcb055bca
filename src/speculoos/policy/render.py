"""One notice, five formats, the same facts in each."""

import json
from collections.abc import Callable, Mapping

from speculoos.core.errors import UsageError
from speculoos.policy.markdown import markdown
from speculoos.policy.model import Notice
from speculoos.policy.page import body_html, document, policy_css
from speculoos.policy.pdf import pdf
from speculoos.policy.plain import plain

__all__ = ["CONTENT_TYPES", "body_html", "policy_css", "render"]

CONTENT_TYPES: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}


def render(notice: Notice, format: str) -> bytes:
    """The policy in one of CONTENT_TYPES' formats; text formats are UTF-8 and end with a line break."""
    try:
        return RENDERERS[format](notice)
    except KeyError:
        known = ", ".join(RENDERERS)
        raise UsageError(f"The policy cannot be rendered as {format!r}. Choose one of: {known}.") from None


def _json(notice: Notice) -> bytes:
    return (json.dumps(notice.as_json(), ensure_ascii=False, indent=2) + "\n").encode()


RENDERERS: Mapping[str, Callable[[Notice], bytes]] = {
    "html": lambda notice: (document(notice) + "\n").encode(),
    "pdf": lambda notice: pdf(document(notice)),
    "md": lambda notice: markdown(notice).encode(),
    "txt": lambda notice: plain(notice).encode(),
    "json": _json,
}

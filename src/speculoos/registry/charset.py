"""The text of a page's bytes, by the rules that browsers follow: byte order mark, header, meta tag, then a guess."""

import re

import webencodings

CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
META = re.compile(r"<meta[^>]*charset[^>]*>", re.IGNORECASE)
XML = re.compile(r"\s*<\?xml[^>]*\bencoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)")
NEAR_THE_TOP = 2048


def decoded(body: bytes, content_type: str = "") -> str:
    """The text of `body`; bytes that have no meaning in its encoding become U+FFFD.

    Latin-1 and ASCII mean Windows-1252, and a meta tag that says UTF-16 means UTF-8, as browsers have it.
    """
    name = _named(content_type) or _in_the_page(body) or _guessed(body)
    text, _ = webencodings.decode(body, name, errors="replace")
    return str(text)


def _named(text: str) -> str | None:
    """The encoding that the text names, if browsers know it."""
    found = CHARSET.search(text)
    encoding = webencodings.lookup(found[1]) if found else None
    return str(encoding.name) if encoding else None


def _in_the_page(body: bytes) -> str | None:
    """The encoding named by the first meta tag or the XML declaration."""
    top = body[:NEAR_THE_TOP].decode("ascii", "replace")
    meta, xml = META.search(top), XML.match(top)
    name = _named(meta.group()) if meta else _named(f"charset={xml[1]}") if xml else None
    return "utf-8" if name and name.startswith("utf-16") else name


def _guessed(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"

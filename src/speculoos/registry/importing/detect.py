"""Is a source HTML, Markdown or plain text: by the ending of its name, else by what is in it."""

import re

FORMATS = ("text", "markdown", "html")
ENDINGS = {"html": "html", "htm": "html", "xhtml": "html", "md": "markdown", "markdown": "markdown", "mdx": "markdown"}
LOOKED_AT = 200_000
TAGS = re.compile(
    r"<(?:!doctype|html|head|body|table|tr|td|div|p|h[1-6]|ul|ol|li|dl|section|article|span)\b", re.IGNORECASE
)
MARKDOWN = re.compile(r"^(?:#{1,6} |\|?[ \t]*:?-{3,}:?[ \t]*\||```|[*+-] +[`*\[])|\]\(", re.MULTILINE)


def detect_format(source: str, name: str = "") -> str:
    """One of FORMATS. An ending of .txt or none leaves the content to decide."""
    ending = name.partition("?")[0].rpartition(".")[2].lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    head = source[:LOOKED_AT]
    start = head.lstrip("\ufeff \t\r\n")[:200].lower()
    if start.startswith(("<!doctype html", "<html", "<?xml")) or len(TAGS.findall(head)) >= 4:
        return "html"
    return "markdown" if ending != "txt" and MARKDOWN.search(head) else "text"

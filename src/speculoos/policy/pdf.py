"""The policy page as PDF. WeasyPrint is an optional dependency and is loaded on first use, nowhere else."""

from typing import Any, NoReturn

from speculoos.core.errors import UsageError


def pdf(page: str) -> bytes:
    """A tagged PDF (PDF/UA) of a self-contained HTML document; nothing is fetched from anywhere.

    UsageError when WeasyPrint is not installed.
    """
    try:
        from weasyprint import HTML
    except ImportError as error:
        raise UsageError("PDF needs WeasyPrint: install speculoos[pdf].") from error
    result: bytes = HTML(string=page, url_fetcher=_refuse).write_pdf(pdf_variant="pdf/ua-1")
    return result


def _refuse(url: str, *_args: Any, **_options: Any) -> NoReturn:
    raise ValueError(f"The policy refers to {url}, but it must stand alone.")

"""The notice as HTML: a fragment to embed, its stylesheet, and a document that stands alone.

The templates hold no words: what is shown stands in the notice. Jinja escapes everything, the only
markup passed through is what these templates themselves have made.
"""

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from speculoos.policy.model import Notice

TEMPLATES = Path(__file__).parent / "templates"
ENVIRONMENT = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)


def body_html(notice: Notice, heading_level: int = 1) -> str:
    """The policy as one `<article>` for a page of somebody else's, its title at `heading_level` (1 to 6).

    Carries its own `lang` and `dir`; looks right with `policy_css()`, and reads well without.
    """
    template = ENVIRONMENT.get_template("body.html")
    return template.render(notice=notice, top=heading_level, contents=_contents(notice))


def document(notice: Notice) -> str:
    """The policy as a complete page that needs nothing from anywhere: no script, no font, no image."""
    css = policy_css() + _read("document.css")
    template = ENVIRONMENT.get_template("document.html")
    return template.render(notice=notice, body=Markup(body_html(notice)), css=Markup(css))  # noqa: S704


def policy_css() -> str:
    """The stylesheet of the fragment; colours are custom properties that begin with --speculoos-."""
    return _read("policy.css")


def _contents(notice: Notice) -> list[tuple[str, str]]:
    measured = [notice.measurement] if notice.measurement else []
    providers = [("providers", notice.provider_heading)] if notice.providers else []
    before = [(s.id, s.heading) for s in (*notice.explanation, notice.inventory)]
    return before + providers + [(s.id, s.heading) for s in (*measured, *notice.conduct)]


@lru_cache(maxsize=4)
def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")

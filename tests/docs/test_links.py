"""Every link within the documents leads somewhere."""

import pytest

from tests.docs.pages import PAGES, ROOT, anchors, links, name_of


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_relative_links_lead_to_a_file_and_a_heading(page):
    """A reader who follows a link arrives, at the paragraph that was meant."""
    broken = []
    for link in links(page.read_text("utf-8")):
        path, _, fragment = link.partition("#")
        if "://" in path or path.startswith("mailto:"):
            continue
        target = (page.parent / path).resolve() if path else page
        known = not fragment or (target.suffix == ".md" and fragment in anchors(target.read_text("utf-8")))
        if not target.exists() or ROOT not in target.parents or not known:
            broken.append(link)

    assert broken == []


def test_every_page_of_the_documentation_is_reachable_from_its_index():
    """No page lies where nobody finds it."""
    index = ROOT / "docs/README.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in links(index.read_text("utf-8"))}

    assert sorted(page for page in PAGES if (ROOT / "docs") in page.parents and page not in {*linked, index}) == []


def test_the_picture_of_the_readme_is_small():
    """A newcomer does not wait for it."""
    assert (ROOT / "docs/images/platform.png").stat().st_size <= 120_000

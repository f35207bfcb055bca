"""The audit's report as its readers open it: from a file, on any screen, in the dark, on paper, with a keyboard."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from speculoos.audit.reporting import write
from tests.browser.test_access import violations
from tests.unit.audit.sample_verdict import SAMPLE
from tests.unit.audit.test_reporting import NOTHING, hostile

pytestmark = pytest.mark.browser
VERDICTS = {"sample": SAMPLE, "nothing": NOTHING, "hostile": hostile(4)}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("reports")
    for name, verdict in VERDICTS.items():
        write(verdict, directory / name)
    return directory


@pytest.fixture
def asked(context: BrowserContext) -> list[str]:
    """Every address that the pages of the context ask for."""
    seen: list[str] = []
    context.on("request", lambda request: seen.append(request.url))
    return seen


@pytest.mark.parametrize(
    ("name", "width", "scheme"), [("sample", 1280, "light"), ("sample", 390, "dark"), ("hostile", 320, "light")]
)
def test_axe_finds_nothing_and_nothing_overflows(
    browser: Browser, reports: Path, name: str, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto((reports / name / "report.html").as_uri())

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("name", VERDICTS)
def test_it_asks_for_nothing_and_its_own_policy_complains_of_nothing(
    context: BrowserContext, asked: list[str], reports: Path, name: str
) -> None:
    page, said, dialogs = context.new_page(), [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    address = (reports / name / "report.html").as_uri()
    page.goto(address)

    assert asked == [address]
    assert (said, dialogs) == ([], [])
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"


def test_it_prints_with_its_tables_as_tables(context: BrowserContext, reports: Path) -> None:
    page = context.new_page()
    page.goto((reports / "sample" / "report.html").as_uri())
    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.querySelector('.matrix tbody tr')).display") == "table-row"
    assert page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert page.pdf().startswith(b"%PDF")


def test_a_link_from_an_item_shows_its_finding(context: BrowserContext, reports: Path) -> None:
    page = context.new_page()
    page.goto((reports / "sample" / "report.html").as_uri())
    row = page.get_by_role("row").filter(has_text="sessionid").first
    assert row.get_by_role("link").count() == 0

    page.get_by_role("row").filter(has_text="_st_*").get_by_role("link", name="SITE-05").click()

    assert "after a refusal" in page.locator("article:target h4").inner_text()

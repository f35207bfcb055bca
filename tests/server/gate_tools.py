"""What the tests of the Django door share: requests with cookies, what is sent back, and visitors' choices."""

from datetime import UTC, datetime

from speculoos.consent.choice import acts_for, choose
from speculoos.consent.cookie import encode
from speculoos.consent.layout import Layout
from speculoos.web.conf import config
from speculoos.web.store.publish import current

BAKERY = "biscuiterie"
SHOP = f"/s/{BAKERY}/"


def with_cookies(request, *values: str):
    """The request with these `Cookie` headers, as Django's ASGI handler would have made it of them."""
    kept = [pair for pair in request.scope["headers"] if pair[0] != b"cookie"]
    request.scope["headers"] = [*kept, *((b"cookie", value.encode("latin-1")) for value in values if value)]
    request.META["HTTP_COOKIE"] = ",".join(values)
    return request


def sent(response) -> list[str]:
    """The `Set-Cookie` values as a server would send them."""
    by_hand = [response.headers["Set-Cookie"]] if "Set-Cookie" in response.headers else []
    return [*by_hand, *(morsel.output(header="").strip() for morsel in response.cookies.values())]


def choice(*granted: str) -> str:
    """The cookie of a visitor of the bakery who granted these and refused the rest."""
    layout = Layout.of(current(BAKERY).registry)
    made = choose(layout, acts_for(layout, granted), datetime.now(UTC), receipt="r" * 16).choice
    return f"cookies_preferences={encode(made, layout, config().secrets()[0], BAKERY)}"

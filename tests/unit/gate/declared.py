"""A declaration for the gate's tests, and the states that a visitor can be in."""

from datetime import UTC, datetime

from speculoos.consent.choice import acts_for, choose, effective
from speculoos.consent.layout import Layout
from speculoos.registry.model import Exemption, Kind, Purpose, Registry, Service, Site, StorageItem

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NECESSARY = Exemption.STRICTLY_NECESSARY


def service(id, purpose, *items, exemption=None):
    return Service(id, "Shop", id, purpose, exemption=exemption, items=items)


REGISTRY = Registry(
    Site("Shop", "https://www.shop.example/"),
    purposes=(Purpose("signin"), Purpose("statistics"), Purpose("media")),
    services=(
        service(
            "login",
            "signin",
            StorageItem("sessionid", lifetime="session", secure=True, http_only=True, same_site="Lax"),
            StorageItem("__Host-token", lifetime="PT1H", path="/"),
            exemption=NECESSARY,
        ),
        service(
            "count",
            "statistics",
            StorageItem("_pk_id.*", lifetime="P393D"),
            StorageItem("visits", lifetime="P30D", path="/shop"),
            StorageItem("shared", lifetime="P1D"),
            StorageItem("unknown_life"),
            StorageItem("key", Kind.LOCAL_STORAGE),
        ),
        service(
            "film",
            "media",
            StorageItem("player", host="film.example", lifetime="P1D"),
            StorageItem("shared", lifetime="P1D"),
            StorageItem("quality", lifetime="P1D", secure=True, partitioned=True),
        ),
    ),
    version=3,
)
LAYOUT = Layout.of(REGISTRY)


def visitor(*granted, refused_services=(), gpc=False):
    """What counts for a visitor who granted these purposes and refused the others; nobody asked: `nobody()`."""
    chosen = choose(LAYOUT, acts_for(LAYOUT, granted), NOW, refused_services=refused_services)
    return effective(chosen.choice, LAYOUT, NOW, gpc=gpc)


def nobody():
    return effective(None, LAYOUT, NOW)

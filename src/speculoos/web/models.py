"""Where Django looks for models; they live in store, one file per part."""

from speculoos.web.store.access import ApiToken, SigninLink
from speculoos.web.store.accounts import AccountChoice
from speculoos.web.store.archive import ShownNotice
from speculoos.web.store.gate.counts import GateCount, GateSighting
from speculoos.web.store.ledger import LedgerCheckpoint, LedgerEntry, LedgerHead, LedgerKey, LedgerTile
from speculoos.web.store.options import SiteOptions
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import ItemRow, ProviderRow, PurposeRow, ServiceRow, Site, Version

__all__ = [
    "AccountChoice",
    "ApiToken",
    "ConsentRecord",
    "GateCount",
    "GateSighting",
    "ItemRow",
    "LedgerCheckpoint",
    "LedgerEntry",
    "LedgerHead",
    "LedgerKey",
    "LedgerTile",
    "ProviderRow",
    "PurposeRow",
    "ServiceRow",
    "ShownNotice",
    "SigninLink",
    "Site",
    "SiteOptions",
    "Version",
]

"""Keeping the record of an act: shaped by consent.record, committed before the act is answered."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from speculoos import __version__
from speculoos.consent.choice import Chosen
from speculoos.consent.record import Method, Record, Shown, texts_hash
from speculoos.web.conf import config
from speculoos.web.store.records import ConsentRecord

if TYPE_CHECKING:
    from speculoos.web.front.context import Visit


def keep_record(visit: "Visit", chosen: Chosen, act: str, method: str) -> Record:
    """Write the record of one act and return it. The row is durable when this returns (SQLite synchronous=FULL)."""
    record = Record.of(chosen, shown(visit, method), datetime.now(UTC), validity_days=config().choice_days)
    ConsentRecord.objects.create(
        site_id=visit.site.site_id,
        record_id=record.record_id,
        receipt=record.receipt,
        version=visit.registry.version,
        act=act,
        method=method,
        language=visit.language,
        result={purpose: str(state) for purpose, state in record.states},
        document=record.as_json(),
        time=record.time,
    )
    return record


def shown(visit: "Visit", method: str) -> Shown:
    """What the visitor had before their eyes when they acted."""
    absolute = visit.request.build_absolute_uri
    jurisdictions = visit.registry.site.jurisdictions
    return Shown(
        site=visit.site.slug,
        controller=visit.controller,
        registry_version=visit.registry.version,
        registry_hash=visit.registry.hash,
        language=visit.language,
        texts_hash=texts_hash(texts(visit)),
        method=Method(method),
        notice_url=absolute(visit.links["policy"]),
        withdrawal_url=absolute(visit.links["preferences"]),
        jurisdiction=jurisdictions[0] if len(jurisdictions) == 1 else None,
    )


def texts(visit: "Visit") -> list[str]:
    """The words of the question: the program's version stands for its own, the declaration's are listed."""
    registry, layout = visit.registry, visit.asking.layout
    language, default = visit.language, registry.site.default_language
    purposes = [text for p in map(registry.purpose, layout.purposes) for text in (p.label, p.text)]
    services = [s.text for s in registry.services if s.id in layout.purpose_of]
    return [__version__, language, *(text.best(language, default)[1] for text in [*purposes, *services])]

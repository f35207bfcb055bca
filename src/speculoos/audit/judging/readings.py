"""The check of what is read of the device to tell browsers apart."""

from collections.abc import Iterator

from speculoos.audit.finding import Subject
from speculoos.audit.judging.case import Case, Phase
from speculoos.audit.judging.fold import Found, observed_place, of_reading
from speculoos.audit.judging.storage import SCENE_OF
from speculoos.audit.judging.words import WHEN
from speculoos.core.sites import host_of
from speculoos.law.findings import Problem, item_place
from speculoos.registry.model import Kind


def early(case: Case) -> Iterator[Found]:
    """SITE-20: before a grant. A declared read that needs no consent is none."""
    for reading in case.observation.readings:
        phase = case.phase(reading)
        if phase not in (Phase.BEFORE, Phase.REFUSED):
            continue
        match = case.reading(reading)
        asking = case.asking(match.service, match.item) if match else None
        if asking == ():
            continue
        host = host_of(reading.script) or ""
        name = match.item.name if match else reading.api
        place = item_place(case.registry, match.service, match.item) if match else observed_place(f"read {name}")
        by = f" by a script of {host}" if host else ""
        problem = Problem(
            place,
            f"{reading.api} is read{by} {WHEN[phase]}: a fingerprint can be made of it.",
            "Hold the script back until consent is given; if it is no fingerprint, declare the read and its reason.",
            only=asking,
        )
        subject = Subject(Kind.DEVICE_READ, name, host, SCENE_OF[phase])
        yield Found("SITE-20", problem, subject, (of_reading(reading),))

"""The checks of what is requested of third parties: is the host declared, and was it called before consent."""

from collections.abc import Iterator

from speculoos.audit.finding import Subject
from speculoos.audit.judging import guess, lines
from speculoos.audit.judging.case import Case, Phase
from speculoos.audit.judging.fold import Found, observed_place, of_request
from speculoos.audit.judging.storage import SCENE_OF
from speculoos.audit.judging.words import WHEN
from speculoos.audit.observed import Request
from speculoos.law.findings import Place, Problem, service_place
from speculoos.registry.model import Service

LINTS = {
    Phase.BEFORE: "SITE-04",
    Phase.REFUSED: "SITE-05",
    Phase.ALONE: "SITE-05",
    Phase.WITHDRAWN: "SITE-06",
}


def undeclared(case: Case) -> Iterator[Found]:
    """SITE-01: a third party's host that no service declares."""
    strangers: dict[str, list[Request]] = {}
    for request, host in case.third_parties():
        if not case.hosts.declaring(host):
            strangers.setdefault(host, []).append(request)
    for host, requests in strangers.items():
        hunch = guess.of_host(case, host)
        told = f" It is probably of {hunch.guess.service}: {hunch.guess.reason}" if hunch else ""
        problem = Problem(
            observed_place(f"host {host}"),
            f"The host {host} is not declared.",
            f"Declare it among the hosts of a service, or take out what calls it.{told}",
        )
        drafted = lines.for_host(case, host, hunch)
        yield Found(
            "SITE-01",
            problem,
            Subject(host=host),
            tuple(of_request(request) for request in requests),
            drafted,
            hunch.guess if hunch else None,
        )


def unwanted(case: Case) -> Iterator[Found]:
    """SITE-04 before the choice, SITE-05 after a refusal, SITE-06 after the withdrawal."""
    for request, host in case.third_parties():
        phase = case.phase(request)
        if phase is None or phase is Phase.ALLOWED:
            continue
        services = case.hosts.declaring(host)
        if not services and phase not in (Phase.BEFORE, Phase.REFUSED):
            continue  # nobody knows what it waits for, and these two have said it
        asking = _asking(case, services, case.scenes[request.scene].purpose if phase is Phase.ALONE else "")
        if asking == ():
            continue
        yield _found(case, request, host, phase, services, asking)


def _asking(case: Case, services: tuple[Service, ...], granted: str) -> tuple[str, ...] | None:
    """The places in which every service of a host needs consent that it has not; None, all places, for no service.

    A host that some service may call is no proof against another: nobody sees which of them called.
    """
    if not services:
        return None
    if granted and any(service.purpose == granted for service in services):
        return ()
    common = [set(case.service_asking(service)) for service in services]
    return tuple(p.code for p in case.profiles if all(p.code in asked for asked in common))


def _found(
    case: Case, request: Request, host: str, phase: Phase, services: tuple[Service, ...], asking: tuple[str, ...] | None
) -> Found:
    purpose = case.scenes[request.scene].purpose if phase is Phase.ALONE else ""
    place, why = _where(case, host, services)
    problem = Problem(place, f"The host {host} is called {WHEN[phase]}, and {why}.", _advice(services), only=asking)
    subject = Subject(host=host, scene=SCENE_OF[phase], purpose=purpose, aspect="request")
    said = f"The request failed: {request.blocked}." if request.blocked else ""
    return Found(LINTS[phase], problem, subject, (of_request(request, said),))


def _where(case: Case, host: str, services: tuple[Service, ...]) -> tuple[Place, str]:
    if not services:
        return observed_place(f"host {host}"), "nothing declares it"
    names = " and ".join(f'"{service.id}"' for service in services)
    return service_place(case.registry, services[0]), f"{names} needs consent"


def _advice(services: tuple[Service, ...]) -> str:
    if not services:
        return "Declare it with its purpose, and hold it back until that is granted, or take out what calls it."
    return f'Load it only when the purpose "{services[0].purpose}" is granted: a placeholder instead of the embed.'

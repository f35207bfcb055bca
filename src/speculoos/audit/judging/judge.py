"""An observation judged by a declaration: findings, matrix and verdict, the same for the same values, always.

Pure, and never raises on what a site sent. Checks live beside this module, one small function each.
"""

from collections.abc import Callable, Iterable, Iterator

from speculoos.audit.judging import answers, cookies, labels, readings, requests, storage
from speculoos.audit.judging.case import Case
from speculoos.audit.judging.conclude import doubts, is_true, sentence
from speculoos.audit.judging.fold import Found, fold
from speculoos.audit.judging.matrix import matrix
from speculoos.audit.observed import Observation
from speculoos.audit.verdict import Verdict
from speculoos.law.profiles import find_all
from speculoos.registry.model import Registry

CHECKS: dict[str, tuple[Callable[[Case], Iterator[Found]], ...]] = {
    "POL-02": (cookies.lifetimes,),
    "SITE-01": (storage.undeclared, requests.undeclared),
    "SITE-02": (labels.unseen,),
    "SITE-03": (storage.unwanted,),
    "SITE-04": (requests.unwanted,),
    "SITE-05": (storage.unwanted, requests.unwanted),
    "SITE-06": (storage.residue, requests.unwanted),
    "SITE-08": (labels.necessary_trackers, labels.necessary_hosts, labels.false_first_parties),
    "SITE-09": (labels.misplaced,),
    "SITE-10": (cookies.attributes,),
    "SITE-15": (answers.sold_in_spite_of_signal,),
    "SITE-16": (answers.caching,),
    "SITE-19": (answers.open_policies,),
    "SITE-20": (readings.early,),
}
"""The lints that an audit runs, each with the functions that serve it."""


def judge(observation: Observation, registry: Registry | None = None, jurisdictions: Iterable[str] = ()) -> Verdict:
    """The verdict in the places (default: the declaration's own; none known: the strictest).

    Without a registry nothing is declared: all that was observed is undeclared.
    """
    places = tuple(jurisdictions) or (registry.site.jurisdictions if registry else ())
    profiles = find_all(places)
    case = Case(observation, registry, profiles)
    checks = dict.fromkeys(check for functions in CHECKS.values() for check in functions)
    findings = fold((found for check in checks for found in check(case)), profiles, case.order)
    rows, why = matrix(case), doubts(case)
    true = is_true(findings, why)
    said = sentence(findings, rows, true, why)
    return Verdict(observation, registry, tuple(p.code for p in profiles), findings, rows, true, said, why)

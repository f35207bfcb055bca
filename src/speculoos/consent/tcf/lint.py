"""What is wrong with a TC string that can be read: for the audit's check of a running site (SITE-18). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from speculoos.consent.bits import Refusal
from speculoos.consent.tcf.codec import decode
from speculoos.consent.tcf.model import CONSENT_ONLY, POLICY_VERSION, TcString

DISCLOSED_SINCE = datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC)
"""Strings created after this day without a disclosed vendors segment are invalid (TCF-2)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, with the row of the law that it offends."""

    rule: str
    message: str


def problems(text: str, policy_version: int = POLICY_VERSION) -> tuple[Problem, ...]:
    """Everything wrong with the string; nothing for a valid one. Never raises."""
    found = decode(text)
    if isinstance(found, Refusal):
        return (Problem("TCF-1", found.reason),)
    return tuple(_problems(found, policy_version))


def _problems(tc: TcString, policy_version: int) -> Iterator[Problem]:
    if not tc.service_specific:
        yield Problem("TCF-1", "It is not specific to this service; global consent has ended.")
    if tc.purpose_legitimate_interests & CONSENT_ONLY:
        yield Problem("TCF-1", "It claims legitimate interest for a purpose that can only rest on consent.")
    if tc.disclosed_vendors is None and tc.created > DISCLOSED_SINCE:
        yield Problem("TCF-2", "It has no disclosed vendors segment, which strings of after 2026-02-28 must have.")
    yield from _undisclosed(tc)
    if tc.policy_version < policy_version:
        yield Problem("TCF-2", f"It follows version {tc.policy_version} of the policies, not {policy_version}.")
    if tc.cmp_id == 0:
        yield Problem("TCF-4", "It names no consent management platform: a registered id is never 0.")


def _undisclosed(tc: TcString) -> Iterator[Problem]:
    signalled = tc.vendor_consents | tc.vendor_legitimate_interests
    if tc.disclosed_vendors is not None and signalled - tc.disclosed_vendors:
        yield Problem("TCF-2", f"It signals vendor {min(signalled - tc.disclosed_vendors)}, which it never disclosed.")

"""One choice on all devices of a signed-in visitor: whose it is, keeping it, and telling of it (law.md FR-07).

Offered where the site's settings say so, and never on by itself: the visitor asks for it on the preferences page.
From then on every act of theirs while signed in, refusal and withdrawal like grant, is the account's; the device's
own cookie stays as it was for whoever uses the device without signing in.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from speculoos.consent.account import counting, differ
from speculoos.consent.choice import Choice
from speculoos.web.store.accounts import Kept, account_names, forget_for, keep_for, kept_for

if TYPE_CHECKING:
    from speculoos.web.front.context import Visit


@dataclass
class Account:
    """The signed-in visitor's account on one site."""

    visit: "Visit"
    names: tuple[str, ...]

    @cached_property
    def kept(self) -> Kept | None:
        return kept_for(self.visit.site.site_id, self.names)

    @cached_property
    def choice(self) -> Choice | None:
        """The account's choice; None where its owner has not asked for one, or it can be read no more."""
        return self.visit.choice_in(self.kept.value) if self.kept else None

    @property
    def linked(self) -> bool:
        return self.choice is not None

    @property
    def differs(self) -> bool:
        """Whether this device was told something else when nobody had signed in."""
        return self.choice is not None and differ(self.choice, self.visit.device_choice)

    def counting(self) -> Choice | None:
        """What counts on this device now."""
        if self.kept is None or self.choice is None:
            return self.visit.device_choice
        return counting(self.choice, self.kept.acted, self.visit.device_choice)

    def keep(self, value: str, acted: datetime) -> None:
        self._told()  # whoever asks for it here knows
        keep_for(self.visit.site.site_id, self.names, value, acted)

    def forget(self) -> None:
        forget_for(self.visit.site.site_id, self.names)

    @property
    def news(self) -> bool:
        """Whether to tell, once a sign-in, that the account's choice counts on this device."""
        return self.linked and self._told()

    def _told(self) -> bool:
        """Remember for this sign-in that its owner knows; False if that was known before."""
        session, name = self.visit.request.session, f"account_told:{self.visit.site.slug}"
        if session.get(name):
            return False
        session[name] = True
        return True


def account_of(visit: "Visit") -> Account | None:
    """The account that this request belongs to, None for everybody who is not signed in."""
    if not visit.site.options.account_choice:
        return None
    user = getattr(visit.request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return Account(visit, tuple(account_names(visit.site.slug, f"user:{user.pk}")))


def asked_for(visit: "Visit") -> bool:
    """Whether this act is the account's: its box was ticked, or was not on the page and the account has a choice."""
    account, sent = visit.account, visit.request.POST
    if account is None:
        return False
    return "account" in sent if "account_shown" in sent else account.linked

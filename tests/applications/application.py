"""What an application of the proof has to be able to do; one module each implements it."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Page

from speculoos.registry.load import load
from speculoos.registry.match import Matcher
from speculoos.registry.model import Registry
from tests.applications.serving import Place, Started

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Account:
    """Who signs in, made anew at each start."""

    name: str = "curator"
    email: str = "curator@museum.test"
    password: str = "gingerbread-and-almonds"


class Application(ABC):
    """`keeps` are the cookies without which its sign-in cannot work; `plain` is an answer of its own without scripts.

    `banner` says whether a platform stands beside it, with whose banner its visitors choose.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    door: ClassVar[str]
    host: ClassVar[str]
    keeps: ClassVar[frozenset[str]]
    plain: ClassVar[str]
    pages: ClassVar[tuple[str, ...]] = ("/",)
    banner: ClassVar[bool] = False
    account: ClassVar[Account] = Account()

    @property
    def url(self) -> str:
        return f"https://{self.host}"

    @property
    def bare_url(self) -> str:
        """The same application without the gate, for what it does when nobody stands at the door."""
        return f"https://bare.{self.host}"

    @property
    def declaration(self) -> Path:
        return HERE / self.name / "cookies.toml"

    def environment(self, place: Place) -> dict[str, str]:
        """What the served module reads: where to note what it saw, and what the gate needs."""
        return {
            "PROOF_SEEN": str(place.seen),
            "PROOF_DECLARATION": str(place.declaration or self.declaration),
            "PROOF_SITE": self.name,
            "PROOF_SECRET": str(place.secret),
        }

    @cached_property
    def registry(self) -> Registry:
        return load(self.declaration)

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.registry)

    @abstractmethod
    def start(self, place: Place) -> AbstractContextManager[Started]:
        """Install what is missing and serve it twice, with the gate and without. NotHereError where that fails."""

    @abstractmethod
    def sign_in(self, page: Page, url: str) -> bool:
        """Fill in the sign-in form; whether the application then says who is signed in."""

    @abstractmethod
    def use(self, page: Page, url: str, words: str) -> bool:
        """Send a form with `words`; whether the application shows them as stored."""

"""The middleware of the table of cases: one gate for each of its rules, over files, and `X-Rules` says which."""

import os
from pathlib import Path

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

from speculoos.web.conf import Config
from speculoos.web.gate.middleware import GateMiddleware
from speculoos.web.gate.source import FileSource
from tests.doors.declared import KEYS


class ByRules:
    """As many doors as there are rules."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        files = Path(os.environ["BUNDLES"]).glob("*.json")
        self.doors = {path.stem: door(path)(get_response) for path in files}
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        return self.doors[request.META.get("HTTP_X_RULES", "strict")](request)


def door(path: Path) -> type[GateMiddleware]:
    source = FileSource(Config(home_site="shop", keys=KEYS, gate_registry=str(path)))
    return type("Door", (GateMiddleware,), {"source": staticmethod(lambda: source)})

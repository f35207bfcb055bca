"""What serves the wiki: its own application, with the witness around it and the gate around both."""

import os
from pathlib import Path

from otterwiki.server import app

from speculoos.gate.file import gate_from_file
from speculoos.gate.keys import site_key
from speculoos.gate.wsgi import GateMiddleware
from tests.applications.plant import Witness

bare = Witness(app)
application = GateMiddleware(
    bare,
    gate_from_file(
        os.environ["PROOF_DECLARATION"],
        rules={"mode": "enforce", "csp": "enforce"},
        keys=(site_key(Path(os.environ["PROOF_SECRET"]).read_text("ascii"), os.environ["PROOF_SITE"]),),
        site=os.environ["PROOF_SITE"],
    ),
)

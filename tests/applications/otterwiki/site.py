"""What serves the wiki: its own application, with the witness around it and the gate around both."""

import os

from otterwiki.server import app

from speculoos.gate.file import gate_from_file
from speculoos.gate.keys import read_key
from speculoos.gate.rules import Mode, Rules
from speculoos.gate.wsgi import GateMiddleware
from tests.applications.plant import Witness

bare = Witness(app)
application = GateMiddleware(
    bare,
    gate_from_file(
        os.environ["PROOF_DECLARATION"],
        rules=Rules(mode=Mode.ENFORCE, csp=Mode.ENFORCE),
        keys=(read_key(os.environ["PROOF_KEY"]),),
    ),
)

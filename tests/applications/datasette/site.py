"""What serves Datasette: a table, a form that writes to it, one account, and the gate around all of it."""

import os
from pathlib import Path

from datasette.app import Datasette
from datasette_auth_passwords.utils import hash_password

from speculoos.gate.asgi import GateMiddleware
from speculoos.gate.file import gate_from_file
from speculoos.gate.keys import site_key
from tests.applications.plant import AsgiWitness

ADD = {
    "sql": "insert into tarts (name) values (:name)",
    "write": True,
    "on_success_message": "Baked.",
    "allow": {"id": os.environ["PROOF_NAME"]},
}
SECRET = Path(os.environ["PROOF_SECRET"]).read_text("ascii")
PASSWORD = hash_password(os.environ["PROOF_PASSWORD"])

served = Datasette(
    [os.environ["PROOF_DATABASE"]],
    secret=SECRET,
    template_dir=os.environ["PROOF_TEMPLATES"],
    metadata={
        "databases": {"bakery": {"queries": {"add": ADD}}},
        "plugins": {"datasette-auth-passwords": {f"{os.environ['PROOF_NAME']}_password_hash": PASSWORD}},
    },
)
bare = AsgiWitness(served.app())
application = GateMiddleware(
    bare,
    gate_from_file(
        os.environ["PROOF_DECLARATION"],
        rules={"mode": "enforce", "csp": "enforce"},
        keys=(site_key(SECRET, os.environ["PROOF_SITE"]),),
        site=os.environ["PROOF_SITE"],
    ),
)

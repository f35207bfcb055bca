"""The HTTP API under /api/: public reading, the draft for editors and machines, the visitor's choice.

Routes are thin: what is decided is decided in store, consent, law and policy. `api.py` puts the routes together,
`errors.py` holds the one shape of errors, `openapi.py` completes the document that `docs.py` shows to people.
"""

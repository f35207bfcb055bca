"""Datasette, an ASGI application from PyPI, behind the ASGI door."""

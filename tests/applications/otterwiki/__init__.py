"""An Otter Wiki, a Flask application from PyPI, behind the WSGI door."""

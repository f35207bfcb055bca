"""The gate in Django: the middleware, and which site's gate a request comes to."""

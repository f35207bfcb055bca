"""Addresses of the API, all under /api/."""

urlpatterns: list[object] = []

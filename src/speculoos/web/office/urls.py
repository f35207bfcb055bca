"""Addresses of the back office, all under /office/."""

urlpatterns: list[object] = []

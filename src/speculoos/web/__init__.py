"""The only Django: settings, models, front office, back office, API, static files.

Usable as an app in somebody's project (`speculoos.web` in INSTALLED_APPS) and as the ready-made
platform (`speculoos.web.settings`).
"""

"""Wagtail, a Django application from PyPI, with the tags of django-analytical, behind the Django middleware."""

"""Django management commands of the platform."""

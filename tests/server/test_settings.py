"""A mistake in the settings is a message with an id and a hint, and the secret is kept by its owner alone."""

import stat

import pytest
from django.core.checks import run_checks

from speculoos.web.conf import Config, config
from speculoos.web.secret import secret_key


def ids(**kwargs) -> set[str]:
    return {message.id for message in run_checks(**kwargs) if message.id and message.id.startswith("speculoos.")}


def test_the_platforms_own_settings_pass():
    assert ids() == set()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SPECULOOS", [], "speculoos.E001"),
        ("SPECULOOS", {"colour": "red"}, "speculoos.E002"),
        ("SPECULOOS", {"choice_days": 0}, "speculoos.E003"),
        ("SPECULOOS", {"choice_days": 401}, "speculoos.E003"),
        ("SPECULOOS", {"keys": ("short",)}, "speculoos.E004"),
        ("SPECULOOS", {"consents_per_second": 0}, "speculoos.E005"),
        ("SPECULOOS", {"gate": "strict"}, "speculoos.E006"),
        ("SPECULOOS", {"gate_csp": ""}, "speculoos.E006"),
        ("SPECULOOS", {"gate_fault": "off"}, "speculoos.E006"),
        ("SPECULOOS", {"gate_items": [["*", "enforce"]]}, "speculoos.E006"),
        ("SPECULOOS", {"gate_flush_seconds": -1}, "speculoos.E006"),
        ("SPECULOOS", {"gate_registry": "/nowhere/cookies.toml"}, "speculoos.E007"),
        ("MIDDLEWARE", ["a.B", "speculoos.web.gate.middleware.GateMiddleware"], "speculoos.W003"),
        ("SESSION_COOKIE_SECURE", False, "speculoos.W001"),
        ("CSRF_COOKIE_SECURE", False, "speculoos.W001"),
        ("LANGUAGE_COOKIE_SECURE", False, "speculoos.W001"),
        ("MESSAGE_STORAGE", "django.contrib.messages.storage.fallback.FallbackStorage", "speculoos.W002"),
    ],
)
def test_a_mistake_has_its_id(settings, name, value, expected):
    setattr(settings, name, value)

    assert expected in ids()


def test_defaults_hold_where_nothing_is_set(settings):
    settings.SPECULOOS = {}

    assert config() == Config()
    assert config().choice_days == 184


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    first = secret_key({}, tmp_path)

    assert secret_key({}, tmp_path) == first
    assert len(first) > 50
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_the_environment_comes_first(tmp_path):
    (tmp_path / "elsewhere").write_text("from a file\n")

    assert secret_key({"SPECULOOS_SECRET_KEY": "given"}, tmp_path) == "given"
    assert secret_key({"SPECULOOS_SECRET_KEY_FILE": str(tmp_path / "elsewhere")}, tmp_path) == "from a file"

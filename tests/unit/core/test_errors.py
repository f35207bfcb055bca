"""Errors say who is at fault, and a declaration's faults come all at once."""

import pytest

from speculoos.core.errors import DeclarationError, Fault, InputError, SpeculoosError, UsageError

FIRST = Fault("cookies.toml", 3, 1, 'services[0] "auth" > purpose', "No purpose is called x.", "Declare it.")
SECOND = Fault("cookies.toml", 12, 5, "site > url", "The address is missing.", "")
PLACELESS = Fault("draft", 0, 0, "site", "There is no name.", "Name it.")


def test_all_faults_in_the_order_of_the_file():
    error = DeclarationError([SECOND, FIRST])

    assert error.faults == (FIRST, SECOND)
    assert str(error) == (
        'cookies.toml:3:1: services[0] "auth" > purpose: No purpose is called x. Declare it.\n'
        "cookies.toml:12:5: site > url: The address is missing."
    )


def test_fault_without_a_place():
    assert str(PLACELESS) == "draft: site: There is no name. Name it."


def test_input_error_hints_at_the_answer():
    assert InputError("bad").status == 400
    assert InputError("too long", 413).status == 413


@pytest.mark.parametrize("error", [UsageError("x"), InputError("x"), DeclarationError([])])
def test_one_root(error):
    assert isinstance(error, SpeculoosError)

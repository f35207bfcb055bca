"""A published policy's JSON holds its declaration, and is read as one."""

import json

import pytest

from speculoos.core.errors import DeclarationError
from speculoos.policy.notice import build_notice
from speculoos.policy.render import render
from speculoos.registry.load import loads
from speculoos.web.samples import sample


@pytest.mark.parametrize("slug", ["platform", "biscuiterie"])
def test_a_policy_reads_back_as_what_it_was_made_of(slug):
    registry = sample(slug).with_version(3)

    text = render(build_notice(registry, "fr"), "json").decode()

    assert loads(text, "json") == registry


def test_half_of_a_policys_own_keys_is_still_a_fault():
    data = json.loads(render(build_notice(sample("platform"), "en"), "json"))
    del data["notice"]

    with pytest.raises(DeclarationError, match="language"):
        loads(json.dumps(data), "json")

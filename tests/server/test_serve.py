"""Starting the platform: an address that is taken is said to be taken."""

import socket

import pytest
from click.testing import CliRunner

from speculoos.cli import main


def test_a_port_in_use_is_named_with_what_to_do():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = CliRunner().invoke(main, ["serve", "--port", str(port)])

    assert done.exit_code == 2
    assert f"127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr


@pytest.mark.parametrize("host", ["no such host", "203.0.113.1"])
def test_a_host_that_is_not_ours_is_named(host):
    done = CliRunner().invoke(main, ["serve", "--host", host])

    assert done.exit_code == 2
    assert host in done.stderr

"""The lightest of the real applications as part of the suite: a PHP wiki from Debian behind the exported nginx gate."""

import os
import subprocess
import sys

import pytest

from tests.applications.serving import ROOT
from tests.applications.walk import Scene

pytestmark = pytest.mark.browser

SCENES = (Scene.UNTOUCHED, Scene.GRANTED, Scene.WITHDRAWN)


def test_a_real_wiki_works_behind_the_gate_and_its_tracker_does_only_once_granted() -> None:
    """In a process of its own, for a second browser driver cannot run in this one."""
    scenes = [part for scene in SCENES for part in ("--scene", scene)]

    done = subprocess.run(
        [sys.executable, "-m", "tests.applications", "dokuwiki", *scenes],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    if "NOT RUN" in done.stdout and not os.environ.get("CI"):
        pytest.skip(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr

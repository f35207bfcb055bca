"""The nearest neighbour, django-cookie-consent: put into a throw-away directory, never into our environment.

Its version and content are pinned by hash, so a run measures the same code as the last one. Django is shared, so
both run on the same release.
"""

import subprocess
import sys
from pathlib import Path

REQUIREMENTS = """\
django-cookie-consent==1.0.0 --hash=sha256:964b870ee5a9d6db6c62edb303f65671df91a5281d36cf77187dbdc5f724d971
django-appconf==1.2.0 --hash=sha256:b81bce5ef0ceb9d84df48dfb623a32235d941c78cc5e45dbb6947f154ea277f4
"""
PATIENCE = 60


def installed(directory: Path) -> str | None:
    """Install the peer into `directory`; None when it is there, else one line that says why not."""
    directory.mkdir(parents=True, exist_ok=True)
    wanted = directory / "requirements.txt"
    wanted.write_text(REQUIREMENTS)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command = [*pip, "--require-hashes", "--target", str(directory), "-r", str(wanted)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return f"pip gave no answer within {PATIENCE} seconds"
    lines = done.stderr.strip().splitlines() or ["pip failed"]
    return None if done.returncode == 0 else lines[-1]

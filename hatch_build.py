"""What a build makes: message catalogues from their sources, and the scripts where Django looks for static files.

Runs for wheels and for installs in place, so that neither git nor an editor ever holds a made file. From a checkout
the policy reads its catalogues uncompiled, so a stale or missing build never shows one of its texts untranslated.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILDERS = ("js", "js_signals", "js_guard")
STATIC = Path("src/speculoos/web/static/speculoos")


class MadeHook(BuildHookInterface[Any]):
    """Makes the files before a wheel or an editable install is put together, and ships them."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling's signature)
        """`version` is "standard" or "editable" and makes no difference."""
        root = Path(self.root)
        catalogues = [compiled(source) for source in sorted((root / "src").rglob("LC_MESSAGES/*.po"))]
        made = [*catalogues, *scripts(root)]
        build_data["artifacts"].extend(str(path.relative_to(root)) for path in made)


def compiled(source: Path) -> Path:
    """The .mo file of a catalogue, newly written."""
    # Babel is there when something is built, and need not be when a tool only reads this file.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    target = source.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, catalogue)
    return target


def scripts(root: Path) -> list[Path]:
    """The numbered scripts for other sites. Their builders are tools of the checkout, so they run from there."""
    for tool in BUILDERS:
        subprocess.run([sys.executable, "-m", f"tools.{tool}"], cwd=root, check=True)  # noqa: S603  (our own)
    return sorted([*(root / STATIC).glob("*.*.js"), root / STATIC / "banner.js"])

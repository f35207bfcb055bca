"""What a build makes: message catalogues from their sources, and the scripts where Django looks for static files.

Runs for wheels and for installs in place, so that neither git nor an editor ever holds a made file.
"""

import shutil
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SCRIPTS = ("banner.js",)


class Made(BuildHookInterface):
    """Hatchling's hook: called before the files of a build are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (hatchling's signature)
        root = Path(self.root)
        made = [*compile_catalogues(root), *copy_scripts(root)]
        build_data["artifacts"] += [f"/{path.relative_to(root)}" for path in made]


def compile_catalogues(root: Path) -> list[Path]:
    """A .mo beside every .po; the list of what was made."""
    return [_compiled(source) for source in sorted(root.glob("src/speculoos/*/locale/*/LC_MESSAGES/*.po"))]


def _compiled(source: Path) -> Path:
    target = source.with_suffix(".mo")
    with source.open("rb") as text, target.open("wb") as binary:
        write_mo(binary, read_po(text))
    return target


def copy_scripts(root: Path) -> list[Path]:
    """The banner's script beside the other static files."""
    static = root / "src/speculoos/web/static/speculoos"
    return [Path(shutil.copyfile(root / "js/banner" / name, static / name)) for name in SCRIPTS]

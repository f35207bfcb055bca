"""The build step: compiles the gettext catalogues, so that an installed package carries them ready to read.

Knows Babel and the source tree, nothing of the package itself. From a checkout the package reads the
catalogues uncompiled, so a stale or missing build never shows a text untranslated.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """Writes a .mo beside every .po before a wheel or an editable install is made, and ships it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling's signature)
        """Compile all catalogues; `version` is "standard" or "editable" and makes no difference."""
        built = [compiled(source) for source in sorted(Path(self.root, "src").rglob("LC_MESSAGES/*.po"))]
        build_data["artifacts"].extend(str(path.relative_to(self.root)) for path in built)

    def clean(self, versions: list[str]) -> None:  # noqa: ARG002 (hatchling's signature)
        """Remove what `initialize` made."""
        for path in Path(self.root, "src").rglob("LC_MESSAGES/*.mo"):
            path.unlink()


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

"""Builds the two files of js/signals: what stands before every tag, and what follows the choice."""

import sys

from tools.js import NUMBER, ROOT, build

FOLDER = ROOT / "js" / "signals"
STATIC = ROOT / "src" / "speculoos" / "web" / "static" / "speculoos"
FILES = {"defaults.js": f"defaults.{NUMBER}.js", "index.js": f"signals.{NUMBER}.js"}


def main() -> int:
    for entry, built in FILES.items():
        (STATIC / built).write_text(build(FOLDER / entry), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

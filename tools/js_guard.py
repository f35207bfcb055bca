"""Builds js/guard into one file; a site's data takes the place of one text in it (see speculoos.gate.guard)."""

import gzip
import sys

from tools.js import NUMBER, ROOT, STATIC, build, small

ENTRY = ROOT / "js" / "guard" / "index.js"
NAME = f"guard.{NUMBER}.js"


def built() -> str:
    return small(build(ENTRY))


def main() -> int:
    text = built()
    (STATIC / NAME).write_text(text, "utf-8")
    print(
        f"{NAME}: {len(text)} bytes, {len(gzip.compress(text.encode(), 9, mtime=0))} after gzip, without a site's data"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

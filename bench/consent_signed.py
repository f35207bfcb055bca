"""Worker: the stand-in where the peer cannot be had: Django's own signed value, read and asked."""

import sys

from bench.signed import dumps, loads
from bench.worker import serve_rounds


def main(purposes: int, at_least: float) -> None:
    value = dumps({f"purpose_{n}": "granted" for n in range(purposes)})
    serve_rounds(lambda: loads(value)["purpose_0"] == "granted", at_least)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))

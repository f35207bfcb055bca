"""The command that serves bench/bare.py: makes its table, then runs the server as the platform does."""

import sys

from django.db import connection

from bench.bare import Kept
from speculoos.web.serve import server


def main(port: int) -> None:
    if Kept._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Kept)
    connection.close()
    server("bench.bare:application", "127.0.0.1", port, workers=1).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]))

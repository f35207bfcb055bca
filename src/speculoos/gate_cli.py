"""The commands of the gate: `speculoos gate ...`. Each is a thin layer; imports are inside, as in cli."""

import click


@click.group()
def gate() -> None:
    """The gate: what was not granted does not pass."""

"""The two sites that `make run` starts with: the founding document's platform, and a bakery with something to ask."""

from importlib.resources import files

from speculoos.registry.load import loads
from speculoos.registry.model import Registry

SLUGS = ("platform", "biscuiterie")


def sample(slug: str) -> Registry:
    """The declaration of one of the sample sites."""
    name = f"{slug}.toml"
    return loads(files(__package__).joinpath(name).read_text("utf-8"), "toml", file=name)

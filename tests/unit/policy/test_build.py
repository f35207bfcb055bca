"""The build writes every catalogue in the form that gettext reads."""

from gettext import GNUTranslations

from hatch_build import compiled
from speculoos.policy.texts import CATALOGUES


def test_a_catalogue_is_compiled_beside_its_source(tmp_path):
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "policy.po"
    source.write_bytes((CATALOGUES / "fr" / "LC_MESSAGES" / "policy.po").read_bytes())

    target = compiled(source)

    assert target == folder / "policy.mo"
    with target.open("rb") as file:
        assert GNUTranslations(file).gettext("Yes") == "Oui"

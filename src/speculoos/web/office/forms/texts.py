"""One text in several languages, edited side by side: a field with an input for each language of the site.

A language without text is marked, with what visitors read in its place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from speculoos.policy.texts import translator
from speculoos.registry.model import Texts

LONGEST = 10_000


class TextsWidget(forms.Widget):
    """An input or a text area for each language; the first language is the site's default."""

    template_name = "speculoos/office/widgets/texts.html"
    use_fieldset = True

    def __init__(self, *, long: bool = True) -> None:
        super().__init__()
        self.long = long
        self.languages: Sequence[str] = ("en",)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        texts = {tag: text for tag, text in (value or {}).items() if text}
        tags = list(dict.fromkeys((*self.languages, *texts)))
        context["widget"] |= {"long": self.long, "texts": [self._one(name, tag, texts) for tag in tags]}
        return context

    def _one(self, name: str, tag: str, texts: Mapping[str, str]) -> dict[str, Any]:
        other, shown = Texts(texts).best(tag, self.languages[0])
        missing = tag not in texts and bool(texts)
        return {
            "tag": tag,
            "language": language_name(tag),
            "name": f"{name}_{tag}",
            "text": texts.get(tag, ""),
            "missing": missing,
            "fallback": (other, shown) if missing else None,
        }

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:  # noqa: ARG002
        start = f"{name}_"
        return {key.removeprefix(start): str(data[key]).strip() for key in data if key.startswith(start)}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002
        return not any(key.startswith(f"{name}_") for key in data)

    def id_for_label(self, id_: str) -> str:  # noqa: ARG002  (a legend names the group; each input has its own label)
        return ""


class TextsField(forms.Field):
    """Language tag to text, without the empty ones."""

    def __init__(self, *, long: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=TextsWidget(long=long), **kwargs)

    def clean(self, value: Any) -> dict[str, str]:
        texts = {tag: text.replace("\r\n", "\n") for tag, text in (value or {}).items() if text}
        for tag, text in texts.items():
            if len(text) > LONGEST or "\x00" in text or not tag.replace("-", "").isalnum():
                message = _("The text in %(language)s is too long or holds characters that cannot be stored.")
                raise ValidationError(message, params={"language": language_name(tag)})
        if self.required and not texts:
            raise ValidationError(self.error_messages["required"], code="required")
        return texts

    def has_changed(self, initial: Any, data: Any) -> bool:
        return dict(initial or {}) != {tag: text for tag, text in (data or {}).items() if text}


def language_name(tag: str) -> str:
    """The language's own name, with its tag where it has none."""
    return translator(tag).language_name(tag)

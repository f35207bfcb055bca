"""Forms for people and machines: users, one's own name, API tokens."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from speculoos.web.office.forms.base import Remarked
from speculoos.web.store.access import ApiToken
from speculoos.web.store.sites import Site


class NewUserForm(Remarked, forms.ModelForm):  # type: ignore[type-arg]
    """A person who will sign in by a link first; there is no password to hand over."""

    is_staff = forms.BooleanField(label=_("May enter the back office"), required=False, initial=True)

    class Meta:
        model = get_user_model()
        fields = ("username", "first_name", "last_name", "email", "is_staff", "is_superuser")
        labels = {
            "username": _("Name to sign in with"),
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "email": _("E-mail"),
            "is_superuser": _("May manage users"),
        }
        help_texts = {"username": _("Letters, digits and @/./+/-/_ only."), "is_superuser": ""}

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None:
            self.instance.set_unusable_password()
        return super().save(commit)


class UserForm(NewUserForm):
    """An existing person; nobody may lock themselves out."""

    is_staff = forms.BooleanField(label=_("May enter the back office"), required=False)

    class Meta(NewUserForm.Meta):
        fields = (*NewUserForm.Meta.fields, "is_active")  # type: ignore[assignment]
        labels = NewUserForm.Meta.labels | {"is_active": _("May sign in")}
        help_texts = NewUserForm.Meta.help_texts | {"is_active": _("Untick this instead of deleting the person.")}

    def __init__(self, *args: Any, oneself: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("is_staff", "is_superuser", "is_active") if oneself else ():
            self.fields[name].disabled = True
            self.fields[name].help_text = _("You cannot take this from yourself; another superuser can.")


class NameForm(Remarked, forms.ModelForm):  # type: ignore[type-arg]
    """One's own name and e-mail address."""

    class Meta:
        model = get_user_model()
        fields = ("first_name", "last_name", "email")
        labels = {"first_name": _("First name"), "last_name": _("Last name"), "email": _("E-mail")}


SCOPES = {
    "registry:read": _("Read declarations and versions"),
    "registry:write": _("Change and publish declarations"),
    "consents:write": _("Record choices"),
    "consents:read": _("Read consent records"),
    "gate:write": _("Send what a gate has counted"),
    "gate:read": _("Read what the gate did"),
}
EXPIRIES = {"30": _("In 30 days"), "90": _("In 90 days"), "365": _("In a year"), "": _("Never")}


class TokenForm(Remarked, forms.Form):
    """A bearer token for a machine: no more than it needs, for no longer than it needs it."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("What it is for: “build of the shop”."))
    scopes = forms.MultipleChoiceField(
        label=_("May"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(scope, SCOPES.get(scope, scope)) for scope in ApiToken.SCOPES],
    )
    site = forms.ModelChoiceField(
        label=_("On"), queryset=Site.objects.all(), required=False, empty_label=_("All sites")
    )
    expiry = forms.ChoiceField(label=_("Expires"), required=False, choices=list(EXPIRIES.items()), initial="90")

    def issue(self, user: Any) -> tuple[ApiToken, str]:
        """The new row, and the token to be shown once."""
        chosen = self.cleaned_data
        ends = timezone.now() + timedelta(days=int(chosen["expiry"])) if chosen["expiry"] else None
        return ApiToken.issue(
            user=user, name=chosen["name"], scopes=chosen["scopes"], site=chosen["site"], expires_at=ends
        )

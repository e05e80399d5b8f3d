"""The forms of accounts: allauth does the work, the words here are ours. And the invitation's."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth.password_validation import validate_password

from tenants.network.access import Role
from tenants.network.middleware import memberships_of
from tenants.network.models import Antenne, Invitation, User

A_GOOD_PASSWORD = "12 caractères au moins. Trois mots sans rapport entre eux se retiennent bien."  # noqa: S105
_NEW_PASSWORD = {
    "password1": ("Nouveau mot de passe", A_GOOD_PASSWORD),
    "password2": "Le même, encore une fois",
}
_THE_SAME = "Les deux saisies diffèrent. Tapez deux fois le même mot de passe."


def _say(form: forms.BaseForm, labels: dict[str, Any]) -> None:
    """Our label (and help) instead of allauth's; a placeholder only repeats the label."""
    for name, words in labels.items():
        field = form.fields[name]
        field.label, field.help_text = words if isinstance(words, tuple) else (words, "")
        field.widget.attrs.pop("placeholder", None)


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, {"login": "Adresse e-mail", "password": "Mot de passe"})
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class _TwiceTheSame:
    """Replaces allauth's sentence about two passwords that differ."""

    def clean(self) -> Any:
        given = super().clean()  # type: ignore[misc]
        if "password2" in self.errors and given.get("password1"):  # type: ignore[attr-defined]
            self.errors["password2"] = self.error_class([_THE_SAME])  # type: ignore[attr-defined]
        return given


class ChangePasswordForm(_TwiceTheSame, account.ChangePasswordForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, {"oldpassword": "Mot de passe actuel"} | _NEW_PASSWORD)


class FirstPasswordForm(_TwiceTheSame, account.SetPasswordForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, _NEW_PASSWORD)


class NewPasswordForm(_TwiceTheSame, account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, _NEW_PASSWORD)


class ForgottenForm(account.ResetPasswordForm):
    """The answer is the same for everybody; the e-mail goes to members of this site alone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, {"email": "Adresse e-mail"})

    def save(self, request: Any, **options: Any) -> str:
        found: list[User] = self.users  # type: ignore[has-type]
        self.users = [user for user in found if memberships_of(user, request.place, request.now)]
        if self.users:
            super().save(request, **options)
        return self.cleaned_data["email"]


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, {"password": "Mot de passe"})


_SIX_DIGITS = "Les six chiffres que montre votre application, ou un code de secours."


class CodeForm(second_factor.AuthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, {"code": ("Code", _SIX_DIGITS)})
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class ReauthenticateCodeForm(second_factor.ReauthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, {"code": ("Code", _SIX_DIGITS)})
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class ActivateForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(
            self,
            {
                "code": (
                    "Code affiché par l’application",
                    "Six chiffres, qui changent toutes les 30 secondes.",
                )
            },
        )
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskeyForm(passkeys.AddWebAuthnForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, {"name": ("Nom de la clé", "Par exemple « Téléphone » ou « Clé USB bleue ».")})


class RenamePasskeyForm(passkeys.EditWebAuthnForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, {"name": "Nom de la clé"})


class InviteForm(forms.Form):
    """Who, and which role; at the national office, for which antenne if the role is held in one."""

    name = forms.CharField(label="Prénom et nom", max_length=120)
    email = forms.EmailField(label="Adresse e-mail", help_text="La personne y recevra un lien personnel.")
    role = forms.ChoiceField(label="Rôle", widget=forms.RadioSelect)
    antenne = forms.ModelChoiceField(
        Antenne.objects.none(), label="Antenne", required=False, empty_label="Choisir…"
    )

    def __init__(self, *args: Any, roles: list[Role], antenne: Antenne | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.here = antenne
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        for name in ("name", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if antenne is not None:
            del self.fields["antenne"]
        else:
            self.fields["antenne"].queryset = Antenne.objects.filter(state=Antenne.State.OPEN)
            self.fields["antenne"].help_text = "Pour une personne responsable d’antenne."

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.here is not None:
            given["antenne"] = self.here
        elif given.get("role") != Role.MANAGER:
            given["antenne"] = None
        elif "antenne" not in self.errors and given.get("antenne") is None:
            self.add_error("antenne", "Choisissez l’antenne dont cette personne sera responsable.")
        return given


class AcceptForm(forms.Form):
    """The first password of an account that begins."""

    password = forms.CharField(
        label="Mot de passe",
        help_text=A_GOOD_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Le même, encore une fois",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = User(email=invitation.email, name=invitation.name)

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.person)
        return self.cleaned_data["password"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _THE_SAME)
        return given

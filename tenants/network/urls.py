"""People and rights, at the root of the three sites. allauth's own names are kept: it reverses them.

Each route says here what it needs; AccessMiddleware refuses one that says nothing.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.urls import path, re_path

from tenants.network import forms, views
from tenants.network.access import needs, public

_before = public("sert avant la connexion")
_signed_in = needs("account.use")

_entrance = [
    path("compte/connexion/", _before(views.SignIn.as_view()), name="account_login"),
    path(
        "compte/code/",
        _before(factor.AuthenticateView.as_view(form_class=forms.CodeForm)),
        name="mfa_authenticate",
    ),
    path(
        "compte/deconnexion/",
        public("partir ne demande aucun droit")(account.LogoutView.as_view()),
        name="account_logout",
    ),
    path("compte/inactif/", _before(account.AccountInactiveView.as_view()), name="account_inactive"),
    path(
        "compte/mot-de-passe/oublie/",
        _before(account.PasswordResetView.as_view(form_class=forms.ForgottenForm)),
        name="account_reset_password",
    ),
    path(
        "compte/mot-de-passe/oublie/envoye/",
        _before(account.PasswordResetDoneView.as_view()),
        name="account_reset_password_done",
    ),
    re_path(
        r"^compte/mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _before(account.PasswordResetFromKeyView.as_view(form_class=forms.NewPasswordForm)),
        name="account_reset_password_from_key",
    ),
    path(
        "compte/mot-de-passe/change/",
        _before(account.PasswordResetFromKeyDoneView.as_view()),
        name="account_reset_password_from_key_done",
    ),
    path("invitation/<str:token>/", views.accept, name="accept_invitation"),
]

_account = [
    path("compte/", views.account, name="account"),
    path("compte/sessions/fermer/", views.close_sessions, name="close_sessions"),
    path(
        "compte/mot-de-passe/",
        _signed_in(account.PasswordChangeView.as_view(form_class=forms.ChangePasswordForm)),
        name="account_change_password",
    ),
    path(
        "compte/mot-de-passe/choisir/",
        _signed_in(
            account.PasswordSetView.as_view(
                form_class=forms.FirstPasswordForm, template_name="account/password_change.html"
            )
        ),
        name="account_set_password",
    ),
    path(
        "compte/confirmer/",
        _signed_in(account.ReauthenticateView.as_view(form_class=forms.ReauthenticateForm)),
        name="account_reauthenticate",
    ),
    path(
        "compte/confirmer/code/",
        _signed_in(factor.ReauthenticateView.as_view(form_class=forms.ReauthenticateCodeForm)),
        name="mfa_reauthenticate",
    ),
    path(
        "compte/confirmer/cle/",
        _signed_in(passkey.ReauthenticateWebAuthnView.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
]

_second_factor = [
    path("compte/protection/", _signed_in(factor.IndexView.as_view()), name="mfa_index"),
    path(
        "compte/protection/application/",
        _signed_in(totp.ActivateTOTPView.as_view(form_class=forms.ActivateForm)),
        name="mfa_activate_totp",
    ),
    path(
        "compte/protection/application/retirer/",
        _signed_in(totp.DeactivateTOTPView.as_view()),
        name="mfa_deactivate_totp",
    ),
    path(
        "compte/protection/secours/",
        _signed_in(codes.ViewRecoveryCodesView.as_view()),
        name="mfa_view_recovery_codes",
    ),
    path(
        "compte/protection/secours/nouveaux/",
        _signed_in(codes.GenerateRecoveryCodesView.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "compte/protection/secours/fichier/",
        _signed_in(codes.DownloadRecoveryCodesView.as_view()),
        name="mfa_download_recovery_codes",
    ),
    path("compte/protection/cles/", _signed_in(passkey.ListWebAuthnView.as_view()), name="mfa_list_webauthn"),
    path(
        "compte/protection/cles/ajouter/",
        _signed_in(passkey.AddWebAuthnView.as_view(form_class=forms.AddPasskeyForm)),
        name="mfa_add_webauthn",
    ),
    path(
        "compte/protection/cles/<int:pk>/nom/",
        _signed_in(passkey.EditWebAuthnView.as_view(form_class=forms.RenamePasskeyForm)),
        name="mfa_edit_webauthn",
    ),
    path(
        "compte/protection/cles/<int:pk>/retirer/",
        _signed_in(passkey.RemoveWebAuthnView.as_view()),
        name="mfa_remove_webauthn",
    ),
]

_people = [
    path("equipe/", views.team, name="team"),
    path("equipe/inviter/", views.invite_somebody, name="invite"),
    path("equipe/<uuid:pk>/retirer/", views.end, name="end_membership"),
    path("equipe/invitations/<uuid:pk>/renvoyer/", views.send_again, name="send_invitation_again"),
    path("equipe/invitations/<uuid:pk>/annuler/", views.cancel, name="cancel_invitation"),
    path("journal/", views.journal_page, name="journal"),
]

urlpatterns = [*_entrance, *_account, *_second_factor, *_people]

"""The choice of participation, the lock's key, and the name of a passkey."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
)
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Participation


class SwitchForm(forms.Form):
    """The participations one has postings in."""

    participation = forms.ModelChoiceField(Participation.objects.none())

    def __init__(self, *args, scopes: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["participation"].queryset = Participation.objects.filter(pk__in=scopes)


class UnlockForm(forms.Form):
    """What signing in asked for, of the same user again: attempts are counted as there."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Code from the app, or a recovery code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.request = request
        if not is_mfa_enabled(request.user):
            del self.fields["code"]

    def clean(self) -> None:
        password, code = self.cleaned_data.get("password"), self.cleaned_data.get("code")
        if not password or ("code" in self.fields and not code):
            return
        user = self.request.user
        found = get_adapter().authenticate(self.request, email=user.email, password=password)
        if found != user:
            self.add_error("password", _("The password is not right."))
        elif code:
            second = AuthenticateForm({"code": code}, user=user)
            if not second.is_valid():
                self.add_error("code", second.errors["code"].as_data())


class UnlockKeyForm(AuthenticateWebAuthnForm):
    """A touch of one of the user's own keys. What no device would send is no key either."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except (KeyError, AttributeError) as fault:
            raise forms.ValidationError(_("The key was not recognised.")) from fault


class LoginKeyForm(LoginWebAuthnForm):
    """The same for somebody who is not signed in yet."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except (KeyError, AttributeError) as fault:
            raise forms.ValidationError(_("The key was not recognised.")) from fault


class KeyForm(AddWebAuthnForm):
    """A passkey as a rule: it then signs in and unlocks by itself."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call the key")
        self.fields["name"].initial = self.initial["name"] = _("This device")
        self.fields["name"].max_length = 60
        self.fields["passwordless"].label = _("Sign in and unlock with this key alone")
        self.fields["passwordless"].help_text = _(
            "The device asks for your finger, face or PIN. Without the tick the key is only a"
            " second step after the password."
        )
        self.fields["passwordless"].initial = True

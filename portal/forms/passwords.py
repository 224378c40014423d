"""The library's forms for passwords, with labels as every other form of the portal has them."""

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from django.utils.translation import gettext_lazy as _


class NewPasswordForm(ChangePasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Current password")
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password again")


class ForgottenPasswordForm(ResetPasswordKeyForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password again")

"""What is wrong with a form, said so that a reader knows what to do.

Django's stock messages ("This field is required.") name neither the field nor the act. They are replaced here, at the
moment of showing, so that forms of other packages speak plainly too; a form's own messages always stand.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.forms import BoundField, fields
from django.utils.translation import gettext as _

_FORMS = (forms.BaseForm, forms.BaseFormSet)


@dataclass(frozen=True)
class FormFault:
    target: str
    message: str


def faults_of(form) -> list[FormFault]:
    """All faults of a form or formset, for the summary: each names its field and the control to go to."""
    if not form.is_bound:
        return []
    if hasattr(form, "management_form"):
        outer = [FormFault("", message) for message in form.non_form_errors()]
        return outer + [fault for member in form.forms for fault in faults_of(member)]
    found = [FormFault(f"{form.prefix or 'form'}-errors", message) for message in form.non_field_errors()]
    for name in form.errors:
        if name in form.fields:
            field = form[name]
            found.extend(FormFault(_first_control(field), text) for text in messages_of(field, naming=True))
    return found


def has_faults(values: Iterable[object]) -> bool:
    """Whether a form or formset among what a page was given, alone or in a list, was refused."""
    for value in values:
        if isinstance(value, list | tuple) and has_faults(one for one in value if isinstance(one, _FORMS)):
            return True
        if isinstance(value, forms.BaseForm) and value.is_bound and value.errors:
            return True
        if isinstance(value, forms.BaseFormSet) and value.is_bound and not value.is_valid():
            return True
    return False


def messages_of(field: BoundField, *, naming: bool = False) -> list[str]:
    messages = []
    for error in field.errors.as_data():
        for message in error.messages:
            plain = _plain(field, error.code) if message in _stock_messages(field) else None
            if plain and naming:
                name = str(field.label).rstrip("?:. ")
                plain = _("%(field)s: %(message)s") % {"field": name, "message": plain[0].lower() + plain[1:]}
            messages.append(plain or message)
    return messages


def _plain(field: BoundField, code: str | None) -> str | None:
    control = field.field
    if code == "required":
        if isinstance(control, forms.BooleanField):
            return _("Tick this box to go on")
        if isinstance(control, forms.ChoiceField | forms.ModelChoiceField):
            return _("Choose an answer")
        return _("Choose a file") if isinstance(control, forms.FileField) else _("Enter an answer")
    if code in ("invalid_choice", "invalid_pk_value"):
        return _("Choose one of the answers offered")
    return None


def _stock_messages(field: BoundField) -> set[str]:
    control = field.field
    stock = {str(fields.Field.default_error_messages["required"])}
    # FileField has a stock message of its own for "nothing was sent"; a choice's carries what was sent.
    sent = field.value()
    for value in sent if isinstance(sent, list | tuple) else [sent]:
        for kind in (fields.ChoiceField, fields.MultipleChoiceField):
            stock.add(str(kind.default_error_messages["invalid_choice"]) % {"value": value})
    if isinstance(control, forms.ModelChoiceField):
        stock.add(str(forms.ModelChoiceField.default_error_messages["invalid_choice"]) % {"value": sent})
    return stock


def _first_control(field: BoundField) -> str:
    """The id the summary's link goes to: of the first box or choice where a field has several."""
    if field.use_fieldset:
        return field.auto_id + getattr(field.field.widget, "widgets_names", ["_0"])[0]
    return field.id_for_label or field.auto_id

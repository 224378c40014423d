"""Renders any form in the portal's markup, without touching the form's own code.

It is set on single forms (`{% govform %}`), never as FORM_RENDERER: Django's admin and the CMS ask for the same
widget template names and must keep their own look.
"""

from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.template.loader import get_template

_INPUT = "forms/widgets/input.html"
# Django's text.html includes input.html by its own path, so a prefix alone would leave inputs bare.
_WIDGETS = {
    "django/forms/widgets/text.html": _INPUT,
    "django/forms/widgets/email.html": _INPUT,
    "django/forms/widgets/number.html": _INPUT,
    "django/forms/widgets/url.html": _INPUT,
    "django/forms/widgets/tel.html": _INPUT,
    "django/forms/widgets/search.html": _INPUT,
    "django/forms/widgets/date.html": _INPUT,
    "django/forms/widgets/time.html": _INPUT,
    "django/forms/widgets/datetime.html": _INPUT,
    "django/forms/widgets/password.html": "forms/widgets/password.html",
    "django/forms/widgets/textarea.html": "forms/widgets/textarea.html",
    "django/forms/widgets/select.html": "forms/widgets/select.html",
    "django/forms/widgets/checkbox.html": "forms/widgets/checkbox.html",
    "django/forms/widgets/radio.html": "forms/widgets/radios.html",
    "django/forms/widgets/checkbox_select.html": "forms/widgets/checkboxes.html",
    "django/forms/widgets/file.html": "forms/widgets/file.html",
    "django/forms/widgets/clearable_file_input.html": "forms/widgets/file.html",
    "django/forms/widgets/multiwidget.html": "forms/widgets/several.html",
    "django/forms/widgets/splitdatetime.html": "forms/widgets/several.html",
}


class PortalRenderer(BaseRenderer):
    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"

    def get_template(self, template_name):
        if template_name.startswith("forms/"):
            return get_template(template_name)
        if template_name in _WIDGETS:
            return get_template(_WIDGETS[template_name])
        return _django_templates.get_template(template_name)


_django_templates = DjangoTemplates()
portal_renderer = PortalRenderer()


def dress(form):
    """Give `form` (or formset) the portal's markup, also where its fields were already bound with another renderer."""
    form.renderer = portal_renderer
    for bound_field in getattr(form, "_bound_fields_cache", {}).values():
        bound_field.renderer = portal_renderer
    for member in getattr(form, "forms", ()):
        dress(member)
    return form

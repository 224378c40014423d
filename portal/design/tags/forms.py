"""Forms: any form, ours or not, in the portal's markup."""

from django.template import Library
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal.design.faults import faults_of, has_faults, messages_of
from portal.design.renderer import dress, portal_renderer

register = Library()


@register.simple_tag
def govform(form):
    """All fields of a form or formset (with its management form), errors and hidden fields included."""
    return dress(form).render(renderer=portal_renderer)


@register.simple_tag
def govfield(bound_field, *, label_size="s", heading=False):
    """One field; `heading=True` makes its label the page's h1 (one question a page)."""
    dress(bound_field.form)
    bound_field.renderer = portal_renderer
    context = {"field": bound_field, "label_size": label_size, "heading": heading}
    return mark_safe(portal_renderer.render("forms/field.html", context))


@register.simple_tag
def hidden_fields(form):
    dress(form)
    return mark_safe("".join(str(field) for field in form.hidden_fields()))


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms):
    """What is wrong, each linked to its field; nothing while nothing is. Stands first in the page's main part."""
    return {"faults": [fault for form in forms for fault in faults_of(form)]}


@register.simple_tag(takes_context=True)
def error_in_title(context):
    """The word before a page's title where a form on the page was refused, so that it is heard first of all."""
    return _("Error: ") if has_faults(context.flatten().values()) else ""


@register.filter
def messages(field):
    return messages_of(field)


@register.simple_tag
def field_widget(field):
    """The bare control, tied to its hint, its error and its count by aria-describedby."""
    described = [field.aria_describedby or ""]
    if counts(field):
        described.append(f"{field.auto_id}-info")
    tied = " ".join(part for part in described if part)
    attrs = {"aria-describedby": tied} if tied and not field.use_fieldset else {}
    return field.as_widget(attrs=attrs)


@register.filter
def counts(field):
    """What a long answer is counted in and up to: `{"words": 250}`, `{"characters": 500}`, or nothing."""
    if field.field.widget.template_name != "django/forms/widgets/textarea.html":
        return None
    if words := getattr(field.field, "max_words", None):
        return {"words": words}
    if characters := field.field.widget.attrs.get("maxlength"):
        return {"characters": characters}
    return None


@register.filter
def kind_of(field):
    """Which frame a field needs: hidden, checkbox, group (fieldset with legend) or plain (label above)."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if widget.template_name == "django/forms/widgets/checkbox.html":
        return "checkbox"
    return "group" if field.use_fieldset else "plain"


@register.filter
def is_marked_optional(field):
    return not field.field.required and getattr(field.form, "marks_optional", True)

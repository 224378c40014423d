"""What frames every page: the service's name, its colours, navigation, breadcrumbs and paging."""

from urllib.parse import urlencode

from django.conf import settings
from django.template import Library
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal.design.theme import theme_from

register = Library()


# Read from the settings and not from the context: error pages and mail are rendered without one.
@register.simple_tag
def portal_name():
    return settings.PORTAL_NAME


@register.simple_tag
def portal_logo():
    return settings.PORTAL_LOGO


@register.simple_tag
def theme_colour():
    return theme_from(settings.PORTAL_COLOUR).brand


@register.simple_tag(takes_context=True)
def theme_style(context):
    """The deployment's colours as custom properties; nothing where the portal's own palette stands."""
    if not settings.PORTAL_COLOUR:
        return ""
    theme = theme_from(settings.PORTAL_COLOUR)
    return format_html(
        '<style nonce="{}">:root{{--brand:{};--brand-deep:{};--brand-tint:{};'
        "--govuk-brand-colour:{};--govuk-link-colour:{};--govuk-link-hover-colour:{}}}</style>",
        context.get("csp_nonce", ""),
        theme.brand,
        theme.brand_deep,
        theme.brand_tint,
        theme.brand,
        theme.link,
        theme.brand_deep,
    )


@register.simple_tag
def htmx_script():
    return format_html('<script src="{}" defer></script>', static("vendor/htmx/htmx.min.js"))


@register.simple_tag(takes_context=True)
def nav_link(context, url, text, *, button=False):
    current = _is_current(context, url)
    return format_html(
        '<li class="app-header__item"><a class="app-header__link{}" href="{}"{}>{}</a></li>',
        " app-header__link--button" if button else "",
        url,
        mark_safe(' aria-current="true"') if current else "",
        text,
    )


@register.simple_tag(takes_context=True)
def subnav_link(context, url, text, *, count=None, exact=False):
    """An entry of the workspace's side navigation; `exact` where the address begins those of its siblings."""
    path = _path(context)
    current = path == url if exact else path.startswith(url)
    return format_html(
        '<li class="app-subnav__item"><a class="app-subnav__link" href="{}"{}>{}{}</a></li>',
        url,
        mark_safe(' aria-current="page"') if current else "",
        text,
        format_html(' <span class="app-subnav__count">{}</span>', count) if count is not None else "",
    )


@register.simple_tag
def subnav_heading(text):
    return format_html('<li class="app-subnav__heading">{}</li>', text)


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*crumbs):
    """`{% breadcrumbs "Home" "/" "Missions" "/missions/" "Clean air" %}`: pairs of words and address, last one bare."""
    pairs = [(crumbs[place], crumbs[place + 1]) for place in range(0, len(crumbs) - 1, 2)]
    return {"links": pairs, "here": crumbs[-1] if len(crumbs) % 2 else None}


@register.simple_tag
def back_link(url, text=None):
    return format_html('<a class="govuk-back-link" href="{}">{}</a>', url, text or _("Back"))


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page, parameter="page"):
    """Paging for a `Page` of Django's paginator; keeps the other parts of the address."""
    request = context.get("request")
    kept = [
        (name, value)
        for name, values in (request.GET.lists() if request else ())
        for value in values
        if name != parameter
    ]
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    address = {number: "?" + urlencode([*kept, (parameter, number)]) for number in page.paginator.page_range}
    gap = page.paginator.ELLIPSIS
    return {
        "page": page,
        "items": [{"gap": True} if one == gap else {"number": one, "url": address[one]} for one in numbers],
        "previous": address[page.previous_page_number()] if page.has_previous() else None,
        "next": address[page.next_page_number()] if page.has_next() else None,
    }


def _is_current(context, url):
    return url != "/" and _path(context).startswith(url)


def _path(context):
    request = context.get("request")
    return request.path if request else ""

"""Components that wrap words or markup: `{% inset %}…{% endinset %}` and the like."""

from itertools import count

from django.template import Library
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = Library()
block = register.simple_block_tag

TASK_STATES = {
    "done": (gettext_lazy("Completed"), ""),
    "doing": (gettext_lazy("In progress"), "govuk-tag--blue"),
    "todo": (gettext_lazy("Not started"), "govuk-tag--grey"),
    "blocked": (gettext_lazy("Cannot start yet"), ""),
    "optional": (gettext_lazy("Optional"), "govuk-tag--grey"),
    "problem": (gettext_lazy("There is a problem"), "govuk-tag--red"),
    "late": (gettext_lazy("Overdue"), "govuk-tag--red"),
}


@block
def inset(content):
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@block
def warning(content):
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">{} </span>{}</strong></div>',
        _("Warning"),
        content,
    )


@block(takes_context=True)
def notification(context, content, *, kind="", title=""):
    """A banner about what just happened or must be known; kinds: success, problem, or none."""
    titles = {"success": _("Success"), "problem": _("There is a problem")}
    return render_to_string(
        "components/notification.html",
        {
            "content": content,
            "kind": kind,
            "title": title or titles.get(kind, _("Important")),
            "id": _next_id(context, "banner"),
        },
    )


@block
def details(content, summary, *, is_open=False):
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        mark_safe(" open") if is_open else "",
        summary,
        content,
    )


@block
def confirmation(content, title):
    """The panel after something is done: `{% confirmation "Bid submitted" %}Your reference…{% endconfirmation %}`."""
    return format_html(
        '<div class="govuk-panel govuk-panel--confirmation app-confirmation"><h1 class="govuk-panel__title">{}</h1>'
        '<div class="govuk-panel__body">{}</div></div>',
        title,
        content,
    )


@block
def card(content, *, title="", url="", level=2, kind=""):
    return render_to_string(
        "components/card.html", {"content": content, "title": title, "url": url, "level": level, "kind": kind}
    )


@block
def card_grid(content):
    return format_html('<div class="app-card-grid">{}</div>', content)


@block
def empty_state(content, title):
    return render_to_string("components/empty_state.html", {"content": content, "title": title})


@block
def letter(content, *, heading="", to="", dated=""):
    """A letter on screen and on paper: the summary of scores and reasons, a notice of a decision."""
    return render_to_string(
        "components/letter.html", {"content": content, "heading": heading, "to": to, "dated": dated}
    )


@block
def filters(content, *, title=""):
    """The filter panel beside a list; open without a script, foldable on a narrow screen."""
    return render_to_string("components/filters.html", {"content": content, "title": title or _("Filter")})


@block(takes_context=True)
def table(context, content, caption, *, stacked=False, caption_hidden=False, caption_size="m"):
    """Wraps `<thead>…<tbody>…`; on a narrow screen it scrolls, or stacks by the `data-label` of each td."""
    return render_to_string(
        "components/table.html",
        {
            "content": content,
            "caption": caption,
            "stacked": stacked,
            "caption_hidden": caption_hidden,
            "caption_size": caption_size,
            "id": _next_id(context, "table"),
        },
    )


@block
def summary_list(content, *, wide=False):
    return format_html('<dl class="govuk-summary-list{}">{}</dl>', " app-summary-list--wide" if wide else "", content)


@block
def row(content, key, *, url="", action="", about=""):
    """One row of a summary list, with its change link; `about` completes the link for screen readers."""
    link = (
        format_html(
            '<dd class="govuk-summary-list__actions"><a class="govuk-link" href="{}">{}'
            '<span class="govuk-visually-hidden"> {}</span></a></dd>',
            url,
            action or _("Change"),
            about or key,
        )
        if url
        else ""
    )
    return format_html(
        '<div class="govuk-summary-list__row{}"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd>{}</div>',
        "" if url else " govuk-summary-list__row--no-actions",
        key,
        content,
        link,
    )


@block
def task_list(content):
    return format_html('<ul class="govuk-task-list">{}</ul>', content)


@register.simple_tag(takes_context=True)
def task(context, title, *, state, url="", hint="", status=""):
    words, colour = TASK_STATES[state]
    return render_to_string(
        "components/task.html",
        {
            "title": title,
            "url": "" if state == "blocked" else url,
            "hint": hint,
            "status": status or words,
            "colour": colour,
            "muted": state == "blocked",
            "id": _next_id(context, "task"),
        },
    )


@block(takes_context=True)
def tabs(context, content, title):
    """Panels behind tabs; without a script a list of links above the panels in full."""
    panels = _page_store(context).pop("tabs", [])
    return render_to_string("components/tabs.html", {"content": content, "title": title, "panels": panels})


@block(takes_context=True)
def tab(context, content, label, id):
    _page_store(context).setdefault("tabs", []).append((id, label))
    return format_html(
        '<div class="govuk-tabs__panel" id="{}"><h2 class="govuk-heading-m app-tabs__heading">{}</h2>{}</div>',
        id,
        label,
        content,
    )


@block
def steps(content):
    return format_html('<ol class="app-steps">{}</ol>', content)


@block
def step(content, title, *, state=""):
    """A step of a journey: `done`, `now` or still to come."""
    words = {"done": _("Done"), "now": _("You are here")}.get(state, "")
    return render_to_string(
        "components/step.html", {"content": content, "title": title, "state": state, "words": words}
    )


@block
def timeline(content):
    return format_html('<ol class="app-timeline">{}</ol>', content)


@block
def event(content, title, *, moment="", state=""):
    """An entry of a timeline: `past`, `next` or `future`; `moment` is already written out."""
    return render_to_string(
        "components/event.html", {"content": content, "title": title, "moment": moment, "state": state}
    )


def _next_id(context, kind):
    """Ids that are unique on the page and the same at every rendering of it."""
    counters = _page_store(context).setdefault("ids", {})
    return f"app-{kind}-{next(counters.setdefault(kind, count(1)))}"


def _page_store(context):
    # The outermost render context lives as long as the page; every include pushes its own on top of it.
    return context.render_context.dicts[0].setdefault("design", {})

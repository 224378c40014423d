"""Components made from facts: phases, countdowns, weights, charts, documents, what is saved."""

from itertools import takewhile

from django.template import Library
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.design import charts, words

register = Library()

PHASES = {
    "draft": (gettext_lazy("Draft"), "govuk-tag--grey"),
    "upcoming": (gettext_lazy("Opens soon"), "govuk-tag--yellow"),
    "open": (gettext_lazy("Open"), "govuk-tag--green"),
    "closed": (gettext_lazy("Closed"), "govuk-tag--grey"),
    "opened": (gettext_lazy("Bids opened"), "govuk-tag--blue"),
    "evaluation": (gettext_lazy("Being evaluated"), "govuk-tag--blue"),
    "moderation": (gettext_lazy("Scores being agreed"), "govuk-tag--blue"),
    "locked": (gettext_lazy("Scores locked"), "govuk-tag--blue"),
    "decided": (gettext_lazy("Decided"), "govuk-tag--purple"),
    "awarded": (gettext_lazy("Awarded"), "govuk-tag--purple"),
    "withdrawn": (gettext_lazy("Withdrawn"), "govuk-tag--red"),
}
# The same as --hue-1 to --hue-6 of the stylesheet: drawings on paper are not reached by it.
HUES = ("#0b4f5f", "#e08a1e", "#6f8f3a", "#8a4a78", "#4b7fb0", "#7d8f93")
TAG_COLOURS = ("grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow")


@register.inclusion_tag("components/tag.html")
def phase_tag(phase, text=""):
    """A stage's phase as a label; takes the phase's value or its enum member."""
    label, colour = PHASES[str(getattr(phase, "value", phase))]
    return {"text": text or label, "colour": colour}


@register.inclusion_tag("components/tag.html")
def tag(text, colour="grey"):
    return {"text": text, "colour": f"govuk-tag--{colour}" if colour in TAG_COLOURS else ""}


@register.inclusion_tag("components/countdown.html")
def countdown(until, *, at, label="", over="", small=False):
    """Time left to `until`, counted on the server from `at`; a script only keeps it moving."""
    return {
        "until": until,
        "at": at,
        "label": label or _("Closes"),
        "over": over or _("Closed"),
        "left": words.time_left(until, at=at),
        "when": words.moment(until),
        "small": small,
    }


@register.inclusion_tag("components/weight_bar.html", takes_context=True)
def weight_bar(context, shares, title=""):
    """Shares of a whole as one bar with its legend: pairs of (words, weight) in the order published."""
    from_zero, parts = 0.0, []
    whole = float(sum(weight for _words, weight in shares)) or 1.0
    for place, (label, weight) in enumerate(shares):
        width = float(weight) / whole * 100
        place_and_size = {"x": round(from_zero, 3), "width": round(width, 3)}
        parts.append({"label": label, "weight": weight, "hue": place % len(HUES) + 1, **place_and_size})
        from_zero += width
    return {"parts": parts, "title": title or _("How the marks are shared")}


def _units(unit):
    """A unit as it follows a figure, and at the axis: a word needs a space before it and room of its own."""
    unit = str(unit).strip()
    sign = "".join(takewhile(lambda letter: not letter.isalpha(), unit)).strip()
    return {
        "unit": f"\N{NO-BREAK SPACE}{unit}" if unit[:1].isalpha() else unit,
        "tick_unit": sign,
        "axis_unit": unit if sign != unit else "",
    }


@register.inclusion_tag("components/chart_bar.html")
def bar_chart(rows, *, title, description="", unit="", target=None, target_label=""):
    """Horizontal bars with a table of the same numbers; `rows` are (label, value) pairs."""
    return {
        "chart": charts.bar_chart(list(rows), target=target),
        "id": _id_from(title),
        "title": title,
        "description": description,
        **_units(unit),
        "target": target,
        "target_label": target_label or _("Target"),
    }


@register.inclusion_tag("components/chart_line.html")
def line_chart(labels, series, *, title, description="", unit="", target=None, target_label=""):
    """Lines over `labels` with a table of the same numbers; `series` are (name, values) pairs, None leaves a gap."""
    labels, series = list(labels), [(name, list(values)) for name, values in series]
    return {
        "chart": charts.line_chart(labels, series, target=target),
        "id": _id_from(title),
        "title": title,
        "description": description,
        **_units(unit),
        "target": target,
        "target_label": target_label or _("Target"),
        "names": [name for name, _values in series],
        "rows": [(label, [values[place] for _name, values in series]) for place, label in enumerate(labels)],
    }


@register.filter
def hue(place):
    """The colour of a series or part, counted from one."""
    return HUES[(int(place) - 1) % len(HUES)]


@register.inclusion_tag("components/search_box.html")
def search_box(*, action, value="", label="", name="q", hint="", large=False):
    return {"action": action, "value": value, "label": label or _("Search"), "name": name, "hint": hint, "large": large}


@register.inclusion_tag("components/documents.html")
def documents(files):
    """Downloads: each has `title`, `url`, `kind` (PDF), `size` in bytes, and may have `note`."""
    return {"files": files}


@register.inclusion_tag("components/save_state.html")
def save_state(saved_at=None, *, failed=False):
    """Whether what is typed is kept; stands in a live region so that a changed state is also heard."""
    return {"clock": words.clock(saved_at.astimezone(words.LONDON)) if saved_at else "", "failed": failed}


@register.inclusion_tag("components/stat.html")
def stat(figure, words, *, url=""):
    return {"figure": figure, "words": words, "url": url}


@register.inclusion_tag("components/sign_in_badge.html")
def sign_in_badge(name, email, *, role="", password="", action="", second_factor=""):
    """Who one may sign in as in the demonstration, or who one is signed in as."""
    return {
        "name": name,
        "email": email,
        "role": role,
        "password": password,
        "action": action,
        "second_factor": second_factor,
        "initials": "".join(part[0] for part in name.split()[:2]).upper(),
    }


def _id_from(title):
    return "chart-" + "".join(letter if letter.isalnum() else "-" for letter in str(title).lower())

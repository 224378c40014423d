"""Filters: how money, shares, numbers and moments are written."""

from django.template import Library

from portal.design import words

register = Library()


@register.filter
def moment(value, precision=""):
    return words.moment(value, seconds=precision == "seconds") if value else ""


@register.filter
def day(value):
    return words.day(value) if value else ""


@register.filter
def short_day(value):
    return words.short_day(value) if value else ""


@register.filter
def money(value, currency="GBP"):
    return "" if value in (None, "") else words.money(value, currency=currency or "GBP")


@register.filter
def percent(value):
    """A share as a percentage: 0.4 becomes 40%."""
    return "" if value in (None, "") else words.percent(value)


@register.filter
def number(value, places=None):
    return "" if value in (None, "") else words.number(value, places=places)


@register.filter
def browser(user_agent):
    return words.browser(user_agent or "")

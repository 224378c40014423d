"""Numbers, money and moments as the portal writes them everywhere: screens, letters and mail.

Moments are shown in Europe/London and say so; a deadline must never depend on where the reader sits.
"""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LONDON = ZoneInfo("Europe/London")
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}


#: What a browser's own line of words contains, first found wins: most of them name others they can stand in for.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def browser(user_agent: str) -> str:
    """A browser and its system in words, as far as it tells them: “Firefox on Linux”."""
    name = next((word for sign, word in _BROWSERS if sign in user_agent), _("Unknown browser"))
    system = next((word for sign, word in _SYSTEMS if sign in user_agent), "")
    return _("%(browser)s on %(system)s") % {"browser": name, "system": system} if system else name


def moment(value: datetime, *, seconds: bool = False) -> str:
    local = value.astimezone(LONDON)
    return _("%(clock)s on %(day)s (UK time)") % {
        "clock": local.strftime("%H:%M:%S") if seconds else clock(local),
        "day": day(local),
    }


def clock(local: datetime) -> str:
    if (local.hour, local.minute) == (12, 0):
        return _("12 noon")
    if local.hour == 0:
        # "Midnight" leaves open which day it ends or begins.
        return local.strftime("%H:%M")
    half = _("am") if local.hour < 12 else _("pm")
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{(local.hour - 1) % 12 + 1}{minutes}{half}"


def day(value: date) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(LONDON).date() if value.tzinfo else value.date()
    return date_format(value, "l j F Y")


def short_day(value: date) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(LONDON).date() if value.tzinfo else value.date()
    return date_format(value, "j M Y")


def money(amount: Decimal | int | float, *, currency: str = "GBP") -> str:
    exact = Decimal(str(amount)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    places = 0 if exact == exact.to_integral_value() else 2
    figure = number_format(abs(exact), decimal_pos=places, use_l10n=True, force_grouping=True)
    sign = "−" if exact < 0 else ""
    symbol = _SIGNS.get(currency)
    return f"{sign}{symbol}{figure}" if symbol else f"{sign}{figure} {currency}"


def percent(share: Decimal | float) -> str:
    value = (Decimal(str(share)) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{number_format(value.normalize() if value % 1 else int(value), use_l10n=True)}%"


def number(value: Decimal | int | float, *, places: int | None = None) -> str:
    if places is None:
        exact = Decimal(str(value))
        exact = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()
        return number_format(exact, use_l10n=True, force_grouping=True)
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def time_left(until: datetime, *, at: datetime) -> str:
    """How long there is, in the two largest units; cut, as a deadline must never look later than it is."""
    left = until - at
    if left <= timedelta(0):
        return ""
    minutes = int(left.total_seconds() // 60)
    if minutes == 0:
        return _("less than a minute")
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    in_days = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    in_hours = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    in_minutes = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if days >= 3 or (days and not hours):
        return in_days
    if days:
        return _("%(first)s and %(second)s") % {"first": in_days, "second": in_hours}
    if hours and minutes:
        return _("%(first)s and %(second)s") % {"first": in_hours, "second": in_minutes}
    return in_hours if hours else in_minutes

"""Words, dates and amounts as notices write them, read without guessing: what is doubtful is noted where it stands."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from html import escape
from zoneinfo import ZoneInfo

from challenges.ground.domain.rich_text import cleaned, has_entities, has_tags, plain, readable
from challenges.publishing.domain.notices.node import Node

LONDON = ZoneInfo("Europe/London")
NO_ZONE = "This moment has no time zone. It was read as UK time."
NO_DATE = "This is not a date that can be read."
WHOLE_DAY = "This names a day without a time. It was read as the start of the day, UK time."
MONTH_ONLY = "This names only a month. The first or the last day of it was put in."
LOST_LINES = "Line breaks seem to be lost here: “rn” stands where one probably was. The text is kept as published."
CAME_AS_HTML = "This text came as HTML. It is plain words here, each link followed by its address: read it through."
CHANGED_MARKUP = "Some markup of this text is not allowed here and was left out; the words are all there."
LARGEST = Decimal(10) ** 13
# "rnrn", or "rn" after a sentence, or before a dash or bullet where no English word ends in it.
_LOST_LINES = re.compile(r"rnrn|(?<=[.,;:?!)\]”\"’'])rn(?=[\s\w(\-•*])|(?<=[^\Waeiou])rn(?= [-•*])")
_MONEY = re.compile(r"(?P<sign>[£$€])?\s*(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\Z")
_SIGNS = {"£": "GBP", "$": "USD", "€": "EUR"}
_MOMENT_WITH_CLOCK = re.compile(
    r"(?P<date>\d{4}/\d{2}/\d{2}|\d{2}/\d{2}/\d{4})\s+(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?\s*(?P<half>[ap])\.?m\.?\Z",
    re.IGNORECASE,
)


def words(node: Node) -> str:
    """A text for a field of plain words; noted where it came as HTML or its line breaks seem to be lost."""
    found = node.text()
    if _LOST_LINES.search(found):
        node.note(LOST_LINES)
    if not has_tags(found) and not has_entities(found):
        return found
    node.findings.note(node.path, plain(found), CAME_AS_HTML)
    return readable(found)


def rich(node: Node) -> str:
    """A text for a field of rich text: HTML with the permitted markup, plain words as paragraphs."""
    html = node.text()
    if not has_tags(html):
        return paragraphs(words(node))
    kept = cleaned(html)
    if plain(kept) != plain(html):
        node.note(CHANGED_MARKUP)
    return kept


def paragraphs(text: str) -> str:
    """Plain words as rich text: each line a paragraph, nothing in it taken for markup."""
    return "".join(f"<p>{escape(line.strip(), quote=False)}</p>" for line in text.splitlines() if line.strip())


def moment(node: Node) -> datetime | None:
    """An instant in UTC from ISO 8601, or from a US date with a 12-hour clock."""
    text = node.text()
    if not text:
        return None
    for read in (_iso_moment, _clock_moment):
        found = _tried(read, text)
        if found is not None:
            return _in_utc(found, node, has_time=":" in text or read is _clock_moment)
    node.note(NO_DATE)
    return None


def _tried(read: Callable[[str], datetime | None], text: str) -> datetime | None:
    try:
        return read(text)
    except ValueError:
        return None


def _iso_moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text)


def _clock_moment(text: str) -> datetime | None:
    found = _MOMENT_WITH_CLOCK.match(text)
    if not found or not 1 <= int(found["hour"]) <= 12:
        return None
    written = found["date"]
    parts = [int(part) for part in written.split("/")]
    day = date(*parts) if written[4] == "/" else date(parts[2], parts[0], parts[1])
    hour = int(found["hour"]) % 12 + (12 if found["half"].lower() == "p" else 0)
    return datetime.combine(day, time(hour, int(found["minute"] or 0)))


def _in_utc(found: datetime, node: Node, *, has_time: bool) -> datetime | None:
    if found.tzinfo is None:
        node.note(NO_ZONE if has_time else WHOLE_DAY)
        found = found.replace(tzinfo=LONDON)
    try:
        return found.astimezone(UTC)
    except OverflowError:
        node.note(NO_DATE)
        return None


def day(node: Node, *, end_of_month: bool = False) -> date | None:
    """A day: of an instant, the one it falls on in the United Kingdom; of a bare month, its first or last."""
    text = node.text()
    if not text:
        return None
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return _day_of_month(text, node, end_of_month=end_of_month)
    found = _tried(_iso_moment, text)
    if found is None:
        node.note(NO_DATE)
        return None
    if found.tzinfo is None:
        return found.date()
    in_utc = _in_utc(found, node, has_time=True)
    return in_utc.astimezone(LONDON).date() if in_utc else None


def _day_of_month(text: str, node: Node, *, end_of_month: bool) -> date | None:
    year, month = int(text[:4]), int(text[5:])
    if not (1 <= month <= 12 and 1 <= year <= 9998):
        node.note(NO_DATE)
        return None
    node.note(MONTH_ONLY)
    if not end_of_month:
        return date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def amount(node: Node) -> Decimal | None:
    """Money with at most two decimals, not negative and not absurd."""
    found = node.number()
    if found is None:
        return None
    if not 0 <= found < LARGEST:
        node.note("This amount is negative or too large to be true. It is kept as it stands and not used.")
        return None
    if found != found.quantize(Decimal("0.01")):
        node.note("This amount has fractions of a penny. It is kept as it stands and not used.")
        return None
    return found.quantize(Decimal("0.01"))


def in_currency(figure: Decimal | None, currency: str) -> str:
    """An amount as the list shows it: “GBP 33,721”; without a currency where the file names none."""
    if figure is None:
        return ""
    shown = f"{figure:,.0f}" if figure == figure.to_integral_value() else f"{figure:,.2f}"
    return f"{currency} {shown}" if currency else shown


def money_in_words(node: Node) -> tuple[Decimal | None, str]:
    """An amount written as text, such as “$300,000”, with its currency; nothing where it is written in another way."""
    text = node.text()
    found = _MONEY.match(text)
    if not found:
        if text:
            node.note("This amount cannot be read.")
        return None, ""
    figure = Decimal(found["figure"].replace(",", ""))
    if figure >= LARGEST:
        node.note("This amount is negative or too large to be true. It is kept as it stands and not used.")
        return None, ""
    return figure.quantize(Decimal("0.01")), _SIGNS.get(found["sign"] or "", "")


def weight_in_words(text: str) -> Decimal | None:
    """A weight written as text: “17.5”, “50%”, “50 %”; None for anything else."""
    stripped = text.strip().removesuffix("%").strip()
    if not re.fullmatch(r"\d{1,3}(?:\.\d{1,4})?", stripped):
        return None
    return Decimal(stripped)


def figure(node: Node) -> Decimal | None:
    """A number, or a text that is nothing but one (“252”)."""
    if isinstance(node.value, str):
        try:
            found = Decimal(node.value.strip().replace(",", ""))
        except InvalidOperation:
            return None
        if not found.is_finite() or abs(found.adjusted()) >= 12:
            return None
        node.take()
        return found
    return node.number()

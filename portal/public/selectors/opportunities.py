"""The public list: what is open, coming, closed or decided, as finished rows.

Spans both houses (an award closes an opportunity), so it stands in the upper one. Ten queries at any number of rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Case, Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from bids.awards.selectors.scopes import public_awards
from challenges.ground.domain.language import Text
from challenges.ground.models import Authority
from challenges.missions.models import Mission
from challenges.missions.selectors.scopes import public_missions
from challenges.publishing.domain.phases import Phase
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.scopes import public_authorities, public_challenges, public_stages

STATUSES = ("open", "upcoming", "closed", "decided")
VALUE_BANDS: Mapping[str, tuple[Decimal | None, Decimal | None]] = {
    "to-25k": (None, Decimal(25_000)),
    "25k-100k": (Decimal(25_000), Decimal(100_000)),
    "100k-1m": (Decimal(100_000), Decimal(1_000_000)),
    "1m-5m": (Decimal(1_000_000), Decimal(5_000_000)),
    "from-5m": (Decimal(5_000_000), None),
}


@dataclass(frozen=True, kw_only=True)
class Opportunity:
    """One line of the public list."""

    ocid: str
    title: Text
    summary: Text
    authority: str
    kind: str
    status: str
    opens_at: datetime | None
    closes_at: datetime | None
    value_amount: Decimal | None
    currency: str
    places: tuple[str, ...]
    is_demonstration: bool

    @property
    def is_open(self) -> bool:
        return self.status == Phase.OPEN

    @property
    def is_upcoming(self) -> bool:
        return self.status == Phase.UPCOMING


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the reader asked the list for; empty means anything."""

    words: str = ""
    kind: str = ""
    status: str = ""
    authority: str = ""
    mission: str = ""
    place: str = ""
    value: str = ""
    closes_within_days: int | None = None

    @property
    def is_everything(self) -> bool:
        return self == Wanted()


def opportunities(wanted: Wanted, *, at: datetime) -> QuerySet[Challenge]:
    """The challenges asked for, soonest closing first among the open ones. Give a page of it to `as_rows`."""
    found = with_status(public_challenges(at), at=at)
    if wanted.words:
        found = _saying(found, wanted.words)
    if wanted.status:
        found = found.filter(status=wanted.status)
    exact = {"kind": wanted.kind, "authority__slug": wanted.authority, "mission__slug": wanted.mission}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.place:
        found = found.filter(places__icontains=wanted.place)
    if wanted.value:
        found = _worth(found, wanted.value)
    if wanted.closes_within_days is not None:
        found = found.filter(status="open", closes_at__lt=at + timedelta(days=wanted.closes_within_days))
    order = Case(*(When(status=status, then=Value(n)) for n, status in enumerate(STATUSES)))
    soonest = Case(When(status__in=("open", "upcoming"), then=F("closes_at")), output_field=DateTimeField())
    return found.order_by(order, soonest.asc(nulls_last=True), "-public_from", "pk")


def with_status(challenges: QuerySet[Challenge], *, at: datetime) -> QuerySet[Challenge]:
    """The same rows with `opens_at` and `closes_at` of the stage that matters now, and a computed `status`."""
    stages = public_stages(at).filter(challenge=OuterRef("pk"))
    current = stages.filter(closes_at__gt=at).order_by("closes_at")
    last = stages.order_by("-closes_at")
    return challenges.annotate(
        opens_at=Coalesce(Subquery(current.values("opens_at")[:1]), Subquery(last.values("opens_at")[:1])),
        next_close=Subquery(current.values("closes_at")[:1]),
        closes_at=Coalesce(F("next_close"), Subquery(last.values("closes_at")[:1])),
        is_decided=Exists(public_awards(at).filter(panel__stage__challenge=OuterRef("pk"))),
    ).annotate(
        status=Case(
            When(is_decided=True, then=Value("decided")),
            When(next_close__isnull=True, then=Value("closed")),
            When(opens_at__gt=at, then=Value("upcoming")),
            default=Value("open"),
        )
    )


def _saying(challenges: QuerySet[Challenge], words: str) -> QuerySet[Challenge]:
    """Those whose words match: stemmed on PostgreSQL, every word contained on SQLite."""
    if connection.vendor == "postgresql":
        query = SearchQuery(words, search_type="websearch", config="english")
        return challenges.annotate(words=SearchVector("search_text", config="english")).filter(words=query)
    matching = Q()
    for word in words.split()[:12]:
        matching &= Q(search_text__icontains=word)
    return challenges.filter(matching)


def _worth(challenges: QuerySet[Challenge], band: str) -> QuerySet[Challenge]:
    least, most = VALUE_BANDS[band]
    if least is not None:
        challenges = challenges.filter(value_amount__gte=least)
    return challenges.filter(value_amount__lt=most) if most is not None else challenges


def as_rows(challenges: QuerySet[Challenge]) -> list[Opportunity]:
    """One page of `opportunities()` as rows for the template."""
    return [
        Opportunity(
            ocid=challenge.ocid,
            title=challenge.title,
            summary=challenge.summary,
            authority=challenge.authority.name,
            kind=challenge.kind,
            status=challenge.status,
            opens_at=challenge.opens_at,
            closes_at=challenge.closes_at,
            value_amount=challenge.value_amount,
            currency=challenge.currency,
            places=tuple(challenge.places),
            is_demonstration=challenge.authority.is_demonstration,
        )
        for challenge in challenges.select_related("authority")
    ]


def counts_by_status(*, at: datetime) -> dict[str, int]:
    """How many of each status are public, for the head of the list and the home page."""
    counted = with_status(public_challenges(at), at=at).values("status").annotate(n=Count("pk")).order_by()
    found = {row["status"]: row["n"] for row in counted}
    return {status: found.get(status, 0) for status in STATUSES}


def filter_choices(*, at: datetime) -> tuple[list[Authority], list[Mission], list[str]]:
    """What the filters can offer: authorities and missions with something public, and every place named."""
    places = {place for places in public_challenges(at).values_list("places", flat=True) for place in places}
    missions = public_missions().filter(challenges__public_from__lte=at).distinct()
    return list(public_authorities(at)), list(missions), sorted(places)

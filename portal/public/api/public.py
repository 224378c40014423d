"""`/api/v1/`: what the public pages say, as JSON. It reads through the selectors of those pages and nothing else.

Only GET, no keys, open to every site. The list takes the filters of the public page; pages are numbered from 1.
"""

from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from ninja import Field, NinjaAPI, Query, Schema

from bids.awards.selectors.decision_pages import public_award_rows
from challenges.ground.rules import ANYONE
from challenges.ground.selectors.clock import database_now
from challenges.missions.selectors.missions import published_mission, published_missions
from portal.public.api.shapes import (
    AwardShape,
    AwardsPage,
    MissionShape,
    OpportunitiesPage,
    OpportunityDetailShape,
    award_shape,
    listed,
    mission_shape,
    opportunity_detail_shape,
    opportunity_shape,
)
from portal.public.selectors import opportunities as lists
from portal.public.selectors.missions import serving
from portal.public.selectors.opportunity_page import opportunity_page

DESCRIPTION = (
    "Opportunities, awards and missions of this portal. Everything here is public and under the Open Government "
    "Licence v3.0. Moments are in UTC; values include VAT unless a field says otherwise."
)


class OpenApi(NinjaAPI):
    """Every answer may be read by scripts of other sites: there is nothing in it that is not public."""

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        response = super().create_response(request, data, **options)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


api = OpenApi(
    title="Outcomes portal",
    version="1.0",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)


class Paging(Schema):
    page: int = Field(1, ge=1, le=100_000, description="Which page, from 1")
    page_size: int = Field(20, ge=1, le=100, description="How many on a page")

    @property
    def window(self) -> slice:
        start = (self.page - 1) * self.page_size
        return slice(start, start + self.page_size)


class Filters(Paging):
    q: str = Field("", max_length=200, description="Words to look for")
    status: Literal["open", "upcoming", "closed", "decided"] | None = None
    kind: Literal["outcome_specification", "challenge_prize"] | None = None
    authority: str = Field("", max_length=80, description="A public body's slug")
    mission: str = Field("", max_length=80, description="A mission's slug")
    place: str = Field("", max_length=120)
    value: Literal["to-25k", "25k-100k", "100k-1m", "1m-5m", "from-5m"] | None = None
    closes_within_days: int | None = Field(None, ge=1, le=3650)

    @property
    def wanted(self) -> lists.Wanted:
        return lists.Wanted(
            words=self.q,
            kind=self.kind or "",
            status=self.status or "",
            authority=self.authority,
            mission=self.mission,
            place=self.place,
            value=self.value or "",
            closes_within_days=self.closes_within_days,
        )


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of this API, for the programs that read it."""
    return api.create_response(request, api.get_openapi_schema(), status=200)


@api.get("/opportunities", response=OpportunitiesPage, url_name="opportunities", summary="List opportunities")
def opportunities(request: HttpRequest, filters: Query[Filters]) -> dict[str, Any]:
    """What is open, coming, being judged or decided; soonest closing first among the open ones."""
    found = lists.opportunities(filters.wanted, at=database_now())
    rows = [opportunity_shape(row) for row in lists.as_rows(found[filters.window])]
    return listed(rows, count=found.count(), page=filters.page, page_size=filters.page_size)


@api.get(
    "/opportunities/{ocid}", response=OpportunityDetailShape, url_name="opportunity", summary="Read one opportunity"
)
def opportunity(request: HttpRequest, ocid: str) -> dict[str, Any]:
    """One opportunity with outcomes, criteria, conditions, dates and answers, in the version in force."""
    page = opportunity_page(ocid, viewer=ANYONE, at=database_now())
    if page is None:
        raise Http404
    return opportunity_detail_shape(page)


@api.get("/awards", response=AwardsPage, url_name="awards", summary="List awards")
def awards(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Published decisions, newest first."""
    found = public_award_rows(at=database_now())
    rows = [award_shape(row) for row in found[paging.window]]
    return listed(rows, count=len(found), page=paging.page, page_size=paging.page_size)


@api.get("/awards/{ocid}", response=AwardShape, url_name="award", summary="Read one award")
def award(request: HttpRequest, ocid: str) -> dict[str, Any]:
    """The published decisions of one procedure."""
    found = public_award_rows(at=database_now(), ocid=ocid)
    if not found:
        raise Http404
    return award_shape(found[0])


@api.get("/missions", response=list[MissionShape], url_name="missions", summary="List missions")
def missions(request: HttpRequest) -> list[dict[str, Any]]:
    """The published missions with their headline numbers."""
    return [mission_shape(mission) for mission in published_missions()]


@api.get("/missions/{slug}", response=MissionShape, url_name="mission", summary="Read one mission")
def mission(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One mission and the public opportunities that serve it."""
    found = published_mission(slug)
    if found is None:
        raise Http404
    return mission_shape(found, challenges=serving(slug, at=database_now()))

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from challenges.ground.selectors.clock import database_now
from challenges.missions.selectors.missions import published_mission, published_missions
from portal.public.selectors.missions import serving


@require_safe
def missions(request: HttpRequest) -> HttpResponse:
    return render(request, "public/missions.html", {"missions": published_missions()})


@require_safe
def mission(request: HttpRequest, slug: str) -> HttpResponse:
    found = published_mission(slug)
    if found is None:
        raise Http404
    return render(request, "public/mission.html", {"mission": found, "challenges": serving(slug, at=database_now())})

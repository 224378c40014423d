from django.core.management.base import BaseCommand, CommandError

from bids.evaluation.models import Ranking
from bids.evaluation.selectors.decision import decision_of
from bids.evaluation.selectors.opened_parts import PartChanged
from challenges.ground.domain.frozen_json import canonical, sha256_of

SAME = "same bytes"


class Command(BaseCommand):
    help = (
        "Works every ranking of a challenge out again from its opened bids and the scores locked when it was made, "
        "and compares the bytes."
    )

    def add_arguments(self, parser):
        parser.add_argument("ocid")

    def handle(self, *args, ocid, **options):
        rankings = Ranking.objects.filter(panel__stage__challenge__ocid=ocid).select_related(
            "panel__stage__challenge", "panel__lot"
        )
        if not rankings:
            raise CommandError(f"ocid: {ocid} refused, it has no ranking to reproduce")
        differing = 0
        for ranking in rankings:
            found = _found(ranking)
            differing += not found.startswith(SAME)
            lot = ranking.panel.lot or "the whole"
            stands = ", superseded since" if ranking.superseded_at else ""
            self.stdout.write(f"{ocid}, {lot}{stands}: {found}")
        if differing:
            raise CommandError(f"{differing} of {len(rankings)} rankings could not be reproduced")


def _found(ranking: Ranking) -> str:
    """What working a ranking out again gives."""
    try:
        again = decision_of(ranking.panel, as_of=ranking.made_at).as_plain()
    except PartChanged as changed:
        return f"DIFFERENT {changed}"
    same = canonical(again) == canonical(ranking.content) and sha256_of(again) == ranking.sha256
    return f"{SAME if same else 'DIFFERENT'} {sha256_of(again)}"

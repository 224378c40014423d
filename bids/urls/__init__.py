"""The addresses of this house, one file for each who looks."""

from bids.evaluation.urls.trials import urlpatterns as trials
from bids.urls.bidder import urlpatterns as bidder
from bids.urls.decision import urlpatterns as decision
from bids.urls.evaluation import urlpatterns as evaluation
from bids.urls.public import urlpatterns as public
from portal.public.urls.data import urlpatterns as data

urlpatterns = [*public, *bidder, *evaluation, *decision, *data, *trials]

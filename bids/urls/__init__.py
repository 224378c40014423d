"""The addresses of this house, one file for each who looks."""

from bids.urls.bidder import urlpatterns as bidder
from bids.urls.data import urlpatterns as data
from bids.urls.decision import urlpatterns as decision
from bids.urls.evaluation import urlpatterns as evaluation
from bids.urls.public import urlpatterns as public
from bids.urls.trials import urlpatterns as trials

urlpatterns = [*public, *bidder, *evaluation, *decision, *data, *trials]

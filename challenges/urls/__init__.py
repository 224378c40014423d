"""The addresses of this house, one file for each who looks."""

from challenges.publishing.urls.manage import urlpatterns as manage
from challenges.urls.public import urlpatterns as public

urlpatterns = [*public, *manage]

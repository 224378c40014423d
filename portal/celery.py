"""The Celery application: one worker serves mail, closings, schedules and Wagtail's own tasks.

The outbox table is the truth about work to be done; a message only announces a row (see `portal/tasks.py`).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["portal"])

"""Django's and Wagtail's own tasks, through the outbox like all other background work.

A message in the broker may be lost with its worker, so a task is a row first; it runs at least once. Once for both
libraries: Wagtail's `django_tasks` takes its task class from the backend named in the settings.
"""

import logging
from typing import Any
from uuid import uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.tasks import Task, TaskResult, TaskResultStatus
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.exceptions import InvalidTask
from django.utils.json import normalize_json
from django.utils.module_loading import import_string

from challenges.ground.selectors.clock import database_now
from challenges.ground.services.outbox import add_event

logger = logging.getLogger(__name__)


class CeleryBackend(BaseTaskBackend):
    """Writes a task as an outbox row, in the caller's transaction; the Celery worker runs it. Results are not kept."""

    supports_defer = True

    def enqueue(self, task: Task, args: list[Any], kwargs: dict[str, Any]) -> TaskResult:
        self.validate_task(task)
        if task.takes_context:
            raise InvalidTask("Backend does not support tasks that take a context.")
        now, task_id = database_now(), str(uuid4())
        payload = {"path": task.module_path, "args": normalize_json(args), "kwargs": normalize_json(kwargs)}
        add_event(event="task.queued", payload=payload, key=f"task:{task_id}", at=now, not_before=task.run_after)
        return TaskResult(
            task=task,
            id=task_id,
            status=TaskResultStatus.READY,
            enqueued_at=now,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def run_task(*, path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run one such task. What it was about may have been deleted since: then nothing is left to do."""
    task = import_string(path)
    if not isinstance(task, Task):
        raise InvalidTask(f"{path} is not a task")
    try:
        task.call(*args, **kwargs)
    except ObjectDoesNotExist:
        logger.info("task %s: its object is gone", path)

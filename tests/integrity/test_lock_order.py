"""Everybody takes locks in one order, so that nobody waits for somebody who waits for them."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections, transaction

from challenges.ground.services.record import append_to_record
from challenges.publishing.models import Stage
from tests.factories import BEFORE_OPENING, AuthorityWorld
from tests.support.specifications import outcome_specification

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.postgres(only=True)
def test_an_amendment_waits_behind_an_act_on_its_stage_and_not_across_it():
    world, key = AuthorityWorld(), uuid4()
    specification = outcome_specification()
    challenge = world.publish(specification, translation_key=key)
    stage, later = challenge.stages.first(), BEFORE_OPENING + timedelta(hours=1)
    is_held = threading.Event()

    def act_on_the_stage():
        """As closing, opening and setting up a panel do: the stage first, the record last."""
        with transaction.atomic():
            Stage.objects.select_for_update().get(pk=stage.pk)
            is_held.set()
            # Long enough for the amendment to have taken what it takes first.
            time.sleep(2)
            append_to_record(record_id=challenge.pk, event="tried", content={}, at=later)
        connections.close_all()

    def amend():
        is_held.wait()
        amended = replace(specification, summary={"en": "Other words."})
        world.publish(amended, translation_key=key, at=later)
        connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(act_on_the_stage), pool.submit(amend)]:
            done.result()

    assert challenge.versions.count() == 2

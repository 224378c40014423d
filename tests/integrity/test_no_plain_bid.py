"""Nothing a bidder writes, adds or sends lies anywhere in plain: looked for with words that really were there."""

import logging
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from bids.bidding.models import Bid, Receipt
from bids.bidding.vault.own_reading import own_sent
from challenges.ground.selectors.clock import database_now
from tests.bids.bidding_world import TYPED, BiddingWorld

pytestmark = pytest.mark.django_db(transaction=True)

WORD = "Zwetschgenkuchen"
# Long enough not to turn up in a hash by chance.
FIGURE = "6184739"
HIDDEN = (WORD.encode(), FIGURE.encode(), WORD.encode("utf-16-le"))


@pytest.fixture
def visible_temporary_files(tmp_path, monkeypatch):
    """Temporary files keep their names and stay, so that what was written to them can be looked at."""

    def stays(*_args, **_kwargs):
        return tempfile.NamedTemporaryFile(dir=tmp_path, delete=False)  # noqa: SIM115

    monkeypatch.setattr(tempfile, "TemporaryFile", stays)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def sign_in(person):
    client = Client()
    client.force_login(person)
    return client


def save(client, url, **typed):
    page = client.get(url).context["form"]
    hidden = {"version": page.initial["version"], "page": str(page.initial["page"]), "turn": "1"}
    return client.post(url, {**hidden, "go": "later", **typed})


def in_tables(needle):
    """The tables that hold the bytes, in whatever column."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            if any(needle in (bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()) for v in row):
                found.append(model.__name__)
    return found


def in_files(needle, *folders):
    files = [path for folder in folders for path in Path(folder).rglob("*") if path.is_file()]
    return [path.name for path in files if needle in path.read_bytes()]


def database_files():
    name = Path(connection.settings_dict["NAME"])
    return [path for path in name.parent.glob(f"{name.name}*") if path.suffix in {name.suffix, f"{name.suffix}-wal"}]


def draft_a_bid(client, world):
    client.post(reverse("start_bid", args=[world.challenge.ocid]), {"bidder": world.bidder.pk, "able": "on"})
    bid = Bid.objects.get()
    question = reverse("bid_question", args=[bid.pk, "q-plan"])
    key = client.get(question).context["file_form"].initial["request_key"]
    large = SimpleUploadedFile(f"{WORD}.pdf", b"%PDF-1.7 " + WORD.encode() * 250_000)
    save(client, question, text=f"We bake {WORD}.", file=large, request_key=key)
    save(client, reverse("bid_question", args=[bid.pk, "q-standing"]), text="Yes.")
    save(client, reverse("bid_outcome", args=[bid.pk, "jobs"]), **{**TYPED["outcome:jobs"], "price": FIGURE})
    save(client, reverse("bid_money", args=[bid.pk]), **{**TYPED["money"], "cost_0": FIGURE})
    save(client, reverse("bid_pledge", args=[bid.pk, "m-jobs"]), **{**TYPED["pledge:m-jobs"], "statement": WORD})
    save(client, reverse("bid_conditions", args=[bid.pk]), accepted="wage")
    return bid


def test_a_bid_lies_nowhere_in_plain(visible_temporary_files, caplog):
    caplog.set_level(logging.DEBUG)
    now = database_now()
    world = BiddingWorld(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9))
    client = sign_in(world.person)
    bid = draft_a_bid(client, world)
    drafted = {needle: in_tables(needle) for needle in HIDDEN}
    send = client.get(reverse("bid_check", args=[bid.pk])).context["form"].initial["request_key"]
    client.post(reverse("bid_check", args=[bid.pk]), {"request_key": send})

    # It was there to be found: the bidder reads it.
    sent = own_sent(Bid.objects.select_related("bidder", "lot", "stage__challenge").get())
    assert (sent.quality.files[0].name, str(sent.commercial.outcomes[0].price)) == (f"{WORD}.pdf", FIGURE)
    assert Receipt.objects.count() == 1
    assert drafted == dict.fromkeys(HIDDEN, [])
    assert {needle: in_tables(needle) for needle in HIDDEN} == dict.fromkeys(HIDDEN, [])
    folders = [settings.PRIVATE_ROOT, settings.MEDIA_ROOT, visible_temporary_files]
    assert {needle: in_files(needle, *folders) for needle in HIDDEN} == dict.fromkeys(HIDDEN, [])
    assert [needle for needle in HIDDEN if needle in caplog.text.encode()] == []
    assert [name for name, cookie in client.cookies.items() if WORD in cookie.value] == []
    if connection.vendor == "sqlite":
        raw = b"".join(path.read_bytes() for path in database_files())
        assert len(raw) > 100_000
        assert [needle for needle in HIDDEN if needle in raw] == []

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bids.bidding.domain.pieces import asked_pieces
from bids.bidding.forms.pieces import piece_url
from bids.bidding.models import Bid, Bidder, BidderMembership, BidderRole, DraftField, Receipt, StoredFile
from bids.bidding.services.closing import fix_list
from bids.bidding.vault.own_reading import own_drafts
from challenges.ground.models import Invitation
from challenges.ground.selectors.clock import database_now
from tests.bids.bidding_world import SENTINEL, TYPED, BiddingWorld
from tests.factories import a_person
from tests.support.worlds import kept

pytestmark = [pytest.mark.django_db, pytest.mark.first_engine]
JSON = {"Accept": "application/json"}


@kept
def open_world(**changes):
    now = database_now()
    return BiddingWorld(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9), **changes)


def sign_in(person, **options):
    client = Client(**options)
    client.force_login(person)
    return client


def post_piece(client, url, *, go="continue", headers=None, **typed):
    initial = client.get(url).context["form"].initial
    hidden = {"version": initial["version"], "page": str(initial["page"]), "turn": "1", "go": go}
    return client.post(url, {**hidden, **typed}, headers=headers)


def question(bid):
    return reverse("bid_question", args=[bid.pk, "q-plan"])


def pieces_of(bid):
    bid = Bid.objects.select_related("bidder", "lot", "stage__challenge").get(pk=bid.pk)
    return {name: saved.typed for name, saved in own_drafts([bid])[bid.pk].pieces.items()}


def pages_of(bid):
    one = ("bid", "bid_check", "bid_sent", "bid_money", "bid_conditions", "withdraw_bid")
    return [
        *(reverse(name, args=[bid.pk]) for name in one),
        question(bid),
        reverse("bid_outcome", args=[bid.pk, "jobs"]),
        reverse("bid_pledge", args=[bid.pk, "m-jobs"]),
        reverse("bid_receipt", args=[bid.pk, 1]),
        reverse("bid_receipt_pdf", args=[bid.pk, 1]),
        reverse("bid_proof", args=[bid.pk, 1]),
    ]


def summary_of(page):
    """The list at the head of a page that says what is to be put right: where each leads, and its words."""
    soup = BeautifulSoup(page.content, "html.parser")
    return [(link["href"], link.get_text()) for link in soup.select(".govuk-error-summary__list a")]


def title_of(page):
    return BeautifulSoup(page.content, "html.parser").title.get_text()


def test_registering_makes_the_person_owner_and_the_same_form_makes_one():
    person, key = a_person(), uuid4()
    typed = {"name": "Bright Path (demonstration)", "kind": "vcse", "request_key": key}

    for _time in range(2):
        sign_in(person).post(reverse("register_bidder"), typed)

    assert [(m.person, m.role) for m in BidderMembership.objects.all()] == [(person, "owner")]
    assert Bidder.objects.get().contact_email == person.email


def test_name_that_is_taken_is_warned_of_and_may_be_used():
    world = open_world()
    client = sign_in(a_person())
    typed = {"name": world.bidder.name.upper(), "kind": "vcse", "request_key": uuid4()}

    warned = client.post(reverse("register_bidder"), typed)

    assert (warned.status_code, warned.context["name_is_taken"], Bidder.objects.count()) == (200, True, 1)
    client.post(reverse("register_bidder"), {**typed, "same_name_is_fine": "on"})
    assert Bidder.objects.count() == 2


def test_another_bidder_finds_nothing():
    world = open_world()
    bid = world.sent()
    stranger = a_person("stranger")
    world.register(stranger, "Rival (demonstration)")
    client = sign_in(stranger)

    assert {client.get(url).status_code for url in pages_of(bid)} == {404}
    assert {client.post(url).status_code for url in pages_of(bid)} <= {404, 405}


@pytest.mark.parametrize("who", ["officer", "approver"])
def test_authority_finds_nothing(who):
    world = open_world()
    bid = world.sent()
    client = sign_in(getattr(world, who))

    assert {client.get(url).status_code for url in pages_of(bid)} == {404}


def test_signed_out_is_asked_to_sign_in():
    world = open_world()
    bid = world.sent()

    assert {Client().get(url).status_code for url in pages_of(bid)} == {302}


def test_viewer_reads_and_may_not_write():
    world = open_world()
    bid = world.drafted()
    client = sign_in(world.colleague(BidderRole.VIEWER))

    assert client.get(question(bid)).status_code == 200
    assert client.post(question(bid), {"text": "mine"}).status_code == 403
    for name in ("bid_check", "withdraw_bid", "revise_bid", "discard_revision", "confirm_bid"):
        assert client.post(reverse(name, args=[bid.pk])).status_code == 403
    assert pieces_of(bid)["answer:q-plan"] == TYPED["answer:q-plan"]


def test_pages_of_a_bid_are_kept_by_no_cache():
    world = open_world()
    client = sign_in(world.person)

    assert "no-store" in client.get(question(world.drafted()))["Cache-Control"]


def test_answer_over_the_limit_is_saved_and_said():
    world = open_world()
    bid = world.start()

    page = post_piece(sign_in(world.person), question(bid), text="word " * 21)

    assert (page.status_code, page.context["form"].errors) == (200, {"text": ["Shorten your answer by 1 word"]})
    assert pieces_of(bid)["answer:q-plan"] == {"text": "word " * 21}


def test_script_saves_and_hears_what_is_saved():
    world = open_world()
    bid = world.start()

    answer = post_piece(sign_in(world.person), question(bid), headers=JSON, text="word").json()

    assert (answer["saved"], answer["version"]) == (True, 1)
    assert answer["words"].startswith("Saved at ")


def test_each_page_of_a_draft_asks_for_every_box_of_its_piece():
    world = open_world()
    bid, client = world.start(), sign_in(world.person)
    draft = own_drafts([Bid.objects.select_related("bidder", "lot", "stage__challenge").get(pk=bid.pk)])[bid.pk]

    for piece, item in asked_pieces(draft.asked):
        page = client.get(piece_url(bid.pk, piece.key(item)))

        asked_for = {box["name"] for box in BeautifulSoup(page.content, "html.parser").select("main [name]")}
        assert set(piece.boxes(draft.asked, item)) - asked_for == set()


@pytest.mark.parametrize(("headers", "status", "most"), [(JSON, 200, 14), ({}, 302, 15)], ids=["script", "button"])
def test_saving_opens_what_it_saves_and_nothing_else(headers, status, most, django_assert_max_num_queries):
    world = open_world()
    bid = world.drafted()
    world.upload(bid)
    client, url = sign_in(world.person), question(bid)
    initial = client.get(url).context["form"].initial
    typed = {"version": initial["version"], "page": str(initial["page"]), "turn": "1", "go": "continue"}
    # What cannot be opened any more is not opened.
    DraftField.objects.exclude(key="answer:q-plan").update(ciphertext=b"damaged")
    StoredFile.objects.update(sealed_details=b"damaged", wrapped_key=b"damaged")

    with django_assert_max_num_queries(most):
        answer = client.post(url, {**typed, "text": "Something better."}, headers=headers)

    assert answer.status_code == status
    assert DraftField.objects.get(bid=bid, key="answer:q-plan").version == 2


def test_script_is_told_when_the_stage_has_closed():
    world = open_world()
    bid = world.start()
    client = sign_in(world.person)
    world.challenge.stages.update(closes_at=database_now())

    answer = post_piece(client, question(bid), headers=JSON, text="word").json()

    assert answer["saved"] is False
    assert "The closing time has passed" in answer["words"]


def test_conflict_shows_both_texts_and_either_can_be_kept():
    world = open_world()
    bid = world.start()
    mine, theirs = sign_in(world.person), sign_in(world.colleague())
    initial = mine.get(question(bid)).context["form"].initial
    post_piece(theirs, question(bid), text="what they wrote", go="later")

    page = mine.post(question(bid), {"version": 0, "page": str(initial["page"]), "turn": 1, "text": "what I wrote"})

    assert b"what they wrote" in page.content
    assert b"what I wrote" in page.content
    assert pieces_of(bid)["answer:q-plan"] == {"text": "what they wrote"}
    again = {"version": 0, "page": str(initial["page"]), "turn": 2, "text": "what I wrote", "instead_of": "1"}
    mine.post(question(bid), again)
    assert pieces_of(bid)["answer:q-plan"] == {"text": "what I wrote"}


def upload(client, bid, *, name="plan.pdf", content=b"%PDF-1.7 plan", text="kept"):
    key = client.get(question(bid)).context["file_form"].initial["request_key"]
    file = SimpleUploadedFile(name, content)
    return post_piece(client, question(bid), go="file", text=text, file=file, request_key=key)


def test_file_and_text_of_one_page_are_both_kept():
    world = open_world()
    bid = world.start()

    upload(sign_in(world.person), bid)

    assert pieces_of(bid)["answer:q-plan"] == {"text": "kept"}
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.exe", b"MZ\x90\x00"),
        ("plan.pdf", b"MZ\x90\x00 not a pdf"),
        ("plan.html", b"<script>alert(1)</script>"),
        ("notes.txt", b"text\x00with a null"),
        ("empty.pdf", b""),
        ("plan", b"%PDF-1.7"),
    ],
)
def test_file_of_another_kind_is_refused_and_the_text_kept(name, content):
    world = open_world()
    bid = world.start()

    page = upload(sign_in(world.person), bid, name=name, content=content)

    assert list(page.context["file_form"].errors) == ["file"]
    assert (StoredFile.objects.count(), pieces_of(bid)["answer:q-plan"]) == (0, {"text": "kept"})
    assert [href for href, _words in summary_of(page)] == ["#id_file"]
    assert title_of(page).startswith("Error: What is your plan?")


def test_file_that_is_too_large_is_refused_and_the_text_kept(settings):
    settings.MAX_UPLOAD_BYTES = 1000
    world = open_world()
    bid = world.start()

    page = upload(sign_in(world.person), bid, content=b"%PDF-1.7" + b"x" * 2000)

    assert page.context["file_form"].errors == {
        "file": ["This file is too large. Make it smaller, or add it in parts."]
    }
    assert (StoredFile.objects.count(), pieces_of(bid)["answer:q-plan"]) == (0, {"text": "kept"})


def test_form_without_its_token_is_refused():
    world = open_world()
    bid = world.start()
    client = sign_in(world.person, enforce_csrf_checks=True)

    assert client.post(question(bid), {"text": "forged"}).status_code == 403
    assert client.post(reverse("check_receipt"), {}).status_code == 403


@pytest.mark.parametrize(
    ("asked", "status", "told", "bytes_"),
    [
        ("", 200, None, b"%PDF-1.7 plan"),
        ("bytes=0-3", 206, "bytes 0-3/13", b"%PDF"),
        ("bytes=9-", 206, "bytes 9-12/13", b"plan"),
        ("bytes=-4", 206, "bytes 9-12/13", b"plan"),
        ("bytes=9-999", 206, "bytes 9-12/13", b"plan"),
        ("bytes=99-", 416, "bytes */13", b""),
        ("bytes=0-1,3-4", 200, None, b"%PDF-1.7 plan"),
    ],
)
def test_own_file_is_downloaded_whole_or_in_a_range(asked, status, told, bytes_):
    world = open_world()
    bid, client = world.start(), sign_in(world.person)
    upload(client, bid)
    url = reverse("bid_file", args=[bid.pk, StoredFile.objects.get().pk])

    answer = client.get(url, headers={"Range": asked} if asked else {})

    assert (answer.status_code, answer.get("Content-Range")) == (status, told)
    assert (answer.content if status == 416 else b"".join(answer.streaming_content)) == bytes_


def test_send_twice_leads_to_one_receipt():
    world = open_world()
    bid, client = world.drafted(), sign_in(world.person)
    key = client.get(reverse("bid_check", args=[bid.pk])).context["form"].initial["request_key"]

    pages = [client.post(reverse("bid_check", args=[bid.pk]), {"request_key": key}) for _time in range(2)]

    assert [page.url for page in pages] == [reverse("bid_receipt", args=[bid.pk, 1])] * 2


def test_late_sending_keeps_the_draft_and_says_so():
    world = open_world()
    bid, client = world.drafted(), sign_in(world.person)
    world.challenge.stages.update(closes_at=database_now())

    page = client.post(reverse("bid_check", args=[bid.pk]), {"request_key": uuid4()})

    assert b"The closing time has passed" in page.content
    assert pieces_of(bid)["answer:q-plan"] == TYPED["answer:q-plan"]


def test_receipt_shows_what_proves_the_bid_and_its_pdf_says_the_same():
    world = open_world()
    bid, client = world.sent(), sign_in(world.person)
    receipt = Receipt.objects.get()

    page = client.get(reverse("bid_receipt", args=[bid.pk, 1])).content.decode()
    pdf = client.get(reverse("bid_receipt_pdf", args=[bid.pk, 1]))

    assert (receipt.sha256 in page, receipt.signature in page, str(receipt.pk) in page) == (True, True, True)
    assert pdf.content.startswith(b"%PDF")


def test_anybody_with_receipt_and_proof_file_can_check_them():
    world = open_world()
    bid = world.sent()
    receipt = Receipt.objects.get()
    proof = sign_in(world.person).get(reverse("bid_proof", args=[bid.pk, 1])).content
    typed = {"reference": str(receipt.pk), "sha256": receipt.sha256, "content": SimpleUploadedFile("proof.bin", proof)}

    page = Client().post(reverse("check_receipt"), typed)

    check = page.context["check"]
    assert (check.is_signed, check.content_matches) == (True, True)
    assert SENTINEL not in page.content.decode()


def test_wrong_fingerprint_says_nothing_of_the_receipt():
    world = open_world()
    world.sent()
    typed = {"reference": str(Receipt.objects.get().pk), "sha256": "0" * 64}

    page = Client().post(reverse("check_receipt"), typed)

    assert page.context["check"] is None
    assert world.challenge.title["en"] not in page.content.decode()


def test_list_says_what_is_missing_and_asks_the_same_number_of_questions(django_assert_max_num_queries):
    world = open_world()
    client = sign_in(world.person)
    world.start()
    client.get(reverse("bids"))
    with django_assert_max_num_queries(30) as one:
        page = client.get(reverse("bids"))
    assert [missing for _bid, _standing, missing in page.context["current"]] == [6]
    for name in ("Second", "Third"):
        world.drafted(bidder=world.register(world.person, name))

    with django_assert_max_num_queries(len(one)):
        page = client.get(reverse("bids"))

    assert sorted(missing for _bid, _standing, missing in page.context["current"]) == [0, 0, 6]


def test_only_owner_cannot_leave():
    world = open_world()
    client = sign_in(world.person)

    client.post(reverse("remove_bidder_member", args=[world.bidder.pk, world.person.pk]))
    client.post(reverse("bidder_member", args=[world.bidder.pk, world.person.pk]), {"role": "viewer"})

    assert BidderMembership.objects.get().role == "owner"


def test_owner_invites_and_others_may_not():
    world = open_world()
    invited = {"email": "new@example.org", "role": "editor"}

    assert sign_in(world.colleague()).post(reverse("bidder", args=[world.bidder.pk]), invited).status_code == 403
    sign_in(world.person).post(reverse("bidder", args=[world.bidder.pk]), invited)

    assert [(i.kind, i.target, i.role) for i in Invitation.objects.all()] == [("bidder", world.bidder.pk, "editor")]


def test_bid_can_be_read_and_not_changed_after_closing():
    world = open_world()
    bid = world.sent()
    closed_at = database_now() - timedelta(seconds=61)
    world.challenge.stages.update(closes_at=closed_at)
    fix_list(stage_id=world.stage.pk, at=database_now())
    client = sign_in(world.person)

    assert client.get(reverse("bid_sent", args=[bid.pk])).status_code == 200
    client.post(reverse("withdraw_bid", args=[bid.pk]))
    client.post(reverse("revise_bid", args=[bid.pk]))
    bid.refresh_from_db()
    assert (bid.state, bid.wrapped_draft_key) == ("submitted", None)


def withdraw(client, bid):
    return client.post(reverse("withdraw_bid", args=[bid.pk]), follow=True)


def links_of(page):
    return {link["href"] for link in BeautifulSoup(page.content, "html.parser").select("main a[href]")}


def test_withdrawn_bid_says_the_way_back_on_each_page_that_named_it():
    world = open_world()
    bid = world.sent()
    client = sign_in(world.person)
    start = reverse("start_bid", args=[world.challenge.ocid])
    opportunity = reverse("opportunity", args=[world.challenge.ocid])

    told = withdraw(client, bid)

    assert start in links_of(told)
    listed = client.get(reverse("bids"))
    assert (listed.context["current"], listed.context["earlier"]) == ([], [])
    assert [row[0] for row in listed.context["withdrawn"]] == [bid]
    assert start in links_of(listed)
    assert start in links_of(client.get(opportunity))
    assert reverse("bid", args=[bid.pk]) not in links_of(client.get(opportunity))


def test_new_bid_after_a_withdrawn_one_is_empty_and_the_old_page_leads_to_it():
    world = open_world()
    bid = world.sent()
    client = sign_in(world.person)
    withdraw(client, bid)

    begun = client.post(reverse("start_bid", args=[world.challenge.ocid]), {"bidder": world.bidder.pk, "able": "on"})

    new = Bid.objects.exclude(pk=bid.pk).get()
    assert begun.url == reverse("bid", args=[new.pk])
    assert pieces_of(new) == {}
    old = links_of(client.get(reverse("bid", args=[bid.pk])))
    assert (reverse("bid", args=[new.pk]) in old, reverse("start_bid", args=[world.challenge.ocid]) in old) == (
        True,
        False,
    )
    assert SENTINEL in client.get(reverse("bid_sent", args=[bid.pk])).content.decode()


def test_withdrawn_bid_offers_no_new_one_to_a_reader_or_after_closing():
    world = open_world()
    bid = world.sent()
    withdraw(sign_in(world.person), bid)
    start = reverse("start_bid", args=[world.challenge.ocid])

    reader = sign_in(world.colleague(BidderRole.VIEWER))
    assert start not in links_of(reader.get(reverse("bid", args=[bid.pk]))) | links_of(reader.get(reverse("bids")))

    world.challenge.stages.update(closes_at=database_now() - timedelta(minutes=1))
    client = sign_in(world.person)
    assert start not in links_of(client.get(reverse("bid", args=[bid.pk]))) | links_of(client.get(reverse("bids")))


def test_withdrawing_says_what_becomes_of_the_text():
    world = open_world()
    client = sign_in(world.person)
    drafted, sent = world.start(), world.sent(bidder=world.register(world.person, "Second (demonstration)"))

    pages = [client.get(reverse("withdraw_bid", args=[bid.pk])).content.decode() for bid in (drafted, sent)]

    assert ["will be gone" in page for page in pages] == [True, False]
    assert ["not carried into a new bid" in page for page in pages] == [False, True]


def test_desk_says_whether_anything_of_a_bid_is_written():
    world = open_world()
    bid = world.start()
    client = sign_in(world.person)

    def said():
        return [row.is_begun for row in client.get(reverse("desk")).context["desk"].waiting]

    assert said() == [False]
    world.save(bid)
    assert said() == [True]


def test_bid_and_list_count_the_same_things_to_put_right():
    world = open_world()
    bid = world.start()
    world.save(bid)
    client = sign_in(world.person)

    listed = client.get(reverse("bids")).context["current"]

    assert [count for _bid, _standing, count in listed] == [
        len(client.get(reverse("bid", args=[bid.pk])).context["faults"])
    ]


def test_each_refused_figure_is_named_in_the_summary():
    world = open_world()
    bid = world.start()
    client = sign_in(world.person)
    figures = {"volume_0": "ninety", "volume_1": "-1", "low": "101", "likely": "x", "high": "1.234", "price": "9" * 17}

    page = post_piece(client, reverse("bid_outcome", args=[bid.pk, "jobs"]), **figures)

    assert summary_of(page) == [
        ("#id_volume_0", "How many in year 1 must be a number, for example 120 or 1,250.50"),
        ("#id_volume_1", "How many in year 2 must be 0 or more"),
        ("#id_low", "“At the very least” must be 100 or less"),
        ("#id_likely", "“Most likely” must be a number, for example 120 or 1,250.50"),
        ("#id_high", "“At the very best” must have no more than 2 figures after the point"),
        ("#id_price", "Your price must be less than a million million"),
    ]
    assert title_of(page).startswith("Error: ")


def test_each_refused_sum_of_money_is_named_in_the_summary():
    world = open_world()
    bid = world.start()
    sums = {"cost_0": "a", "cost_1": "1.234", "cost_lower": "101", "cost_higher": "b", "working_capital": "9" * 13}

    page = post_piece(sign_in(world.person), reverse("bid_money", args=[bid.pk]), **sums)

    assert [words for _href, words in summary_of(page)] == [
        "Your costs in year 1 must be a number, for example 120 or 1,250.50",
        "Your costs in year 2 must have no more than 2 figures after the point",
        "How much lower your costs could turn out must be 100 or less",
        "How much higher your costs could turn out must be a number, for example 120 or 1,250.50",
        "What you can pay out before money comes in must be less than a million million",
    ]


def test_pledge_figures_are_named_in_the_summary():
    world = open_world()
    bid = world.start()
    url = reverse("bid_pledge", args=[bid.pk, "m-jobs"])

    page = post_piece(sign_in(world.person), url, quantity="a", years="9", statement="Four people.")

    assert [words for _href, words in summary_of(page)] == [
        "How much each year must be a number, for example 120 or 1,250.50",
        "For how many years must be a number from 1 to 2",
    ]


def test_offer_of_nothing_is_asked_about_and_can_be_sent():
    world = open_world()
    nothing = {**TYPED["outcome:jobs"], "low": "0", "likely": "0", "high": "5"}
    bid = world.drafted(typed={**TYPED, "outcome:jobs": nothing})
    client = sign_in(world.person)
    url = reverse("bid_check", args=[bid.pk])

    page = client.get(url)

    assert [caution.words for caution in page.context["cautions"]] == ["You say that 0 out of 100 most likely succeed"]
    assert client.post(url, {"request_key": uuid4()}).url == reverse("bid_receipt", args=[bid.pk, 1])


@pytest.mark.parametrize("address", ["register_bidder", "check_receipt"])
def test_title_begins_with_error_only_after_a_refusal(address):
    client = sign_in(a_person())

    assert not title_of(client.get(reverse(address))).startswith("Error")
    assert title_of(client.post(reverse(address), {"next": ""})).startswith("Error: ")


def test_bidder_reads_what_the_offer_earns_by_formula_where_it_is_entered_and_checked():
    world = open_world()
    bid = world.drafted()
    client = sign_in(world.person)
    pages = [
        client.get(reverse("bid_check", args=[bid.pk])).context["sections"].figures,
        client.get(reverse("bid_outcome", args=[bid.pk, "jobs"])).context["figures"],
        client.get(reverse("bid_money", args=[bid.pk])).context["figures"],
    ]

    # 200 results at £6,200 each are cut to the cap of £700,000; the fee of £20,000 comes on top.
    told = [[(figure.words, figure.earns) for figure in figures] for figures in pages]
    assert told == [[("Price: £720,000.00", "As your offer stands it would earn 18.00 of 40 marks.")]] * 3


def test_figure_is_not_made_up_from_half_an_offer():
    world = open_world()
    half = {**TYPED["outcome:jobs"], "price": ""}
    bid = world.drafted(typed={**TYPED, "outcome:jobs": half})

    page = sign_in(world.person).get(reverse("bid_check", args=[bid.pk]))

    assert [figure.earns for figure in page.context["sections"].figures] == ["It can earn 40 marks."]


@pytest.mark.parametrize(("length", "is_taken"), [(160, True), (161, False)])
def test_name_of_an_organisation_is_no_longer_than_a_company_may_have(length, is_taken):
    typed = {"name": "O" * length, "kind": "vcse", "request_key": uuid4()}

    page = sign_in(a_person()).post(reverse("register_bidder"), typed)

    assert Bidder.objects.exists() is is_taken
    if not is_taken:
        assert summary_of(page) == [("#id_name", "The name must be 160 characters or fewer")]

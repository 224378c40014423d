"""A published notice becomes a draft in the editor: by command, by upload, and never twice by accident."""

import hashlib
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from challenges.ground.models import Authority, AuthorityRole
from challenges.ground.services.memberships import add_member, create_authority
from challenges.publishing.domain.notices.reading import NOT_A_NOTICE
from cms.models import ImportedNotice
from tests.factories import BEFORE_OPENING, a_person

DATA = Path(__file__).resolve().parents[2] / "portal" / "demonstration" / "data"
HARROGATE = DATA / "fts-uk4-tender-harrogate-heat.json"
GLASGOW = DATA / "pcs-residential-recovery-outcomes.json"
PRIZE = DATA / "prize-ecotox-target.json"


def imported(*arguments):
    screen = io.StringIO()
    call_command("import_notice", *map(str, arguments), stdout=screen)
    return screen.getvalue()


def upload(path=None, *, content=None, name="notice.json"):
    return SimpleUploadedFile(name, content if content is not None else path.read_bytes(), "application/json")


def posted(client, authority, notice):
    return client.post(reverse("import_notice"), {"notice": notice, "authority": str(authority.pk)})


def errors_in(answer):
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def test_command_needs_no_more_than_the_file(db):
    said = imported(HARROGATE)

    notice = ImportedNotice.objects.get()
    authority = Authority.objects.get(name="Harrogate Town Council")
    assert said.splitlines()[0] == "HARROGATE TOWN DISTRICT HEATING PROJECT - Feasibility Study"
    assert (authority.identifier_scheme, authority.identifier) == ("GB-PPON", "PDTL-7248-GWZW")
    assert (authority.kind, authority.memberships.count()) == ("sub-central", 0)
    assert (notice.page.live, bytes(notice.original)) == (False, HARROGATE.read_bytes())
    assert notice.original_sha256 == hashlib.sha256(HARROGATE.read_bytes()).hexdigest()
    assert list(notice.points.values_list("reason", flat=True))[:1] == [
        "The notice has one lot only, so this draft is not divided into lots."
    ]


def test_known_buyer_is_found_by_its_number(db):
    known = create_authority(name="The town", identifier_scheme="GB-PPON", identifier="PDTL-7248-GWZW")

    imported(HARROGATE)

    assert list(Authority.objects.all()) == [known]


def test_draft_can_be_made_for_another_authority(db):
    create_authority(name="The demonstration", slug="demonstration")

    imported(PRIZE, "--authority", "demonstration")

    assert list(Authority.objects.values_list("slug", flat=True)) == ["demonstration"]
    assert ImportedNotice.objects.get().page.get_parent().title == "The demonstration"


def test_same_file_twice_is_one_draft(db):
    imported(GLASGOW)

    said = imported(GLASGOW)

    assert said.splitlines()[0] == "This file had been imported before. Nothing was added."
    assert ImportedNotice.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "The file is empty."), (b"\xff\xff", "The file is not UTF-8 text. Save it as JSON in UTF-8 and try again.")],
)
def test_command_says_why_it_reads_nothing(db, tmp_path, content, message):
    path = tmp_path / "file.json"
    path.write_bytes(content)

    with pytest.raises(CommandError) as refused:
        imported(path)

    assert str(refused.value) == f"{path}: {message}"
    assert Authority.objects.count() == 0


def test_command_names_a_file_that_is_not_there(db, tmp_path):
    with pytest.raises(CommandError, match="none.json: No such file or directory"):
        imported(tmp_path / "none.json")


def test_command_names_an_authority_that_is_not_there(db):
    with pytest.raises(CommandError, match="nowhere: there is no public body with this slug"):
        imported(HARROGATE, "--authority", "nowhere")


def test_upload_leads_to_the_draft_in_the_editor(world, as_person):
    answer = posted(as_person(world.officer), world.authority, upload(HARROGATE))

    notice = ImportedNotice.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        reverse("wagtailadmin_pages:edit", args=[notice.page_id]),
    )
    assert (notice.imported_by, notice.page.owner) == (world.officer, world.officer)
    assert as_person(world.officer).get(answer.headers["Location"]).status_code == 200


def test_upload_clicked_twice_makes_one_draft(world, as_person):
    client = as_person(world.officer)

    first, second = (posted(client, world.authority, upload(HARROGATE)) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert ImportedNotice.objects.count() == 1


@pytest.mark.parametrize(
    ("notice", "message"),
    [
        (upload(content=b"{}"), NOT_A_NOTICE),
        (upload(content=b""), "The file is empty."),
        (upload(content=b"%PDF", name="notice.pdf"), "The file is not JSON: it cannot be read at line 1."),
        (upload(content=b" " * 5_000_001), "The file is too large: at most 5 MB can be read."),
        ("", "Choose the file of a notice"),
    ],
)  # fmt: skip
def test_upload_says_what_is_wrong_with_the_file(world, as_person, notice, message):
    answer = posted(as_person(world.officer), world.authority, notice)

    assert errors_in(answer) == {"notice": [message]}
    assert ImportedNotice.objects.count() == 0


def test_upload_is_for_an_authority_of_the_officers_own(world, as_person):
    other = create_authority(name="Another council")

    answer = posted(as_person(world.officer), other, upload(HARROGATE))

    assert errors_in(answer) == {"authority": ["Choose a public body"]}
    assert ImportedNotice.objects.count() == 0


def test_officer_of_two_authorities_chooses(world, as_person):
    other = create_authority(name="Another council")
    add_member(authority_id=other.pk, person_id=world.officer.pk, role=AuthorityRole.OFFICER, at=BEFORE_OPENING)

    answer = posted(as_person(world.officer), other, upload(HARROGATE))

    assert answer.status_code == 302
    assert ImportedNotice.objects.get().page.get_parent().title == "Another council"


def test_only_officers_import(world, as_person):
    assert as_person(world.approver).get(reverse("import_notice")).status_code == 403
    assert as_person(a_person()).get(reverse("import_notice")).status_code == 403


def test_signed_out_visitor_signs_in_first(world, client):
    assert client.get(reverse("import_notice")).status_code == 302
    assert client.get(reverse("manage")).status_code == 302


def test_list_shows_own_drafts_with_what_is_left_to_look_at(world, as_person):
    posted(as_person(world.officer), world.authority, upload(HARROGATE))
    imported(GLASGOW)

    answer = as_person(world.officer).get(reverse("manage"))

    notice = ImportedNotice.objects.get(page__owner=world.officer)
    assert [(row.title, row.points_left) for row in answer.context["drafts"]] == [
        ("HARROGATE TOWN DISTRICT HEATING PROJECT - Feasibility Study", notice.points.count())
    ]


def test_list_shows_what_is_published_once(world, as_person):
    challenge = world.publish()
    world.draft()

    answer = as_person(world.officer).get(reverse("manage"))

    assert [row.ocid for row in answer.context["challenges"]] == [challenge.ocid]
    assert len(answer.context["drafts"]) == 1

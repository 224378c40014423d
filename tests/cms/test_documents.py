import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from wagtail.models import Collection

from challenges.publishing.models import Challenge
from challenges.publishing.services.publication import PublicationRefused
from cms.models import AuthorityDocument
from cms.publishing.pages import latest, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_with_file(world):
    page = world.draft()
    collection = Collection.objects.get(name__startswith=world.authority.name)
    document = AuthorityDocument(title="Site plan", collection=collection, uploaded_by_user=world.officer)
    document.file.save("plan.pdf", ContentFile(b"%PDF-1.7 plan"))
    newest = latest(page)
    newest.documents.append(("document", {"title": "Site plan", "source": document}))
    newest.save_revision(user=world.officer)
    page.refresh_from_db()
    return page, document


def test_file_is_copied_at_publication_and_kept_whatever_the_editor_does(world, page_with_file):
    page, document = page_with_file

    world.approve(page)
    document.file.save("plan.pdf", ContentFile(b"another plan"))

    copied = Challenge.objects.get().documents.get()
    assert (copied.filename, copied.title) == ("plan.pdf", {"en": "Site plan"})
    assert storages["private"].open(copied.storage_name).read() == b"%PDF-1.7 plan"


def test_file_replaced_while_the_approver_reads_stops_the_publication(world, page_with_file):
    page, document = page_with_file
    seen = read(latest(page)).sha256
    document.file.save("plan.pdf", ContentFile(b"another plan"))

    with pytest.raises(PublicationRefused) as refusal:
        world.approve(page, sha256=seen)

    assert str(refusal.value) == "This has changed since you opened it. Read it again, then approve it."


def test_file_of_a_draft_is_fetched_by_its_authority_only(world, page_with_file, as_person, client):
    _page, document = page_with_file

    assert client.get(document.url).status_code == 302
    assert b"".join(as_person(world.officer).get(document.url).streaming_content) == b"%PDF-1.7 plan"

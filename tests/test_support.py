"""The ground the other tests stand on: what one test commits, no other test meets."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from wagtail.models import Page

ROOT = Path(settings.BASE_DIR)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_committed_deletion_is_undone_for_the_next_test(turn):
    assert Page.objects.filter(depth=1).count() == 1

    Page.objects.all().delete()


@pytest.mark.django_db
def test_page_tree_is_there_after_tests_that_committed():
    assert Page.objects.filter(depth=1).count() == 1


def test_every_setting_has_its_row_in_the_readme():
    source = (ROOT / "portal" / "settings.py").read_text()
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), flags=re.MULTILINE)

    read = re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", source)

    # What only the test run sets is no setting of the product.
    assert sorted(set(read) - {"TEST_DATABASE_NAME"}) == sorted(rows)

"""The roots of the page tree: a home page in English and in Welsh, and the one site, in place of Wagtail's welcome."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations

NAMES = {"en": ("Home", "home"), "cy": ("Hafan", "hafan")}


def make_roots(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    Locale = apps.get_model("wagtailcore.Locale")
    HomePage = apps.get_model("cms.HomePage")
    Page.objects.filter(depth=2).delete()
    kind, _ = ContentType.objects.get_or_create(app_label="cms", model="homepage")
    key, first = None, None
    for number, (language, (title, slug)) in enumerate(NAMES.items(), start=1):
        locale, _ = Locale.objects.get_or_create(language_code=language)
        fields = {"translation_key": key} if key else {}
        home = HomePage.objects.create(
            title=title, draft_title=title, slug=slug, content_type=kind, path=f"0001{number:04d}", depth=2,
            numchild=0, url_path=f"/{slug}/", locale=locale, live=True, **fields,
        )
        key, first = home.translation_key, first or home
    Page.objects.filter(depth=1).update(numchild=len(NAMES))
    address = urlsplit(settings.PORTAL_ADDRESS)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.create(
        hostname=address.hostname or "localhost", port=port, site_name=settings.PORTAL_NAME, root_page_id=first.pk,
        is_default_site=True,
    )


def remove_roots(apps, schema_editor):
    apps.get_model("wagtailcore.Site").objects.all().delete()
    apps.get_model("cms.HomePage").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roots, remove_roots)]

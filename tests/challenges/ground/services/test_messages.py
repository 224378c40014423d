from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy, override

from challenges.ground.models import Mail, Message, OutboxRow
from challenges.ground.selectors.reader import for_reader_lazy
from challenges.ground.services.mail import (
    SECRETS_KEPT,
    WIPED,
    mail_was_sent,
    message_of,
    wipe_stale_secrets,
    write_mail,
)
from challenges.ground.services.messages import compose, filled, read_message, write_to
from tests.factories import a_person

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def write(people, **changes):
    arguments = {
        "people": people,
        "subject": "Public now: Fewer & warmer homes",
        "template": "challenge_public",
        "context": {"title": "Fewer & warmer homes"},
        "address": "/opportunities/ocds-demo00-1/",
        "key": "challenge.public:1",
        "at": AT,
    }
    return write_to(**{**arguments, **changes})


def test_letter_and_mail_are_written_once_however_often_it_is_asked():
    person = a_person()

    counts = [write([person]), write([person, person]), write([person])]

    assert counts == [1, 0, 0]
    assert (Message.objects.count(), Mail.objects.count()) == (1, 1)
    assert OutboxRow.objects.filter(event="mail.queued").count() == 1


def test_letter_goes_to_each_person_and_not_to_those_who_were_deactivated():
    here, there, gone = a_person(), a_person(), a_person(is_active=False)

    write([here, there, gone])

    assert {message.person for message in Message.objects.all()} == {here, there}


def test_mail_carries_the_words_unescaped_and_the_whole_address(settings):
    settings.PORTAL_ADDRESS = "https://portal.example"

    write([a_person()])

    mail, message = Mail.objects.get(), Message.objects.get()
    assert message.body == "“Fewer & warmer homes” is now open to everybody on the portal and in the open data."
    assert mail.body.splitlines()[:3] == [
        message.body,
        "",
        "Open in the portal: https://portal.example/opportunities/ocds-demo00-1/",
    ]
    assert mail.html.count("Fewer &amp; warmer homes") == 3


def test_letter_keeps_the_moment_it_was_first_read():
    write([a_person()])
    message = Message.objects.get()

    read_message(letter_id=message.pk, at=AT)
    read_message(letter_id=message.pk, at=AT + timedelta(days=1))

    assert Message.objects.get().read_at == AT


def test_message_id_is_fixed_when_the_mail_is_written():
    mail = write_mail(message=compose(subject="Hello", body="Words").to("a@example.org"), at=AT)

    sent_twice = [message_of(mail).message()["Message-ID"] for _ in range(2)]

    assert sent_twice == [mail.message_id, mail.message_id]


def test_mail_comes_back_from_its_row_as_it_was():
    before = compose(subject="Hello", body="Words", address="/desk/").to("a@example.org")
    before.cc, before.reply_to = ["c@example.org"], ["r@example.org"]

    after = message_of(write_mail(message=before, at=AT))

    fields = ("to", "cc", "reply_to", "subject", "body", "from_email", "alternatives")
    assert [getattr(after, field) for field in fields] == [getattr(before, field) for field in fields]


def test_mail_with_an_attachment_is_refused():
    message = EmailMessage("Hello", "Words", to=["a@example.org"])
    message.attach("bid.pdf", b"%PDF", "application/pdf")

    with pytest.raises(ValueError, match="not carried by e-mail"):
        write_mail(message=message, at=AT)


def a_secret(at=AT):
    message = compose(subject="Your code", body="K7Q-2XD").to("a@example.org")
    message.holds_secret = True
    return write_mail(message=message, at=at)


def test_secret_is_wiped_once_sent_and_a_plain_mail_is_kept():
    secret = a_secret()
    plain = write_mail(message=compose(subject="Hello", body="Words").to("a@example.org"), at=AT)

    mail_was_sent(mail_id=secret.pk, at=AT)
    mail_was_sent(mail_id=plain.pk, at=AT)

    secret.refresh_from_db()
    plain.refresh_from_db()
    assert (secret.body, secret.html, secret.sent_at) == (WIPED, "", AT)
    assert (plain.body.splitlines()[0], plain.sent_at) == ("Words", AT)


def test_secret_that_could_not_be_sent_is_wiped_in_the_end():
    secret = a_secret()

    early = wipe_stale_secrets(at=AT + SECRETS_KEPT)
    late = wipe_stale_secrets(at=AT + SECRETS_KEPT + timedelta(minutes=1))

    secret.refresh_from_db()
    assert (early, late, secret.body) == (0, 1, WIPED)


# ---- each in their own language


def noting_lazily(languages):
    """A subject that notes each language in which it is composed."""

    def noted():
        languages.append(get_language())
        return f"Homes ({get_language()})"

    return lazy(noted, str)()


def test_letter_and_mail_are_in_each_persons_language():
    welsh, english = a_person(language="cy"), a_person()
    title = for_reader_lazy({"en": "Warmer homes", "cy": "Cartrefi cynhesach"})
    subject = filled(gettext_lazy("Monday"), {})

    write([welsh, english], subject=subject, context={"title": title})

    said = {message.person: (message.subject, message.body.split("”")[0]) for message in Message.objects.all()}
    assert said == {welsh: ("Dydd Llun", "“Cartrefi cynhesach"), english: ("Monday", "“Warmer homes")}
    sent = {mail.to[0]: (mail.subject, '<html lang="cy">' in mail.html) for mail in Mail.objects.all()}
    assert sent == {welsh.email: ("Dydd Llun", True), english.email: ("Monday", False)}


def test_title_without_a_translation_reaches_a_welsh_reader_in_english():
    write(
        [a_person(language="cy")], subject=filled("Public now: %(title)s", {"title": for_reader_lazy({"en": "100%"})})
    )

    assert Message.objects.get().subject == "Public now: 100%"


def test_letter_to_many_is_composed_once_for_each_language():
    composed = []

    count = write(
        [a_person(language=language) for language in ("en", "cy", "en", "cy")], subject=noting_lazily(composed)
    )

    assert (count, composed) == (4, ["en", "cy"])


@pytest.mark.parametrize("active", ["cy", "en"])
def test_language_in_which_a_letter_is_written_from_does_not_matter_and_stays(active):
    with override(active):
        write([a_person(language="cy"), a_person()], subject=noting_lazily([]))
        after = get_language()

    assert after == active
    assert sorted(Message.objects.values_list("subject", flat=True)) == ["Homes (cy)", "Homes (en)"]


def test_person_who_had_the_letter_keeps_it_in_the_language_it_had():
    person = a_person()
    write([person], subject=noting_lazily([]))
    person.language = "cy"
    person.save(update_fields=["language"])

    again = write([person], subject=noting_lazily([]))

    assert (again, Message.objects.get().subject, Mail.objects.get().subject) == (0, "Homes (en)", "Homes (en)")

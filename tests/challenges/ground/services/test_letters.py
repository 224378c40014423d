from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMessage

from challenges.ground.models import Letter, Mail, OutboxRow
from challenges.ground.services.letters import compose, read_letter, write_to
from challenges.ground.services.mail import (
    SECRETS_KEPT,
    WIPED,
    mail_was_sent,
    message_of,
    wipe_stale_secrets,
    write_mail,
)
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
    assert (Letter.objects.count(), Mail.objects.count()) == (1, 1)
    assert OutboxRow.objects.filter(event="mail.queued").count() == 1


def test_letter_goes_to_each_person_and_not_to_those_who_were_deactivated():
    here, there, gone = a_person(), a_person(), a_person(is_active=False)

    write([here, there, gone])

    assert {letter.person for letter in Letter.objects.all()} == {here, there}


def test_mail_carries_the_words_unescaped_and_the_whole_address(settings):
    settings.PORTAL_ADDRESS = "https://portal.example"

    write([a_person()])

    mail, letter = Mail.objects.get(), Letter.objects.get()
    assert letter.body == "“Fewer & warmer homes” is now open to everybody on the portal and in the open data."
    assert mail.body.splitlines()[:3] == [
        letter.body,
        "",
        "Open in the portal: https://portal.example/opportunities/ocds-demo00-1/",
    ]
    assert mail.html.count("Fewer &amp; warmer homes") == 3


def test_letter_keeps_the_moment_it_was_first_read():
    write([a_person()])
    letter = Letter.objects.get()

    read_letter(letter=letter, at=AT)
    read_letter(letter=letter, at=AT + timedelta(days=1))

    assert Letter.objects.get().read_at == AT


def test_message_id_is_fixed_when_the_mail_is_written():
    mail = write_mail(message=compose(to="a@example.org", subject="Hello", body="Words"), at=AT)

    sent_twice = [message_of(mail).message()["Message-ID"] for _ in range(2)]

    assert sent_twice == [mail.message_id, mail.message_id]


def test_mail_comes_back_from_its_row_as_it_was():
    before = compose(to="a@example.org", subject="Hello", body="Words", address="/desk/")
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
    message = compose(to="a@example.org", subject="Your code", body="K7Q-2XD")
    message.holds_secret = True
    return write_mail(message=message, at=at)


def test_secret_is_wiped_once_sent_and_a_plain_mail_is_kept():
    secret = a_secret()
    plain = write_mail(message=compose(to="a@example.org", subject="Hello", body="Words"), at=AT)

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

"""What every specification must say: kind, route, title, summary, value, identities and every language it declares."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from challenges.ground.domain.words import ChallengeKind
from challenges.publishing.domain.checks.fault import Fault, Place, gettext_noop
from challenges.publishing.domain.specification import DocumentSpec, LotSpec, Specification
from challenges.publishing.domain.texts import is_blank, says_nothing, texts_of
from challenges.publishing.domain.words import ContractType, Procedure, Route

WHOLE = Place(path=())
LANGUAGES = {"en": gettext_noop("English"), "cy": gettext_noop("Welsh")}
ITEMS = ("lots", "outcomes", "criteria", "questions", "conditions", "measures", "stages", "documents")
VOCABULARIES = {
    "kind": (ChallengeKind, gettext_noop("Say whether this is an outcome specification or a challenge prize.")),
    "route": (Route, gettext_noop("Choose the legal route.")),
    "procedure": (Procedure, gettext_noop("Choose how the competition runs.")),
    "contract_type": (ContractType, gettext_noop("Choose the type of contract.")),
}
NEGATIVE = gettext_noop("This must not be below nought.")
NO_IDENTITY = gettext_noop("This item has no identity of its own. Delete it and add it again.")


def place_of(part: str, index: int, item: object) -> Place:
    return Place(path=(part, index), item_id=getattr(item, "id", ""))


def places[T](part: str, items: Sequence[T]) -> Iterator[tuple[Place, T]]:
    """Each item of a part with the place it stands at."""
    for index, item in enumerate(items):
        yield place_of(part, index, item), item


def not_negative(place: Place, field: str, value: Decimal | int | None) -> Iterator[Fault]:
    if value is not None and value < 0:
        yield place.fault(field, "negative", NEGATIVE)


def needs_words(place: Place, item: object, *names: str) -> Iterator[Fault]:
    for name in names:
        if says_nothing(getattr(item, name)):
            yield place.fault(name, "missing", gettext_noop("Fill this in."))


def general_faults(spec: Specification) -> Iterator[Fault]:
    """Faults of the specification as a whole."""
    for name, (words, message) in VOCABULARIES.items():
        if getattr(spec, name) not in list(words):
            yield WHOLE.fault(name, "unknown", message)
    if says_nothing(spec.title):
        yield WHOLE.fault("title", "missing", gettext_noop("Give it a title."))
    if says_nothing(spec.summary):
        message = gettext_noop("Say in a sentence or two what you want to change and for whom.")
        yield WHOLE.fault("summary", "missing", message)
    yield from _value_faults(spec)
    if spec.starts_on and spec.ends_on and spec.ends_on <= spec.starts_on:
        yield WHOLE.fault("ends_on", "order", gettext_noop("The end must come after the start."))
    yield from _late_faults(spec)
    yield from _identity_faults(spec)
    yield from _language_faults(spec)
    for place, lot in places("lots", spec.lots):
        yield from _lot_faults(place, lot)
    for place, document in places("documents", spec.documents):
        yield from _document_faults(place, document)


def _value_faults(spec: Specification) -> Iterator[Fault]:
    if spec.value_amount is None:
        is_prize = spec.kind == ChallengeKind.CHALLENGE_PRIZE
        if not is_prize or spec.route != Route.GRANT_OR_PRIZE:
            message = gettext_noop("Give the estimated value of the whole contract, with VAT and any extensions.")
            yield WHOLE.fault("value_amount", "missing", message)
        elif says_nothing(spec.prize):
            yield WHOLE.fault("prize", "missing", gettext_noop("Say what can be won, or give the value."))
    elif spec.value_amount <= 0:
        yield WHOLE.fault("value_amount", "not_positive", gettext_noop("The value must be more than nought."))
    if len(spec.currency) != 3:
        yield WHOLE.fault("currency", "unknown", gettext_noop("Give the currency's code of three letters."))


def _late_faults(spec: Specification) -> Iterator[Fault]:
    if spec.late_admission and says_nothing(spec.late_bids):
        message = gettext_noop("Say what happens to late bids: two people may admit one only under a published rule.")
        yield WHOLE.fault("late_bids", "missing", message)


def _identity_faults(spec: Specification) -> Iterator[Fault]:
    for part in ITEMS:
        items = getattr(spec, part)
        times = Counter(item.id for item in items)
        for place, item in places(part, items):
            if not item.id or times[item.id] > 1:
                yield place.fault("", "identity", NO_IDENTITY)


def _language_faults(spec: Specification) -> Iterator[Fault]:
    if not spec.languages:
        yield WHOLE.fault("languages", "missing", gettext_noop("Say in which languages this is published."))
    for found in texts_of(spec):
        if says_nothing(found.text):
            continue
        place = Place(path=found.path, item_id=found.item_id)
        for language in spec.languages:
            if is_blank(found.text.get(language, "")):
                name = LANGUAGES.get(language, language)
                message = gettext_noop("The words in %(language)s are missing.")
                yield place.fault("", "language_missing", message, language=name)


def _lot_faults(place: Place, lot: LotSpec) -> Iterator[Fault]:
    yield from needs_words(place, lot, "title")
    yield from not_negative(place, "value_amount", lot.value_amount)


def _document_faults(place: Place, document: DocumentSpec) -> Iterator[Fault]:
    yield from needs_words(place, document, "title")
    if not document.sha256:
        yield place.fault("source", "missing", gettext_noop("Choose the file."))


def unknown_lot(spec: Specification, place: Place, lot: str) -> Iterator[Fault]:
    """The fault of pointing at a lot that is not there."""
    if lot and lot not in {known.id for known in spec.lots}:
        yield place.fault("lot", "unknown", gettext_noop("There is no lot “%(lot)s”."), lot=lot)

"""How risk and reward are shared: years, caps, sharing of a cost difference, who pays, and payments on dates."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from challenges.ground.domain.words import ChallengeKind
from challenges.publishing.domain.checks.fault import Fault, Place, gettext_noop
from challenges.publishing.domain.checks.general import NEGATIVE, NO_IDENTITY, WHOLE, not_negative
from challenges.publishing.domain.specification import Specification, TermsSpec
from challenges.publishing.domain.texts import says_nothing, text_of

AMOUNTS = ("fixed_fee", "cap_total", "cap_per_person", "advance", "advance_from", "verification_lag", "payment_lag")
MONTHS = 12
SHARE = gettext_noop("A share is a number from 0 to 1: 0.5 is a half.")


def terms_faults(spec: Specification) -> Iterator[Fault]:
    """Faults of the terms; a contract for outcomes cannot do without them."""
    terms, place = spec.terms, Place(path=("terms",))
    if terms is None:
        if spec.kind == ChallengeKind.OUTCOME_SPECIFICATION:
            message = gettext_noop("Say how the contract pays: at least for how many years it runs.")
            yield WHOLE.fault("terms", "missing", message)
        return
    if terms.years is None:
        if spec.kind == ChallengeKind.OUTCOME_SPECIFICATION:
            yield place.fault("years", "missing", gettext_noop("Say for how many years the contract runs."))
    elif terms.years < 1:
        yield place.fault("years", "not_positive", gettext_noop("A contract runs for at least one year."))
    for name in AMOUNTS:
        yield from not_negative(place, name, getattr(terms, name))
    if terms.advance_months < 1:
        message = gettext_noop("The advance is paid back over at least one month.")
        yield place.fault("advance_months", "not_positive", message)
    yield from _band_faults(place, terms)
    yield from _payer_faults(place, terms)
    yield from _stage_payment_faults(place, terms)


def _band_faults(place: Place, terms: TermsSpec) -> Iterator[Fault]:
    for index, band in enumerate(terms.bands):
        here = place.inside("bands", index)
        yield from not_negative(here, "from_", band.from_)
        if not 0 <= band.share <= 1:
            yield here.fault("share", "outside", SHARE)
        if band.to is not None and band.to <= band.from_:
            yield here.fault("to", "order", gettext_noop("The end of a band must lie above its start."))
    ordered = sorted(enumerate(terms.bands), key=lambda pair: pair[1].from_)
    for (_, lower), (index, upper) in zip(ordered, ordered[1:], strict=False):
        here = place.inside("bands", index)
        if lower.to is None or lower.to > upper.from_:
            yield here.fault("from_", "overlap", gettext_noop("This band overlaps the one below it."))
        elif lower.to < upper.from_:
            yield here.fault("from_", "gap", gettext_noop("There is a gap between this band and the one below it."))


def _payer_faults(place: Place, terms: TermsSpec) -> Iterator[Fault]:
    if not terms.payers:
        return
    names = [text_of(payer.name).strip() for payer in terms.payers]
    codes, times = Counter(payer.code for payer in terms.payers), Counter(names)
    for index, payer in enumerate(terms.payers):
        here = place.inside("payers", index)
        if says_nothing(payer.name):
            yield here.fault("name", "missing", gettext_noop("Say who pays."))
        elif times[names[index]] > 1:
            yield here.fault("name", "twice", gettext_noop("This payer is named twice."))
        if not payer.code or codes[payer.code] > 1:
            yield here.fault("", "identity", NO_IDENTITY)
        if not 0 <= payer.share <= 1:
            yield here.fault("share", "outside", SHARE)
    total = sum((payer.share for payer in terms.payers), Decimal(0))
    if total != 1:
        message = gettext_noop("The shares of those who pay add up to %(total)s. They must add up to exactly 1.")
        yield place.fault("payers", "shares", message, total=f"{total.normalize():f}")


def _stage_payment_faults(place: Place, terms: TermsSpec) -> Iterator[Fault]:
    for index, payment in enumerate(terms.stage_payments):
        here = place.inside("stage_payments", index)
        if payment.month < 0:
            yield here.fault("month", "negative", NEGATIVE)
        elif terms.years is not None and payment.month >= MONTHS * terms.years:
            message = gettext_noop("The contract has %(months)s months, counted from 0.")
            yield here.fault("month", "outside", message, months=MONTHS * terms.years)
        yield from not_negative(here, "amount", payment.amount)

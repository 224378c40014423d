"""A specification as its readers meet it: finished values for the page, the preview and the PDF."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.ground.domain.language import Text
from challenges.ground.selectors.reader import for_reader
from challenges.publishing.domain.specification import CriterionSpec, QuestionSpec, Specification, StageSpec
from challenges.publishing.domain.words import MeasureOfOffer, Method, Pillar
from challenges.publishing.selectors.formula_words import MEASURE_WORDS


@dataclass(frozen=True, kw_only=True)
class JudgedUnder:
    """One criterion in a bidder's words: what earns marks, how many, and how they are given."""

    criterion: CriterionSpec
    how: str
    worked_out: str = ""
    questions: tuple[QuestionSpec, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PartOfMarks:
    """The criteria of one pillar and their share of all marks."""

    name: str
    share: Decimal
    criteria: tuple[JudgedUnder, ...]


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """How bids for one lot are judged, or all bids where lots make no difference (no `lot` then)."""

    lot: Text
    parts: tuple[PartOfMarks, ...]
    must_pass: tuple[JudgedUnder, ...]
    #: Questions that belong to no criterion of this scheme; a bid answers them all the same.
    other_questions: tuple[QuestionSpec, ...] = ()

    @property
    def weight_shares(self) -> tuple[tuple[str, Decimal], ...]:
        return tuple((part.name, part.share) for part in self.parts)


@dataclass(frozen=True, kw_only=True)
class PresentedSpecification:
    """A specification in its readers' words; the counts are those of one bid, for the lot that asks most."""

    specification: Specification
    schemes: tuple[Scheme, ...]
    question_count: int
    word_count: int
    first_payment: str
    stage: StageSpec | None

    @property
    def effort(self) -> str:
        """How much writing a bid takes, said before anyone starts."""
        said = ngettext("%(n)d question", "%(n)d questions", self.question_count) % {"n": self.question_count}
        if self.word_count:
            said = _("%(questions)s, about %(n)s words at most") % {"questions": said, "n": f"{self.word_count:,}"}
        return _("%(effort)s for each lot") % {"effort": said} if len(self.schemes) > 1 else said


def pillar_names() -> dict[str, str]:
    """The three parts of the marks in plain words."""
    return {
        Pillar.PUBLIC_VALUE.value: _("Public benefit"),
        Pillar.SOCIAL_VALUE.value: _("Social value"),
        Pillar.RISK_AND_REWARD.value: _("Sharing risk and reward"),
    }


def present(specification: Specification, *, stage_index: int = 0) -> PresentedSpecification:
    """Everything a reader is told, worked out from the specification alone (a draft may lack any of it)."""
    schemes = _schemes(specification)
    limits = max(
        ([q.word_limit for q in specification.questions if q.lot in ("", lot)] for lot in _lots(specification)),
        key=lambda found: (sum(limit or 0 for limit in found), len(found)),
    )
    return PresentedSpecification(
        specification=specification,
        schemes=schemes,
        question_count=len(limits),
        word_count=sum(limit or 0 for limit in limits),
        first_payment=_first_payment(specification),
        stage=specification.stages[stage_index] if len(specification.stages) > stage_index else None,
    )


def _lots(specification: Specification) -> tuple[str, ...]:
    """The lots that are judged or asked differently; one nameless one where none is."""
    named = {item.lot for item in (*specification.criteria, *specification.questions) if item.lot}
    return tuple(lot.id for lot in specification.lots if lot.id in named) or ("",)


def _schemes(specification: Specification) -> tuple[Scheme, ...]:
    titles = {lot.id: lot.title for lot in specification.lots}
    schemes = []
    for lot in _lots(specification):
        asked = [question for question in specification.questions if question.lot in ("", lot)]
        judged = [
            JudgedUnder(
                criterion=criterion,
                how=_how(criterion),
                worked_out=worked_out(criterion, specification),
                questions=tuple(question for question in asked if question.criterion == criterion.id),
            )
            for criterion in specification.criteria
            if criterion.lot in ("", lot)
        ]
        must_pass = tuple(j for j in judged if j.criterion.method == Method.PASS_FAIL.value)
        shown = {question.id for one in judged for question in one.questions}
        schemes.append(
            Scheme(
                lot=titles.get(lot, {}),
                parts=tuple(_parts(judged)),
                must_pass=must_pass,
                other_questions=tuple(question for question in asked if question.id not in shown),
            )
        )
    return tuple(schemes)


def _parts(judged: list[JudgedUnder]) -> list[PartOfMarks]:
    parts = []
    for pillar, name in pillar_names().items():
        members = tuple(j for j in judged if j.criterion.pillar == pillar and j.criterion.method != Method.PASS_FAIL)
        if members:
            share = sum((j.criterion.weight for j in members), Decimal(0))
            parts.append(PartOfMarks(name=name, share=share, criteria=members))
    return parts


def _how(criterion: CriterionSpec) -> str:
    if criterion.method == Method.PASS_FAIL.value:
        return _("Pass or fail")
    if criterion.method == Method.FORMULA.value and criterion.formula:
        return _("Worked out by formula from %(measure)s") % {"measure": _measure_name(criterion.formula.measure)}
    return _("Scored by the panel")


def worked_out(criterion: CriterionSpec, specification: Specification) -> str:
    """How the measure of a formula criterion is worked out from an offer, in one sentence; blank for other criteria."""
    formula = criterion.formula
    if criterion.method != Method.FORMULA.value or formula is None:
        return ""
    titles = {outcome.id: for_reader(outcome.title) for outcome in specification.outcomes}
    is_paid = any(outcome.price is not None or outcome.price_is_offered for outcome in specification.outcomes)
    if formula.measure not in MeasureOfOffer:
        return ""
    words = MEASURE_WORDS[MeasureOfOffer(formula.measure)]
    said = words.worked_out if is_paid or words.where_unpaid is None else words.where_unpaid
    return str(said) % {"outcome": titles.get(formula.outcome, "")}


def _measure_name(measure: str) -> str:
    """A measure in a sentence; a draft may name none, and then shows what stands there."""
    return str(MEASURE_WORDS[MeasureOfOffer(measure)].name) if measure in MeasureOfOffer else measure


def _first_payment(specification: Specification) -> str:
    """When money first reaches the bidder, in months from the start; nothing where the terms do not say."""
    terms = specification.terms
    if terms is None:
        return ""
    if terms.advance:
        return _("at the start, as an advance")
    months = [payment.month + terms.payment_lag for payment in terms.stage_payments]
    if terms.fixed_fee or terms.fee_is_offered:
        months.append(terms.payment_lag)
    if any(outcome.price or outcome.price_is_offered for outcome in specification.outcomes):
        months.append(terms.verification_lag + terms.payment_lag)
    if not months:
        return ""
    first = min(months) + 1
    return ngettext("about %(n)d month after the start", "about %(n)d months after the start", first) % {"n": first}

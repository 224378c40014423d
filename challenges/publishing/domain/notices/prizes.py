"""One challenge of the Challenge.gov feed as a draft prize. Its texts are HTML, cleaned or turned into plain words."""

from challenges.ground.domain.language import Text
from challenges.ground.domain.rich_text import plain
from challenges.ground.domain.words import ChallengeKind
from challenges.publishing.domain.notices.draft import Buyer, NoticeDraft, Source, block_id
from challenges.publishing.domain.notices.judging import CriteriaGroup, JudgedCriterion, phases_of
from challenges.publishing.domain.notices.node import Node, everything_to_look_at
from challenges.publishing.domain.notices.values import moment, money_in_words, rich, words
from challenges.publishing.domain.specification import CriterionSpec, Specification, StageSpec
from challenges.publishing.domain.words import Heading, Method, Pillar, Route

NO_CRITERIA = "No criteria with weights could be read from the judging text. Enter them yourself."
REST_OF_JUDGING = "Criteria and weights were taken from this text. What else it says has no place in the draft."
LATER_PHASE = "Criteria of a later phase. Enter them when that phase is prepared."
NOT_A_HUNDRED = "The weights add up to {total}, not 100. They are kept as published."
NO_SCALE = "The judging text does not say the scale. Scores from 0 to 5 were put in."
GATE = "Made a pass or fail criterion."
LICENCE = "CC0 1.0 (work of the United States government)"
LANGUAGE = "en"


def is_prize(value: object) -> bool:
    return isinstance(value, dict) and "challenge-title" in value


def draft_from_prize(prize: Node) -> NoticeDraft:
    """The draft, its criteria read from the judging text where they are plainly given."""
    number = prize["challenge-id"].identifier()
    source = f"challenge.gov/{number or prize['permalink'].value}"
    amount, currency = money_in_words(prize["total-prize-offered-cash"])
    phases = phases_of(prize["judging"].text())
    title = words(prize["challenge-title"])
    if not title:
        prize["challenge-title"].note("The challenge has no title.")
    prize["challenge_status"].take()
    specification = Specification(
        kind=ChallengeKind.CHALLENGE_PRIZE.value,
        route=Route.GRANT_OR_PRIZE.value,
        title=_said(title),
        summary=_said(words(prize["tagline"])),
        description=_said(rich(prize["description"])),
        eligibility=_said(words(prize["rules"])),
        prize=_said(rich(prize["prizes"])),
        currency=currency or "USD",
        value_amount=amount,
        criteria=_criteria(phases, prize, source=source),
        stages=_stages(phases, prize, source=source),
    )
    return NoticeDraft(
        specification=specification,
        buyer=Buyer(name=prize["agency"].text(), country="US"),
        source=Source(kind="Challenge.gov", notice_id=number, licence=LICENCE, address=prize["permalink"].text()),
        unresolved=everything_to_look_at(prize),
    )


def _said(text: str) -> Text:
    return {LANGUAGE: text} if text else {}


def _criteria(phases: tuple[CriteriaGroup, ...], prize: Node, *, source: str) -> tuple[CriterionSpec, ...]:
    judging, findings = prize["judging"], prize.findings
    if not phases:
        findings.note(judging.path, plain(str(judging.value or "")), NO_CRITERIA)
        return ()
    findings.note(judging.path, plain(str(judging.value)), REST_OF_JUDGING)
    first = phases[0]
    for phase in phases[1:]:
        listed = "; ".join(f"{c.title} {c.weight.normalize():f}" for c in phase.criteria)
        findings.note(judging.path, f"{phase.heading}: {listed}", LATER_PHASE)
    if first.total != 100:
        findings.note(judging.path, first.heading, NOT_A_HUNDRED.format(total=f"{first.total.normalize():f}"))
    for criterion in first.criteria:
        if criterion.method == Method.PASS_FAIL.value:
            findings.note(judging.path, criterion.title, GATE)
    if any(c.maximum is None and c.method == Method.JUDGED.value for c in first.criteria):
        findings.note(judging.path, first.heading, NO_SCALE)
    return tuple(
        _criterion(criterion, identifier=block_id(source, f"judging[{index}]"))
        for index, criterion in enumerate(first.criteria)
    )


def _criterion(criterion: JudgedCriterion, *, identifier: str) -> CriterionSpec:
    is_gate = criterion.method == Method.PASS_FAIL.value
    return CriterionSpec(
        id=identifier,
        title=_said(criterion.title),
        guidance=_said(criterion.guidance),
        pillar="" if is_gate else Pillar.PUBLIC_VALUE.value,
        heading="" if is_gate else Heading.QUALITY.value,
        method=criterion.method,
        weight=criterion.weight,
        maximum=CriterionSpec.maximum if criterion.maximum is None else criterion.maximum,
    )


def _stages(phases: tuple[CriteriaGroup, ...], prize: Node, *, source: str) -> tuple[StageSpec, ...]:
    """A round for each phase the judging names; only the first has dates."""
    first = StageSpec(
        id=block_id(source, "stage[0]"),
        title=_said(phases[0].heading if len(phases) > 1 else "Submissions"),
        opens_at=moment(prize["submission-start"]),
        closes_at=moment(prize["submission-end"]),
        description=_said(words(prize["how-to-enter"])),
        two_envelopes=False,
    )
    later = [
        StageSpec(id=block_id(source, f"stage[{index}]"), title=_said(phase.heading), two_envelopes=False)
        for index, phase in enumerate(phases[1:], start=1)
    ]
    return (first, *later)

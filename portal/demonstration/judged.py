"""How the demonstration's panels judge: scores and reasons by bidder, criterion and evaluator, and what was agreed."""

from collections.abc import Mapping

#: bidder -> criterion -> (first evaluator, second evaluator): score and reasons.
type JudgedScores = Mapping[str, Mapping[str, tuple[tuple[str, str], tuple[str, str]]]]
#: bidder -> criterion -> (agreed score, agreed reasons).
type Agreements = Mapping[str, Mapping[str, tuple[str, str]]]

PASSED = ("1", "The answer names who is responsible and how data are kept and deleted.")
EMPLOYMENT_SCORES: JudgedScores = {
    "steps": {
        "employment/data": (PASSED, PASSED),
        "employment/way": (
            ("5", "Clear about whom it is for, six months of support in work, and an honest account of what failed."),
            ("4", "Strong evidence from 140 people. How the second year grows is only sketched."),
        ),
    },
    "harbour": {
        "employment/data": (PASSED, PASSED),
        "employment/way": (
            (
                "4",
                "Paid work from the second day and employers who said what they need. Growth hangs on a second yard.",
            ),
            ("4", "The foreman as first contact is convincing. It suits those who like this kind of work."),
        ),
    },
    "bridge": {
        "employment/data": (PASSED, ("1", "Short, but it covers the law and training.")),
        "employment/way": (
            ("2", "Workshops and an online account; nothing says why they work for those whom others gave up on."),
            ("3", "Meets the question in part. Twelve sessions are a plan, the evidence is missing."),
        ),
    },
}
EMPLOYMENT_AGREED: Agreements = {
    "steps": {
        "employment/data": ("1", "The system, who may open it and when notes are deleted are all named in the answer."),
        "employment/way": (
            "5",
            "The panel agreed on 5: the way is clear about whom it is for, the evidence is public and covers "
            "140 people, "
            "and the bid says what did not work and what was changed because of it.",
        ),
    },
    "harbour": {
        "employment/data": ("1", "Cyber Essentials and a named lead were taken as enough for what the contract holds."),
        "employment/way": (
            "4",
            "Everything asked is met with evidence from several years. It was not 5 because growing to twice "
            "the number "
            "hangs on a second yard that is not secured.",
        ),
    },
    "bridge": {
        "employment/data": (
            "1",
            "Brief, but the law is named and staff are trained each year, which is what was asked.",
        ),
        "employment/way": (
            "2",
            "The workshops answer part of the question. It was not 3 because nothing shows that they work for young "
            "people who have been out of work for long, and no support in work is offered.",
        ),
    },
}
#: The prize is half judged: the second evaluator has only begun.
ECOTOX_SCORES: Mapping[str, Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "evaluator-1": {
        "bench": {
            "ecotox/precision": ("5", "7% variation and 94 of 100 genes on blinded samples, with raw files to check."),
            "ecotox/cost": ("5", "Below the target with labour counted, and it says what happens at ten thousand."),
            "ecotox/throughput": ("4", "Two laboratories ran it alone. Who would buy it is not said."),
            "ecotox/open": ("5", "Protocol, sequences and code are open from the day of the award."),
        },
        "harbour": {
            "ecotox/precision": ("4", "All four organisms, 88 of 100 genes. Variation is good, not outstanding."),
            "ecotox/cost": ("4", "On the target, at an outside laboratory's prices."),
        },
    },
    "evaluator-2": {"bench": {"ecotox/precision": ("4", "Convincing numbers; the reference set is small.")}},
}

"""What the demonstration's bidders offer, as they would type it page by page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bids.bidding.domain.asked import PieceKind, piece_key
from bids.bidding.domain.boxes import Typed
from portal.demonstration.parts import block


@dataclass(frozen=True, kw_only=True)
class Units:
    """Units a year, and of a hundred how many succeed: at the least, likely, at best."""

    a_year: tuple[int, ...]
    low: int
    likely: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Pledged:
    """A social-value commitment: so many a year for so many years, and how."""

    quantity: int
    years: int
    how: str


@dataclass(frozen=True, kw_only=True)
class Offered:
    """One bid: answers by question, offers by outcome, pledges by measure, accepted conditions, money."""

    answers: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Units] = field(default_factory=dict)
    promises: Mapping[str, Pledged] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    money: Typed = field(default_factory=dict)

    def typed(self) -> dict[str, Typed]:
        """The bid as pieces of a draft."""
        pieces: dict[str, Typed] = {
            piece_key(PieceKind.ANSWER, block(name)): {"text": text} for name, text in self.answers.items()
        }
        for name, units in self.units.items():
            boxes: Typed = {f"volume_{year}": str(volume) for year, volume in enumerate(units.a_year)}
            shares = {"low": str(units.low), "likely": str(units.likely), "high": str(units.high)}
            pieces[piece_key(PieceKind.OUTCOME, block(name))] = {**boxes, **shares}
        for name, promise in self.promises.items():
            pieces[piece_key(PieceKind.PLEDGE, block(f"measure/{name}"))] = {
                "quantity": str(promise.quantity),
                "years": str(promise.years),
                "statement": promise.how,
            }
        if self.conditions:
            accepted = [block(f"condition/{name}") for name in self.conditions]
            pieces[piece_key(PieceKind.CONDITIONS)] = {"accepted": accepted}
        if self.money:
            pieces[piece_key(PieceKind.MONEY)] = self.money
        return pieces


def _money(*, costs: tuple[int, ...], capital: int, fee: int | None = None) -> Typed:
    boxes = {f"cost_{year}": str(cost) for year, cost in enumerate(costs)}
    named = {"fixed_fee": str(fee)} if fee is not None else {}
    return {**boxes, **named, "cost_lower": "5", "cost_higher": "10", "working_capital": str(capital)}


EMPLOYMENT = {
    "steps": Offered(
        answers={
            "employment/q-data": "Case notes stay in one system that only the worker and a manager can open. "
            "We delete them two years after the last meeting.",
            "employment/q-way": "A worker meets each young person where they already go, twice in the first week. "
            "Together they choose three employers to visit before any application is written. The worker stays for "
            "six months after the first day and speaks with the manager every fortnight.\n\n"
            "Of 140 people in our last project, 83 were in work after six months. The evaluation is public. "
            "What failed was mornings: we now start at eleven.",
        },
        units={
            "employment/start": Units(a_year=(260, 260), low=90, likely=95, high=100),
            "employment/job": Units(a_year=(200, 220), low=55, likely=65, high=75),
            "employment/lasting": Units(a_year=(200, 220), low=50, likely=58, high=66),
        },
        promises={
            "apprentices": Pledged(quantity=2, years=2, how="Two of our workers begin as apprentices each year."),
            "volunteers": Pledged(quantity=400, years=2, how="Staff give a day a month to local youth clubs."),
        },
        conditions=("living-wage", "reinvest"),
        money=_money(fee=180000, costs=(560000, 590000), capital=120000),
    ),
    "harbour": Offered(
        answers={
            "employment/q-data": "We hold Cyber Essentials and name a data protection lead.",
            "employment/q-way": "Young people work in our boat yard and kitchen from the second day, with pay. "
            "After twelve weeks they move to one of nineteen employers who have said in writing what they need. "
            "A foreman, not a case worker, is their first contact.\n\nWe have done this for 60 people a year since "
            "2019, and can grow to twice that with a second yard.",
        },
        units={
            "employment/start": Units(a_year=(200, 220), low=92, likely=96, high=100),
            "employment/job": Units(a_year=(160, 180), low=60, likely=70, high=80),
            "employment/lasting": Units(a_year=(160, 180), low=60, likely=66, high=72),
        },
        promises={
            "apprentices": Pledged(quantity=3, years=2, how="Three apprentices a year in the yard and the kitchen."),
            "volunteers": Pledged(quantity=150, years=2, how="The kitchen cooks for two community lunches a week."),
        },
        conditions=("living-wage", "reinvest"),
        money=_money(fee=240000, costs=(520000, 560000), capital=200000),
    ),
    "bridge": Offered(
        answers={
            "employment/q-data": "We follow the law and train staff each year.",
            "employment/q-way": "We run a proven programme of workshops: writing a curriculum vitae, interviews and "
            "confidence. Each person attends twelve sessions and has an online account with vacancies.",
        },
        units={
            "employment/start": Units(a_year=(300, 300), low=85, likely=90, high=95),
            "employment/job": Units(a_year=(240, 240), low=35, likely=45, high=60),
            "employment/lasting": Units(a_year=(240, 240), low=30, likely=40, high=55),
        },
        promises={"volunteers": Pledged(quantity=100, years=2, how="Staff read with pupils in one school.")},
        conditions=("living-wage", "reinvest"),
        money=_money(fee=90000, costs=(380000, 380000), capital=60000),
    ),
}
ECOTOX = {
    "bench": Offered(
        answers={
            "ecotox/q-precision": "On the blinded reference set the coefficient of variation between plates was 7%, "
            "and fold changes agreed with sequencing in 94 of 100 genes. The raw files come with the entry.",
            "ecotox/q-cost": "41 dollars a sample at a thousand samples a year, with labour. At ten thousand it is 28.",
            "ecotox/q-throughput": "One person runs 384 samples a week on one robot. Two contract laboratories have "
            "tried the protocol without our help.",
            "ecotox/q-open": "Protocol, probe sequences and analysis code are open from the day of the award.",
        },
        conditions=("open-learning",),
    ),
    "steps": Offered(
        answers={
            "ecotox/q-precision": "We measured three of the four organisms. Variation between runs was 15%.",
            "ecotox/q-cost": "About 60 dollars a sample today; the target is within reach with larger batches.",
            "ecotox/q-throughput": "A regional laboratory would run it. We have no agreement with one yet.",
            "ecotox/q-open": "A summary of the method.",
        },
        conditions=("open-learning",),
    ),
    "harbour": Offered(
        answers={
            "ecotox/q-precision": "Agreement with sequencing in 88 of 100 genes for all four organisms, variation 9%.",
            "ecotox/q-cost": "50 dollars a sample, counted with an outside laboratory's price list.",
            "ecotox/q-throughput": "Ready-made plates let any laboratory with a reader join; five have asked to.",
            "ecotox/q-open": "Protocol open; plates sold at cost to public laboratories.",
        },
        conditions=("open-learning",),
    ),
}
RECOVERY = {
    0: {
        "steps": Offered(
            answers={
                "recovery/q-care-0": "Each stay begins with the home a person will go to. A worker from the next place "
                "visits in the first week. Nobody leaves on a Friday."
            },
            units={"recovery/settled": Units(a_year=(60, 65, 65), low=55, likely=65, high=75)},
            conditions=("living-wage",),
            money={**_money(fee=900000, costs=(600000, 620000, 640000), capital=150000), "price": "2050000"},
        ),
        "bridge": Offered(
            answers={
                "recovery/q-care-0": "Twelve beds with nurses day and night, and a plan for leaving from the first day."
            },
            units={"recovery/settled": Units(a_year=(70, 70, 70), low=45, likely=55, high=65)},
            conditions=("living-wage",),
            money={**_money(fee=1000000, costs=(590000, 600000, 610000), capital=90000), "price": "1900000"},
        ),
    },
    1: {
        "steps": Offered(
            answers={
                "recovery/q-care-1": "Longer stays in shared houses, run with people who have lived in them. "
                "The tenancy "
                "goes over to the person when they are ready."
            },
            units={"recovery/settled": Units(a_year=(90, 100, 100), low=55, likely=64, high=72)},
            conditions=("living-wage",),
            money={**_money(fee=2000000, costs=(1200000, 1240000, 1260000), capital=250000), "price": "4100000"},
        ),
    },
}
PREVENTION = {
    "bridge": Offered(
        answers={
            "prevention/q-safe": "The owner is the named lead. The policy covers adults, children and staff.",
            "prevention/q-reach": "Workers sit in two surgeries and one job centre, four mornings a week, and "
            "walk with "
            "people to the first meeting.",
            "prevention/q-peers": "Five of our twelve workers have lived experience; each has a mentor outside "
            "the team.",
            "prevention/q-social": "One apprentice a year from the area, paid the living wage from the first day.",
        },
        units={
            "prevention/steady": Units(a_year=(110, 120, 120), low=55, likely=65, high=75),
            "prevention/work": Units(a_year=(60, 60, 60), low=50, likely=60, high=70),
        },
        promises={
            "apprentices": Pledged(quantity=1, years=3, how="One apprentice a year, from the area."),
            "volunteers": Pledged(quantity=100, years=3, how="Workers help at the recovery café on Saturdays."),
        },
        conditions=("living-wage", "open-learning"),
        money=_money(costs=(280000, 290000, 290000), capital=80000),
    ),
    # Still being written: what a draft looks like.
    "steps": Offered(
        answers={
            "prevention/q-reach": "We begin with the people others ask us about: parents, partners, friends. "
            "They meet a "
            "peer at the kitchen table, not in an office."
        },
        units={"prevention/steady": Units(a_year=(100, 120, 120), low=60, likely=70, high=80)},
    ),
}

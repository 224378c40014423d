"""What the pattern page shows.

Notices are real (Public Contracts Scotland and Find a Tender, Open Government Licence v3.0); organisations that offer
something are made up and marked so.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from challenges.ground.forms.fields import DateField, MomentField, MoneyField, PercentField, ScaleField, WordsField

SCALE = (
    (Decimal(0), _("Unacceptable"), _("No answer, or an answer that does not meet the outcome.")),
    (Decimal(1), _("Poor"), _("Meets little of the outcome; large gaps that would stop it being delivered.")),
    (Decimal(2), _("Limited"), _("Meets part of the outcome; important detail or evidence is missing.")),
    (Decimal(3), _("Acceptable"), _("Meets the outcome; some detail or evidence is missing.")),
    (Decimal(4), _("Good"), _("Meets the outcome in full, with evidence that it has worked elsewhere.")),
    (
        Decimal(5),
        _("Excellent"),
        _("Goes beyond the outcome, with strong evidence and named, costed additional benefit."),
    ),
)
COUNCILS = [
    ("north-ayrshire", "North Ayrshire Council"),
    ("glasgow", "Glasgow City Council"),
    ("harrogate", "Harrogate Town Council"),
]


class OrganisationForm(forms.Form):
    name = forms.CharField(
        label=_("Name of your organisation"), max_length=120, help_text=_("As it stands in its register")
    )
    kind = forms.ChoiceField(
        label=_("What kind of organisation is it?"),
        choices=[
            ("sme", _("Small or medium-sized firm")),
            ("vcse", _("Charity or social enterprise")),
            ("large", _("Larger firm")),
        ],
        widget=forms.RadioSelect,
    )
    works_in = forms.MultipleChoiceField(
        label=_("Where do you work?"),
        choices=[("scotland", _("Scotland")), ("wales", _("Wales")), ("england", _("England"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    email = forms.EmailField(label=_("Email address for messages about bids"))
    authority = forms.ChoiceField(
        label=_("Whose opportunities do you want to hear of?"), choices=COUNCILS, required=False
    )
    agrees = forms.BooleanField(label=_("I may act for this organisation"))


class OfferForm(forms.Form):
    started_on = DateField(label=_("When could the service start?"))
    closes_at = MomentField(label=_("When do bids close?"))
    price = MoneyField(label=_("Price for each person in recovery after a year"))
    share = PercentField(
        label=_("Share of savings you give back"), help_text=_("Of what is saved beyond the agreed level")
    )
    approach = WordsField(
        label=_("How will people with lived experience shape the service?"),
        max_words=250,
        help_text=_("At least one third of the team are peer support workers."),
    )
    plan = forms.FileField(label=_("Mobilisation plan"), help_text=_("PDF, Word or Excel, up to 25 MB"), required=False)
    password = forms.CharField(label=_("Your password, to confirm"), widget=forms.PasswordInput)


class ScoreForm(forms.Form):
    score = ScaleField(points=SCALE, label=_("How well does the bid show that people stay in recovery?"))
    reasons = WordsField(
        label=_("Your reasons"),
        max_words=300,
        rows=5,
        help_text=_("The bidder will read the reasons agreed by the panel."),
    )


class FilterForm(forms.Form):
    marks_optional = False
    kind = forms.MultipleChoiceField(
        label=_("Kind"),
        choices=[("outcomes", _("Outcome specification")), ("prize", _("Challenge prize"))],
        widget=forms.CheckboxSelectMultiple({"class": "govuk-checkboxes--small"}),
        required=False,
    )
    authority = forms.ChoiceField(label=_("Authority"), choices=[("", _("All authorities")), *COUNCILS], required=False)


@dataclass(frozen=True)
class File:
    title: str
    url: str
    kind: str
    size: int
    note: str = ""


def samples(*, at: datetime) -> dict[str, object]:
    return {"at": at, **_forms(at=at), **_figures(at=at)}


def _forms(*, at: datetime) -> dict[str, object]:
    faulty = {"name": "", "kind": "guild", "email": "not an address", "agrees": ""}
    disabled = OrganisationForm(
        auto_id="fixed_%s", initial={"name": "Blaenau Repair Co-operative (demonstration)", "kind": "vcse"}
    )
    for field in disabled.fields.values():
        field.disabled = True
    offer = {
        "started_on": (at + timedelta(days=90)).date(),
        "closes_at": datetime(at.year + 1, 3, 5, 12, tzinfo=UTC),
        "price": Decimal(4350),
        "share": Decimal("0.4"),
        "approach": "Peer support workers chair the design group and sit on the panel that appoints staff.",
    }
    return {
        "empty_form": OrganisationForm(auto_id="empty_%s"),
        "faulty_form": OrganisationForm(faulty, auto_id="faulty_%s"),
        "disabled_form": disabled,
        "filled_form": OfferForm(auto_id="filled_%s", initial=offer),
        "faulty_offer": OfferForm(
            {
                "started_on_0": "31",
                "started_on_1": "2",
                "started_on_2": "2027",
                "price": "about 4k",
                "approach": "so " * 256,
            },
            auto_id="wrong_%s",
        ),
        "score_form": ScoreForm(auto_id="score_%s", initial={"score": "4"}),
        "filter_form": FilterForm(auto_id="filter_%s", initial={"kind": ["outcomes"]}),
    }


def _figures(*, at: datetime) -> dict[str, object]:
    return {
        "closes_at": (at + timedelta(days=18)).replace(hour=12, minute=0),
        "closes_soon": at + timedelta(hours=5, minutes=12, seconds=30),
        "closed_at": (at - timedelta(days=2)).replace(hour=9, minute=0),
        "weights": [
            (_("Quality: public benefit"), 55),
            (_("Social value"), 15),
            (_("Price and shared risk"), 30),
        ],
        "service_split": [
            (_("Identification, education, prevention"), 15),
            (_("Brief intervention and support"), 55),
            (_("Ongoing recovery support"), 30),
        ],
        "quarters": ["2027 Q1", "2027 Q2", "2027 Q3", "2027 Q4", "2028 Q1", "2028 Q2"],
        "recovery": [
            (_("Planned"), [20, 45, 70, 100, 120, 140]),
            (_("Confirmed"), [14, 38, 74, 96, None, None]),
        ],
        "files": [
            File("Outcome specification", "#documents", "PDF", 482_000, "Version 2, 14 pages"),
            File("Price schedule to fill in", "#documents", "XLSX", 61_400),
        ],
        "page": Paginator(range(240), 20).page(4),
        "saved_at": at.replace(hour=21, minute=4),
    }

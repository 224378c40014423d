from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Page

from challenges.ground.domain.words import ChallengeKind
from challenges.ground.models import Authority
from challenges.ground.selectors.clock import database_now
from challenges.missions.models import Mission
from challenges.publishing.domain.words import ContractType, Procedure
from challenges.publishing.models.challenge import CONTRACT_TYPES, PROCEDURES, ROUTES
from challenges.publishing.selectors.presentation import present
from challenges.publishing.selectors.scopes import public_challenges
from cms.blocks import streams
from cms.pages.approval import approval_of
from cms.publishing.doors import ClosedDoors
from cms.publishing.forms import SpecificationPageForm
from cms.publishing.pages import publish_page, specification_of_page
from cms.publishing.panels import FaultsPanel, ResolvePanel, TryOutPanel

RICH = ["h3", "h4", "bold", "italic", "ol", "ul", "link"]


class SpecificationPage(Page):
    """Where a challenge is written. What bidders rely on is the record that approval makes of it, never this page."""

    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One or two sentences: what you want to change, and for whom.")
    )
    description = RichTextField(
        _("description"),
        features=RICH,
        blank=True,
        help_text=_("The situation, what you have tried, what you know. Leave the solution to bidders."),
    )
    beneficiaries = models.TextField(_("who benefits"), blank=True)
    mission = models.ForeignKey(
        Mission, models.SET_NULL, verbose_name=_("mission"), related_name="+", null=True, blank=True,
        help_text=_("The long-term goal this serves, if it serves one."),
    )  # fmt: skip
    legal_route = models.CharField(
        _("legal route"),
        max_length=30,
        choices=ROUTES,
        blank=True,
        help_text=_("It decides which notices and periods apply. It cannot change once published."),
    )
    procedure = models.CharField(
        _("procedure"), max_length=30, choices=PROCEDURES, default=Procedure.OPEN.value,
        help_text=_("How the competition runs. It cannot change once published."),
    )  # fmt: skip
    contract_type = models.CharField(
        _("type of contract"), max_length=30, choices=CONTRACT_TYPES, default=ContractType.SERVICES.value
    )
    currency = models.CharField(_("currency"), max_length=3, default="GBP")
    value_amount = models.DecimalField(
        _("value"), max_digits=16, decimal_places=2, null=True, blank=True,
        help_text=_("The whole contract with VAT, options and extensions."),
    )  # fmt: skip
    starts_on = models.DateField(_("work starts on"), null=True, blank=True)
    ends_on = models.DateField(_("work ends on"), null=True, blank=True)
    cpv = models.TextField(
        _("CPV codes"), blank=True, help_text=_("Codes of the Common Procurement Vocabulary, by commas or one a line.")
    )
    places = models.TextField(_("places"), blank=True, help_text=_("Where the results are wanted, one place a line."))
    eligibility = models.TextField(
        _("who may bid"), blank=True, help_text=_("In a sentence: “Charities and firms of any size, from anywhere”.")
    )
    suits_sme = models.BooleanField(_("suits small firms"), default=True)
    suits_vcse = models.BooleanField(_("suits charities and community groups"), default=True)
    lots = streams.lots()
    outcomes = streams.outcomes()
    criteria = streams.criteria()
    questions = streams.questions()
    conditions = streams.conditions()
    measures = streams.measures()
    terms = streams.terms()
    stages = streams.stages()
    documents = streams.documents()
    prize = RichTextField(
        _("the prize"), features=RICH, blank=True, help_text=_("What can be won, when, and on what condition.")
    )
    tie_steps = models.CharField(
        _("if totals are equal"),
        max_length=250,
        blank=True,
        help_text=_("Short names of criteria, by commas: the higher mark under the first of them wins."),
    )
    tie_band = models.DecimalField(
        _("counts as equal within"), max_digits=5, decimal_places=2, default=0,
        help_text=_("Marks. Nought means exactly equal."),
    )  # fmt: skip
    tie_seed_sha256 = models.CharField(
        _("fingerprint of the draw"),
        max_length=64,
        blank=True,
        help_text=_("SHA-256 of a secret word that you reveal after closing, if lots are drawn in the end."),
    )
    late_bids = models.TextField(
        _("late bids"),
        blank=True,
        help_text=_("What happens to a bid that is not sent in time. The portal itself takes none after closing."),
    )
    late_admission = models.BooleanField(
        _("two people may admit a late bid"),
        default=False,
        help_text=_(
            "A bid begun and not sent before closing, as it stood then, if its bidder asks before any bid is opened."
        ),
    )
    change_note = models.TextField(
        _("what has changed"),
        blank=True,
        help_text=_("When you publish again: what has changed, for everybody who follows or bids."),
    )

    is_creatable = False
    base_form_class = SpecificationPageForm
    parent_page_types = ["cms.AuthorityIndexPage"]
    subpage_types: list[str] = []
    search_fields = Page.search_fields
    challenge_kind = ""

    class Meta:
        abstract = True

    @property
    def authority(self) -> Authority:
        """The authority below whose part of the tree this page stands."""
        return self.get_parent().specific.authority

    def permissions_for_user(self, user: Any) -> ClosedDoors:
        return ClosedDoors(user, self)

    def publish(
        self,
        revision: Any,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Any = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Approval and the due schedule come through here: the record is written with what becomes live, or neither."""

        def make_live() -> None:
            # Approvers hold no right to publish in Wagtail's sense; the approval itself is what is checked.
            super(SpecificationPage, self).publish(
                revision,
                user=user,
                changed=changed,
                log_action=log_action,
                previous_revision=previous_revision,
                skip_permission_checks=True,
            )

        publish_page(page=self, revision=revision, approval=approval_of(self), at=database_now(), make_live=make_live)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page's own address leads to the record's, and to nothing while the public may see none."""
        challenge = public_challenges(database_now()).filter(translation_key=self.translation_key).first()
        if challenge is None:
            raise Http404
        return redirect("opportunity", ocid=challenge.ocid)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        request.is_preview = True
        return super().serve_preview(request, mode_name)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "cms/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {
            **super().get_preview_context(request, mode_name),
            "presented": present(specification_of_page(self)),
            "authority": self.authority if self.path else "",
            "at": database_now(),
        }


def _route_panels() -> list[Any]:
    return [
        MultiFieldPanel(
            [FieldPanel("legal_route"), FieldPanel("procedure"), FieldPanel("contract_type")], _("Legal route")
        ),
        MultiFieldPanel(
            [FieldPanel("value_amount"), FieldPanel("currency"), FieldPanel("starts_on"), FieldPanel("ends_on")],
            _("Value and duration"),
        ),
        MultiFieldPanel(
            [FieldPanel("eligibility"), FieldPanel("suits_sme"), FieldPanel("suits_vcse")], _("Who may bid")
        ),
        MultiFieldPanel([FieldPanel("places"), FieldPanel("cpv")], _("How it is found")),
        FieldPanel("lots"),
    ]


def _panels(first: list[Any], money: list[Any]) -> TabbedInterface:
    """The editor's tabs, in the order in which an officer thinks."""
    title = FieldPanel("title", classname="title", help_text=_("The result you want, in a few words."))
    wanted = [FaultsPanel(), ResolvePanel(), title, FieldPanel("summary"), *first]
    wanted += [FieldPanel("description"), FieldPanel("beneficiaries"), FieldPanel("mission")]
    judging = [
        TryOutPanel(),
        FieldPanel("criteria"),
        FieldPanel("questions"),
        MultiFieldPanel([FieldPanel(name) for name in ("tie_steps", "tie_band", "tie_seed_sha256")], _("Ties")),
    ]
    timetable = [
        FieldPanel("stages"),
        FieldPanel("late_bids"),
        FieldPanel("late_admission"),
        FieldPanel("go_live_at", heading=_("Publish at"), help_text=_("Leave empty to publish once it is approved.")),
    ]
    return TabbedInterface(
        [
            ObjectList(wanted, heading=_("What is wanted")),
            ObjectList(_route_panels(), heading=_("Route and value")),
            ObjectList(judging, heading=_("Judging")),
            ObjectList([FieldPanel("conditions"), FieldPanel("measures")], heading=_("Conditions")),
            ObjectList([TryOutPanel(), *money], heading=_("Risk and reward")),
            ObjectList(timetable, heading=_("Timetable")),
            ObjectList([FieldPanel("documents"), FieldPanel("change_note")], heading=_("Documents and changes")),
        ]
    )


class OutcomeSpecificationPage(SpecificationPage):
    """A contract for results: outcomes, how they are measured, what they pay."""

    is_creatable = True
    challenge_kind = ChallengeKind.OUTCOME_SPECIFICATION.value
    edit_handler = _panels([FieldPanel("outcomes")], [FieldPanel("terms")])

    class Meta:
        verbose_name = _("outcome specification")
        verbose_name_plural = _("outcome specifications")


class ChallengePrizePage(SpecificationPage):
    """A prize for whoever solves a problem: what can be won, and in which stages."""

    is_creatable = True
    challenge_kind = ChallengeKind.CHALLENGE_PRIZE.value
    edit_handler = _panels([FieldPanel("prize"), FieldPanel("outcomes")], [FieldPanel("terms")])

    class Meta:
        verbose_name = _("challenge prize")
        verbose_name_plural = _("challenge prizes")

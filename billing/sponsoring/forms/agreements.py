"""Writing an agreement, all of it on one page; and an amendment of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from billing.sponsoring.forms.lines import counterparty_lines, instalment_lines
from billing.sponsoring.models import Agreement, Sponsor
from billing.sponsoring.parts import Due
from kit.ui.euros import EurosField
from kit.ui.widgets import DayInput
from programs.catalogue.models import ProgrammeTemplate
from tenants.network.models import Antenne

_ENDS_FIRST = "La fin vient avant le début."
_PLAIN = ("title", "kind", "purpose", "places", "devices", "starts_on", "ends_on")


def _some(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100_000, initial=0)


def _choices(label: str, hint: str) -> Any:
    return forms.ModelMultipleChoiceField(
        None, label=label, required=False, widget=forms.CheckboxSelectMultiple, help_text=hint
    )


class AgreementForm(forms.Form):
    """A new one for some sponsor, or a draft that is taken up again (then its sponsor stays)."""

    sponsor: forms.ModelChoiceField = forms.ModelChoiceField(
        Sponsor.objects.none(), label="Mécène", empty_label="Choisir…"
    )
    title = forms.CharField(label="Objet", max_length=160, help_text="Comme le dira le papier signé.")
    kind = forms.ChoiceField(
        label="Nature",
        choices=Agreement.Kind,
        widget=forms.RadioSelect,
        help_text="Elle ne change plus une fois proposée. Seul un don ouvre un reçu fiscal ; un parrainage"
        " ou une prestation se facture.",
    )
    purpose = forms.CharField(
        label="Ce que la convention permet",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    amount_cents = EurosField(label="Montant")
    places = _some("Places")
    devices = _some("Équipements")
    starts_on = forms.DateField(label="Du", widget=DayInput)
    ends_on = forms.DateField(label="Au", widget=DayInput)
    antennes = _choices("Antennes", "Aucune cochée : partout.")
    templates = _choices("Programmes", "Aucun coché : tous.")
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, draft: Agreement | None = None, **options: Any) -> None:
        options["initial"] = (_initial(draft) if draft else {}) | options.get("initial", {})
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["antennes"].queryset = Antenne.objects.serving().order_by("name")
        fields["templates"].queryset = ProgrammeTemplate.objects.filter(retired_at__isnull=True)
        if draft is None:
            fields["sponsor"].queryset = Sponsor.objects.filter(retired_at__isnull=True)
        else:
            del fields["sponsor"]
        data = self.data if self.is_bound else None
        self.instalments = instalment_lines(data, draft.instalments.all() if draft else ())
        self.counterparties = counterparty_lines(data, draft.counterparties.all() if draft else ())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _ENDS_FIRST)
        for lines, what in ((self.instalments, "Échéances"), (self.counterparties, "Contreparties")):
            for sentence in lines.sentences(what):
                self.add_error(None, sentence)
        return given

    @property
    def said(self) -> dict[str, Any]:
        """The arguments of draft_agreement (with the sponsor) and of rewrite_agreement (without)."""
        given = self.cleaned_data
        amount, instalments = given["amount_cents"], self.instalments.written()
        if not instalments and amount:
            instalments = [Due(given["starts_on"], amount)]
        return {name: given[name] for name in _PLAIN} | {
            "amount_cents": amount,
            "antennes": list(given["antennes"]),
            "templates": list(given["templates"]),
            "instalments": instalments,
            "counterparties": self.counterparties.written(),
        }

    @property
    def was_seen(self) -> datetime | None:
        """The moment of the text that the page started from."""
        return moment(self.cleaned_data["seen"])


def moment(typed: str) -> datetime | None:
    """What a hidden field says of a moment; None for what is none."""
    try:
        found = parse_datetime(typed or "")
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _initial(draft: Agreement) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in (*_PLAIN, "amount_cents")} | {
        "antennes": draft.antennes.all(),
        "templates": draft.templates.all(),
        "seen": draft.drafted_at.isoformat(),
    }


class AmendmentForm(forms.Form):
    """New totals, a new end, and the schedule of what was not asked for yet."""

    reason = forms.CharField(
        label="Objet de l’avenant", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    amount_cents = EurosField(label="Montant")
    places = _some("Places")
    devices = _some("Équipements")
    ends_on = forms.DateField(label="Jusqu’au", widget=DayInput)

    def __init__(self, *args: Any, agreement: Agreement, waiting: Iterable[Any], **options: Any) -> None:
        names = ("amount_cents", "places", "devices", "ends_on")
        options["initial"] = {name: getattr(agreement, name) for name in names}
        super().__init__(*args, **options)
        self.agreement, self.waiting = agreement, list(waiting)
        self.instalments = instalment_lines(self.data if self.is_bound else None, self.waiting)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for sentence in self.instalments.sentences("Échéances"):
            self.add_error(None, sentence)
        return given

    @property
    def said(self) -> dict[str, Any]:
        """The arguments of draft_amendment; a schedule that was left as it was is none."""
        lines = self.instalments.written()
        as_before = [Due(one.due_on, one.amount_cents, one.condition) for one in self.waiting]
        same = self.cleaned_data["amount_cents"] == self.agreement.amount_cents and lines == as_before
        return self.cleaned_data | {"instalments": [] if same else lines}

"""People: found, registered, corrected, merged, and what they agree to."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from kit.api.fields import RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows
from kit.refusals import Refused
from tenants.welcome.models import Beneficiary, Consent, Situation
from tenants.welcome.operations import change, merge, note_consent, register
from tenants.welcome.queries import look_alikes, ranked


class LooksLike(Refused):
    """Cette personne a peut-être déjà sa fiche : comparez avec `candidates`, ou envoyez `anyway`."""


class BeneficiarySerializer(ShownSerializer):
    class Meta:
        model = Beneficiary
        fields = [
            "id", "reference", "first_name", "last_name", "birth_year", "phone", "email", "channel",
            "language", "situations", "registered_at", "last_contact_on", "merged_into", "stamp",
        ]  # fmt: skip


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = Beneficiary
        fields: tuple[str, ...] = Beneficiary.CHOSEN
        extra_kwargs = {"birth_year": {"min_value": 1900}, "situations": {"max_length": len(Situation)}}

    def validate_birth_year(self, year: int | None) -> int | None:
        if year is not None and year > self.context["request"].now.year:
            raise serializers.ValidationError("Cette année est à venir.")
        return year


class RegisterSerializer(PersonSerializer):
    consents = serializers.ListField(
        child=serializers.ChoiceField(Consent.Purpose.choices), max_length=len(Consent.Purpose), default=list
    )
    anyway = serializers.BooleanField(
        default=True,
        help_text="`false` : refuser (`looks_like`, `fields.candidates`) si une fiche se ressemble.",
    )

    class Meta(PersonSerializer.Meta):
        fields = (*Beneficiary.CHOSEN, "consents", "anyway")


class ChangeSerializer(PersonSerializer):
    seen = serializers.CharField(
        max_length=16,
        required=False,
        help_text="Le `stamp` de la fiche lue : si elle a changé depuis, rien n’est écrasé.",
    )

    class Meta(PersonSerializer.Meta):
        fields = (*Beneficiary.CHOSEN, "seen")


class MergeSerializer(serializers.Serializer):
    away = RelatedId(queryset=Beneficiary.objects.all())
    take = serializers.ListField(
        child=serializers.ChoiceField(Beneficiary.CHOSEN),
        max_length=len(Beneficiary.CHOSEN),
        default=list,
        help_text="Ce que la fiche gardée prend à l’autre.",
    )


class ConsentSerializer(ShownSerializer):
    class Meta:
        model = Consent
        fields = ["id", "purpose", "given", "recorded_at"]


class SayConsentSerializer(serializers.Serializer):
    purpose = serializers.ChoiceField(Consent.Purpose.choices)
    given = serializers.BooleanField()


class Beneficiaries(Lists, Makes):
    """Les personnes reçues dans cette antenne."""

    needs = {"GET": "welcome.view", "POST": "welcome.register"}
    queryset = Beneficiary.objects.known().order_by("sort_key", "id")
    reads = RegisterSerializer
    shows = BeneficiarySerializer
    once = True
    filters = {
        "q": "Des mots du nom, de la référence ou du téléphone, sans souci d’accents, d’ordre ni"
        " d’une faute de frappe ; les plus ressemblantes d’abord."
    }

    def get_queryset(self) -> Any:
        words = self.request.GET.get("q", "")
        return ranked(words) if words.strip() else super().get_queryset()

    def again(self, thing: Any) -> Any:
        return thing  # whatever `q` says

    def make(self, *, anyway: bool, **given: Any) -> Beneficiary:
        if not anyway:
            _refuse_look_alikes(given)
        return register(**given, **self.signed, today=self.today)


class OneBeneficiary(Shows):
    """Une personne. PUT corrige toute sa fiche."""

    needs = {"GET": "welcome.view", "PUT": "welcome.register"}
    queryset = Beneficiary.objects.all()
    reads = ChangeSerializer
    shows = BeneficiarySerializer

    def put(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        change(self.get_object(), **self.given(), **self.signed, today=self.today)
        return self.get(request)


class MergeBeneficiary(Acts):
    """Réunir une autre fiche de la même personne avec celle-ci, qui reste."""

    needs = {"POST": "welcome.merge"}
    queryset = Beneficiary.objects.all()
    reads = MergeSerializer
    shows = BeneficiarySerializer
    once = True

    def act(self, thing: Any, *, away: Beneficiary, take: list[str]) -> Beneficiary:
        return merge(thing, away, fields=take, **self.signed)


class BeneficiaryConsents(Lists, Makes):
    """Ce que la personne accepte : le dernier mot de chaque sujet compte, rien ne s’efface."""

    needs = {"GET": "welcome.view", "POST": "welcome.register"}
    reads = SayConsentSerializer
    shows = ConsentSerializer
    once = True

    def get_queryset(self) -> Any:
        person = self.find(Beneficiary.objects.all())
        return Consent.objects.filter(beneficiary__in=person.same_person).order_by("-recorded_at", "-id")

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return self.answer(self._say)

    def _say(self) -> Response:
        person = self.find(Beneficiary.objects.all())
        return self.shown(note_consent(person, **self.given(), **self.signed), status=201)


def _refuse_look_alikes(given: dict[str, Any]) -> None:
    names = {name: given.get(name, "") for name in ("first_name", "last_name", "phone")}
    found = list(look_alikes(**names)[:6])
    if found:
        refusal = LooksLike()
        refusal.fields = {"candidates": [str(person.pk) for person in found]}
        raise refusal

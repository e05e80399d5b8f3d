"""Contacts with people, their next steps, and what is to be said by phone."""

from typing import Any

from rest_framework import serializers

from kit.api.fields import Day, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes
from tenants.welcome.free_text import refuse_nir
from tenants.welcome.models import Beneficiary, FollowUp, Notice
from tenants.welcome.operations import next_step_done, note_contact, postpone
from tenants.welcome.operations.notices import say_done


class FollowUpSerializer(ShownSerializer):
    class Meta:
        model = FollowUp
        fields = [
            "id", "beneficiary", "kind", "day", "topics", "text", "next_step", "next_on",
            "noted_by", "noted_at", "done_by", "done_at",
        ]  # fmt: skip


class ContactSerializer(serializers.Serializer):
    beneficiary = RelatedId(queryset=Beneficiary.objects.known())
    kind = serializers.ChoiceField(choices=FollowUp.Kind.choices)
    day = Day()
    topics = serializers.ListField(
        child=serializers.ChoiceField(choices=FollowUp.Topic.choices),
        max_length=len(FollowUp.Topic),
        default=list,
    )
    text = serializers.CharField(max_length=600, allow_blank=True, default="", validators=[refuse_nir])
    next_step = serializers.CharField(max_length=200, allow_blank=True, default="", validators=[refuse_nir])
    next_on = Day(allow_null=True, default=None)


_CONTACTS = FollowUp.objects.order_by("-day", "-id")


class FollowUps(Lists, Makes):
    """Les contacts, le plus récent d’abord ; en noter un, peut-être avec un prochain pas."""

    needs = {"GET": "welcome.follow_up", "POST": "welcome.follow_up"}
    queryset = _CONTACTS
    reads = ContactSerializer
    shows = FollowUpSerializer
    once = True
    filters = {
        "beneficiary": "L’identifiant d’une personne.",
        "due": "1 : les prochains pas à faire aujourd’hui ou en retard.",
    }

    def get_queryset(self) -> Any:
        found = super().get_queryset()
        if self.request.GET.get("due") == "1":
            found = FollowUp.objects.due_on(self.today)
        if person := self.request.GET.get("beneficiary"):
            known = serializers.UUIDField().run_validation(person)
            found = found.filter(beneficiary=known)
        return found

    def make(self, **given: Any) -> FollowUp:
        person = given.pop("beneficiary")
        return note_contact(person, **given, **self.signed, today=self.today)

    def again(self, thing: Any) -> Any:
        return _CONTACTS.get(pk=thing.pk)


class NextStepDone(Acts):
    """Le prochain pas est fait."""

    needs = {"POST": "welcome.follow_up"}
    queryset = _CONTACTS
    shows = FollowUpSerializer

    def act(self, thing: Any, **given: Any) -> FollowUp:
        return next_step_done(thing, **self.signed)


class PostponeSerializer(serializers.Serializer):
    to = Day()


class Postpone(Acts):
    """Reporter un prochain pas."""

    needs = {"POST": "welcome.follow_up"}
    queryset = _CONTACTS
    reads = PostponeSerializer
    shows = FollowUpSerializer

    def act(self, thing: Any, **given: Any) -> FollowUp:
        return postpone(thing, **given, **self.signed, today=self.today)


class NoticeSerializer(ShownSerializer):
    class Meta:
        model = Notice
        fields = ["id", "beneficiary", "kind", "about", "say", "language", "made_at", "done_by", "done_at"]


class Notices(Lists):
    """Ce qui est à dire par téléphone, le plus ancien d’abord."""

    needs = {"GET": "welcome.follow_up"}
    shows = NoticeSerializer

    def get_queryset(self) -> Any:
        return Notice.objects.to_say()


class Said(Acts):
    """C’est dit : la personne a été appelée."""

    needs = {"POST": "welcome.follow_up"}
    queryset = Notice.objects.order_by("made_at", "id")
    shows = NoticeSerializer

    def act(self, thing: Any, **given: Any) -> Notice:
        return say_done(thing, **self.signed, today=self.today)

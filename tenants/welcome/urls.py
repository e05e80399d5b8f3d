from django.urls import path

from tenants.welcome.views import (
    entitlements,
    follow_ups,
    people,
    prescribers,
    public_referral,
    referrals,
)

app_name = "welcome"
urlpatterns = [
    path("personnes/", people.people, name="people"),
    path("personnes/nouvelle/", people.new_person, name="new_person"),
    path("personnes/<uuid:pk>/orientation/", referrals.new_referral, name="new_referral"),
    path("orientations/", referrals.referrals, name="referrals"),
    path("orientations/<uuid:pk>/", referrals.referral, name="referral"),
    path("orientations/<uuid:pk>/fiche/", referrals.register_sent, name="register_sent"),
    path("orientations/<uuid:pk>/fiche/<uuid:person_pk>/", referrals.match, name="match"),
    path("orientations/<uuid:pk>/separer/", referrals.unmatch, name="unmatch"),
    path("orientations/<uuid:pk>/etudier/", referrals.study, name="study"),
    path("orientations/<uuid:pk>/accepter/", referrals.accept, name="accept"),
    path("orientations/<uuid:pk>/refuser/", referrals.refuse, name="refuse"),
    path("orientations/<uuid:pk>/bon.pdf", referrals.paper, name="bon"),
    path("orienter/", public_referral.send, name="send"),
    path("orienter/suivi/<str:token>/", public_referral.follow, name="follow"),
    path("droits/", entitlements.ending, name="ending"),
    path("droits/<uuid:pk>/renouveler/", entitlements.renew, name="renew"),
    path("structures/", prescribers.prescribers, name="prescribers"),
    path("structures/<uuid:pk>/", prescribers.prescriber, name="prescriber"),
    path("structures/<uuid:pk>/retirer/", prescribers.retire, name="retire_prescriber"),
    path("structures/<uuid:pk>/remettre/", prescribers.restore, name="restore_prescriber"),
    path("personnes/<uuid:pk>/contact/", follow_ups.note, name="contact"),
    path("suivis/<uuid:pk>/fait/", follow_ups.done, name="next_step_done"),
    path("suivis/<uuid:pk>/reporter/", follow_ups.postpone, name="postpone"),
    path("a-appeler/", follow_ups.phone_list, name="phone_list"),
    path("a-appeler/<uuid:pk>/dit/", follow_ups.said, name="said"),
]

from django.urls import path

from tenants.welcome.views import consents, follow_ups, imports, merging, people, referrals

app_name = "welcome"
urlpatterns = [
    path("personnes/", people.people, name="people"),
    path("personnes/nouvelle/", people.new_person, name="new_person"),
    path("personnes/import/", imports.new_import, name="new_import"),
    path("personnes/import/modele.xlsx", imports.import_template, name="import_template"),
    path("personnes/import/<uuid:pk>/", imports.one_import, name="import"),
    path("personnes/import/<uuid:pk>/decider/", imports.decide, name="import_decide"),
    path("personnes/import/<uuid:pk>/confirmer/", imports.confirm, name="import_confirm"),
    path("personnes/import/<uuid:pk>/abandonner/", imports.drop, name="import_drop"),
    path("personnes/import/<uuid:pk>/a-corriger.xlsx", imports.left_lines, name="import_left"),
    path("personnes/<uuid:pk>/modifier/", people.change_person, name="change_person"),
    path("personnes/<uuid:pk>/accords/", consents.say_consent, name="say_consent"),
    path("personnes/<uuid:pk>/fusionner/", merging.choose_other, name="choose_other"),
    path("personnes/<uuid:pk>/fusionner/<uuid:other>/", merging.merge_people, name="merge"),
    path("personnes/<uuid:pk>/orientation/", referrals.new_referral, name="new_referral"),
    path("orientations/", referrals.referrals, name="referrals"),
    path("orientations/<uuid:pk>/accepter/", referrals.accept, name="accept"),
    path("orientations/<uuid:pk>/refuser/", referrals.refuse, name="refuse"),
    path("personnes/<uuid:pk>/contact/", follow_ups.note, name="contact"),
    path("suivis/<uuid:pk>/fait/", follow_ups.done, name="next_step_done"),
    path("suivis/<uuid:pk>/reporter/", follow_ups.postpone, name="postpone"),
    path("a-appeler/", follow_ups.phone_list, name="phone_list"),
    path("a-appeler/<uuid:pk>/dit/", follow_ups.said, name="said"),
]

from django.urls import path

from tenants.welcome.views import follow_ups, people, referrals

app_name = "welcome"
urlpatterns = [
    path("personnes/", people.people, name="people"),
    path("personnes/nouvelle/", people.new_person, name="new_person"),
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

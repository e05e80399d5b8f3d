from django.urls import path

from tenants.welcome.views import people, referrals

app_name = "welcome"
urlpatterns = [
    path("personnes/", people.people, name="people"),
    path("personnes/nouvelle/", people.new_person, name="new_person"),
    path("personnes/<uuid:pk>/orientation/", referrals.new_referral, name="new_referral"),
    path("orientations/", referrals.referrals, name="referrals"),
    path("orientations/<uuid:pk>/accepter/", referrals.accept, name="accept"),
    path("orientations/<uuid:pk>/refuser/", referrals.refuse, name="refuse"),
]

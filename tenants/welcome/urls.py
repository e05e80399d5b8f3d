from django.urls import path

from tenants.welcome import views

app_name = "welcome"
urlpatterns = [
    path("personnes/", views.people, name="people"),
    path("personnes/nouvelle/", views.new_person, name="new_person"),
    path("personnes/<uuid:pk>/orientation/", views.new_referral, name="new_referral"),
    path("orientations/", views.referrals, name="referrals"),
    path("orientations/<uuid:pk>/accepter/", views.accept, name="accept"),
    path("orientations/<uuid:pk>/refuser/", views.refuse, name="refuse"),
]

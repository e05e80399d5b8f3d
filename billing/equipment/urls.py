from django.urls import path

from billing.equipment.views import audits, batches, devices, loans

app_name = "equipment"
urlpatterns = [
    path("equipement/", loans.loans, name="loans"),
    path("equipement/appareils/", devices.devices, name="devices"),
    path("equipement/appareils/etiquettes.pdf", devices.labels, name="labels"),
    path("equipement/appareils/recevoir/", devices.receive, name="receive"),
    path("equipement/appareils/<uuid:pk>/", devices.device, name="device"),
    path("equipement/appareils/<uuid:pk>/etiquette.pdf", devices.label, name="label"),
    path("equipement/appareils/<uuid:pk>/corriger/", devices.change, name="change"),
    path("equipement/appareils/<uuid:pk>/effacement/", devices.wipe, name="wipe"),
    path("equipement/appareils/<uuid:pk>/etat/", devices.move, name="move"),
    path("equipement/appareils/<uuid:pk>/rebut/", devices.write_off, name="write_off"),
    path("equipement/appareils/<uuid:pk>/disponible/", devices.back_in_service, name="back_in_service"),
    path("equipement/e/<path:tag>/", devices.by_tag, name="by_tag"),
    path("equipement/scanner/", devices.scan, name="scan"),
    path("equipement/inventaires/", audits.audits, name="audits"),
    path("equipement/inventaires/<uuid:pk>/", audits.audit, name="audit"),
    path("equipement/inventaires/<uuid:pk>/clore/", audits.close, name="audit_close"),
    path("equipement/lots/", batches.new_batch, name="new_batch"),
    path("equipement/lots/modele.xlsx", batches.template, name="batch_template"),
    path("equipement/lots/<uuid:pk>/", batches.one_batch, name="batch"),
    path("equipement/lots/<uuid:pk>/recevoir/", batches.confirm, name="batch_confirm"),
    path("equipement/lots/<uuid:pk>/abandonner/", batches.drop, name="batch_drop"),
    path("equipement/lots/<uuid:pk>/etiquettes.pdf", batches.labels, name="batch_labels"),
    path("equipement/preter/<uuid:pk>/", loans.lend, name="lend"),
    path("equipement/prets/<uuid:pk>/retour/", loans.take_back, name="take_back"),
]

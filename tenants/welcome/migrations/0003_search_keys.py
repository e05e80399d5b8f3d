from django.db import migrations

from tenants.welcome import models


def compute(apps, schema_editor):
    """The files that were there before are found with a typo too."""
    people = apps.get_model("welcome", "Beneficiary")
    for person in people.objects.iterator(chunk_size=500):
        models.Beneficiary.set_keys(person)
        person.save(update_fields=["sort_key", "search_key", "spellings"])
    referrals = apps.get_model("welcome", "Referral")
    for referral in referrals.objects.iterator(chunk_size=500):
        models.Referral.set_keys(referral)
        referral.save(update_fields=["search_key"])


class Migration(migrations.Migration):
    dependencies = [("welcome", "0002_whole_life")]

    operations = [migrations.RunPython(compute, migrations.RunPython.noop)]

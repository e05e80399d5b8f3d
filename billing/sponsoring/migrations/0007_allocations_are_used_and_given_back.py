import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kit.identifiers

# What an antenne must know of an agreement, which it does not read, is copied on what it was given.
_COPY = """
UPDATE public.sponsoring_allocation AS allocation
SET reference = agreement.reference, starts_on = agreement.starts_on, ends_on = agreement.ends_on,
    released_at = CASE WHEN allocation.state = 'released' THEN now() END,
    state = CASE WHEN allocation.state = 'released' THEN 'released' ELSE 'reserved' END
FROM public.sponsoring_agreement AS agreement
WHERE agreement.id = allocation.agreement_id
"""
# An antenne may give back, and nobody may add: an allocation only shrinks, and a released one stays.
_SHRINKS = """
CREATE FUNCTION public.sponsoring_allocation_shrinks() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.state = 'released'
        OR NEW.places > OLD.places OR NEW.devices > OLD.devices OR NEW.amount_cents > OLD.amount_cents
        OR (NEW.agreement_id, NEW.antenne_id, NEW.template_id)
            IS DISTINCT FROM (OLD.agreement_id, OLD.antenne_id, OLD.template_id)
    THEN
        RAISE EXCEPTION 'an allocation only shrinks: %', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$body$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("network", "__first__"),
        ("sponsoring", "0006_portal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "allocation", "released_at",
            models.DateTimeField(blank=True, null=True, verbose_name="rendue le"),
        ),
        migrations.AddField(
            "allocation", "reference",
            models.CharField(default="", max_length=20, verbose_name="référence de la convention"),
            preserve_default=False,
        ),
        migrations.AddField("allocation", "starts_on", models.DateField(null=True, verbose_name="du")),
        migrations.AddField("allocation", "ends_on", models.DateField(null=True, verbose_name="au")),
        migrations.RunSQL(_COPY, migrations.RunSQL.noop),
        migrations.AlterField("allocation", "starts_on", models.DateField(verbose_name="du")),
        migrations.AlterField("allocation", "ends_on", models.DateField(verbose_name="au")),
        migrations.AddConstraint(
            "allocation",
            models.CheckConstraint(
                condition=models.Q(("released_at__isnull", True), ("state", "reserved"))
                | models.Q(("released_at__isnull", False), ("state", "released")),
                name="sponsoring_allocation_state",
            ),
        ),
        migrations.AddField(
            "use",
            "places_missed",
            models.PositiveIntegerField(db_default=0, default=0, verbose_name="places restées vides"),
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.UUIDField(
                    default=kit.identifiers.new_id, editable=False, primary_key=True, serialize=False
                )),
                ("places", models.PositiveIntegerField(verbose_name="places")),
                ("devices", models.PositiveIntegerField(verbose_name="équipements")),
                ("amount_cents", models.PositiveBigIntegerField(verbose_name="montant (centimes)")),
                ("reason", models.CharField(max_length=300, verbose_name="motif")),
                ("at", models.DateTimeField(verbose_name="le")),
                ("allocation", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="releases",
                    to="sponsoring.allocation",
                )),
                ("antenne", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.antenne",
                    verbose_name="antenne",
                )),
                ("by", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+",
                    to=settings.AUTH_USER_MODEL, verbose_name="par",
                )),
            ],
            options={
                "db_table": "sponsoring_release",
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("places__gt", 0), ("devices__gt", 0), ("amount_cents__gt", 0),
                                _connector="OR",
                            ),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="sponsoring_release_something",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            sql=[
                _SHRINKS,
                "CREATE TRIGGER allocation_shrinks BEFORE UPDATE ON public.sponsoring_allocation"
                " FOR EACH ROW EXECUTE FUNCTION public.sponsoring_allocation_shrinks()",
            ],
            reverse_sql=[
                "DROP TRIGGER allocation_shrinks ON public.sponsoring_allocation",
                "DROP FUNCTION public.sponsoring_allocation_shrinks()",
            ],
        ),
    ]  # fmt: skip

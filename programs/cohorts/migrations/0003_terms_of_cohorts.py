from django.db import migrations

# A cohort that was planned before keeps the rules of its version, as it has always followed them.
COPY = """
UPDATE cohorts_cohort AS cohort
SET terms = jsonb_build_object(
    'hours', (SELECT jsonb_object_agg(level, hours) FROM public.catalogue_levelrule
              WHERE version_id = cohort.version_id),
    'completion_percent', version.completion_percent,
    'loan_months', version.loan_months,
    'option_price_cents', version.option_price_cents)
FROM public.catalogue_templateversion AS version
WHERE version.id = cohort.version_id AND cohort.terms = '{}'::jsonb
"""


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0002_whole_life")]

    operations = [migrations.RunSQL(COPY, migrations.RunSQL.noop)]

from django.db import migrations

# An edition that was published, and what it says, stay as they were given: a correction is a new edition.
_FROZEN = """
CREATE FUNCTION public.sponsoring_published_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'a published edition stays: % of %', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END
$body$;
"""


class Migration(migrations.Migration):
    dependencies = [("sponsoring", "0002_agreements_money_and_reports")]

    operations = [
        migrations.RunSQL(
            sql=[
                _FROZEN,
                "CREATE TRIGGER published_stays BEFORE UPDATE OR DELETE ON public.sponsoring_impactreport"
                " FOR EACH ROW EXECUTE FUNCTION public.sponsoring_published_stays()",
            ],
            reverse_sql=[
                "DROP TRIGGER published_stays ON public.sponsoring_impactreport",
                "DROP FUNCTION public.sponsoring_published_stays()",
            ],
        ),
    ]

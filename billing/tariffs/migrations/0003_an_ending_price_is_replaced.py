"""A price that has a last day may be cut shorter by the next one, from a day that has not begun."""

from django.db import migrations

_IN_FORCE = """
CREATE OR REPLACE FUNCTION public.tariffs_past_never_changes() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (to_jsonb(OLD) - 'during') = (to_jsonb(NEW) - 'during')
        AND lower(OLD.during) = lower(NEW.during)
        AND {open}
        AND upper(NEW.during) >= CURRENT_DATE
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a price in force never changes: % of %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$body$;
"""


class Migration(migrations.Migration):
    dependencies = [("tariffs", "0002_past_prices_never_change")]

    operations = [
        migrations.RunSQL(
            sql=_IN_FORCE.format(
                open="(upper(OLD.during) IS NULL OR upper(NEW.during) < upper(OLD.during))"
            ),
            reverse_sql=_IN_FORCE.format(open="upper(OLD.during) IS NULL"),
        )
    ]

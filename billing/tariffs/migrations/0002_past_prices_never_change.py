"""A price or a ceiling never changes but by ending, on a day that has not begun; none is taken away.

On the shared floor alone, where triggers are allowed: the promise holds against every door.
"""

from django.db import migrations

_TABLES = ("price", "ceilingrule")
_FUNCTION = """
CREATE FUNCTION public.tariffs_past_never_changes() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (to_jsonb(OLD) - 'during') = (to_jsonb(NEW) - 'during')
        AND lower(OLD.during) = lower(NEW.during)
        AND upper(OLD.during) IS NULL
        -- One day of grace: it is already tomorrow in some antennes, still yesterday in others.
        AND upper(NEW.during) >= CURRENT_DATE
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a price in force never changes: % of %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$body$;
"""
_ITEMS = """
CREATE FUNCTION public.tariffs_lines_of_a_draft_only() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    list_id uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.price_list_id ELSE NEW.price_list_id END;
    list_state text;
BEGIN
    SELECT state FROM public.tariffs_pricelist WHERE id = list_id FOR SHARE INTO list_state;
    IF list_state <> 'draft' THEN
        RAISE EXCEPTION 'a published list never changes: % of %', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$body$;
"""


class Migration(migrations.Migration):
    dependencies = [("tariffs", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=[
                _FUNCTION,
                _ITEMS,
                *(
                    f"CREATE TRIGGER past_never_changes BEFORE UPDATE OR DELETE ON public.tariffs_{table}"
                    " FOR EACH ROW EXECUTE FUNCTION public.tariffs_past_never_changes()"
                    for table in _TABLES
                ),
                "CREATE TRIGGER lines_of_a_draft_only BEFORE INSERT OR UPDATE OR DELETE"
                " ON public.tariffs_pricelistitem FOR EACH ROW"
                " EXECUTE FUNCTION public.tariffs_lines_of_a_draft_only()",
            ],
            reverse_sql=[
                *(f"DROP TRIGGER past_never_changes ON public.tariffs_{table}" for table in _TABLES),
                "DROP TRIGGER lines_of_a_draft_only ON public.tariffs_pricelistitem",
                "DROP FUNCTION public.tariffs_past_never_changes()",
                "DROP FUNCTION public.tariffs_lines_of_a_draft_only()",
            ],
        )
    ]

"""What was published never changes, against every door: a price or a ceiling in force only ends, on a
day that is not over; a list that is no draft any more keeps its lines and its antennes.

On the shared floor alone, where triggers are allowed.
"""

from django.db import migrations

_IN_FORCE = """
CREATE FUNCTION public.tariffs_past_never_changes() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (to_jsonb(OLD) - 'during') = (to_jsonb(NEW) - 'during')
        AND lower(OLD.during) = lower(NEW.during)
        AND upper(OLD.during) IS NULL
        AND upper(NEW.during) >= CURRENT_DATE
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a price in force never changes: % of %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$body$;
"""
_LIST = """
CREATE FUNCTION public.tariffs_only_drafts_change() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'a published list never changes: % of %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$body$;
"""
# The trigger's argument is the column that names the list. Both sides of a change are looked at: a line
# leaves a published list as little as it enters one.
_PARTS = """
CREATE FUNCTION public.tariffs_parts_of_a_draft_only() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    lists uuid[] := '{}';
    one uuid;
    list_state text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        lists := lists || (to_jsonb(OLD) ->> TG_ARGV[0])::uuid;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        lists := lists || (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
    END IF;
    FOREACH one IN ARRAY lists LOOP
        SELECT state FROM public.tariffs_pricelist WHERE id = one FOR SHARE INTO list_state;
        IF list_state <> 'draft' THEN
            RAISE EXCEPTION 'a published list never changes: % of %', TG_OP, TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$body$;
"""
# (table, trigger, on, function with its argument)
_TRIGGERS = [
    ("price", "past_never_changes", "UPDATE OR DELETE", "past_never_changes()"),
    ("ceilingrule", "past_never_changes", "UPDATE OR DELETE", "past_never_changes()"),
    ("pricelist", "only_drafts_change", "UPDATE OR DELETE", "only_drafts_change()"),
    *(
        (table, "parts_of_a_draft_only", "INSERT OR UPDATE OR DELETE", f"parts_of_a_draft_only('{key}')")
        for table, key in (("pricelistitem", "price_list_id"), ("pricelist_antennes", "pricelist_id"))
    ),
]
_FUNCTIONS = ("past_never_changes", "only_drafts_change", "parts_of_a_draft_only")


class Migration(migrations.Migration):
    dependencies = [("tariffs", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=[
                _IN_FORCE,
                _LIST,
                _PARTS,
                *(
                    f"CREATE TRIGGER {name} BEFORE {on} ON public.tariffs_{table}"
                    f" FOR EACH ROW EXECUTE FUNCTION public.tariffs_{function}"
                    for table, name, on, function in _TRIGGERS
                ),
            ],
            reverse_sql=[
                *(f"DROP TRIGGER {name} ON public.tariffs_{table}" for table, name, _, _ in _TRIGGERS),
                *(f"DROP FUNCTION public.tariffs_{name}()" for name in _FUNCTIONS),
            ],
        )
    ]

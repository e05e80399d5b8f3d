"""What is published never changes: the database keeps that promise against every door, raw SQL included.

On the shared floor alone, where triggers are allowed. A part (level, module, question…) is written,
changed or taken away only while its parent is a draft; the row lock makes a publication that is
under way wait, or be waited for.
"""

from django.db import migrations

_WORDS = """
CREATE FUNCTION public.catalogue_published_never_changes() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    -- What may still be written: the state, which only goes on, and the day it did.
    moving CONSTANT text[] := ARRAY['state', 'superseded_at', 'retired_at'];
    course CONSTANT text[] := ARRAY['draft', 'published', 'superseded', 'retired'];
    old_row jsonb := to_jsonb(OLD);
    new_row jsonb;
    name text;
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        new_row := to_jsonb(NEW);
        IF (old_row - moving) = (new_row - moving)
            AND array_position(course, NEW.state::text) >= array_position(course, OLD.state::text)
            AND NOT EXISTS (
                SELECT FROM unnest(moving[2:]) AS dated
                WHERE old_row ->> dated IS NOT NULL AND old_row -> dated <> new_row -> dated
            )
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'what is published never changes: % of %.%', TG_OP, TG_TABLE_NAME, OLD.id
        USING ERRCODE = 'restrict_violation';
END
$body$;
"""

_PARTS = """
CREATE FUNCTION public.catalogue_parts_of_a_draft_only() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    parent_table CONSTANT text := TG_ARGV[0];
    parent_key CONSTANT text := TG_ARGV[1];
    parents uuid[] := '{}';
    parent uuid;
    parent_state text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        parents := parents || (to_jsonb(OLD) ->> parent_key)::uuid;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        parents := parents || (to_jsonb(NEW) ->> parent_key)::uuid;
    END IF;
    FOREACH parent IN ARRAY parents LOOP
        EXECUTE format('SELECT state FROM public.%I WHERE id = $1 FOR SHARE', parent_table)
            INTO parent_state USING parent;
        IF parent_state <> 'draft' THEN
            RAISE EXCEPTION 'what is published never changes: % of a %', TG_OP, TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$body$;
"""

_TEXTS = ("templateversion", "assessmentgrid", "survey")
_PART_OF = {
    "levelrule": ("templateversion", "version_id"),
    "module": ("templateversion", "version_id"),
    "eligibilityrule": ("templateversion", "version_id"),
    "adaptablefield": ("templateversion", "version_id"),
    "gridquestion": ("assessmentgrid", "grid_id"),
    "surveyquestion": ("survey", "survey_id"),
}


def _forwards():
    yield _WORDS
    yield _PARTS
    for table in _TEXTS:
        yield (
            f"CREATE TRIGGER published_never_changes BEFORE UPDATE OR DELETE ON public.catalogue_{table}"
            " FOR EACH ROW EXECUTE FUNCTION public.catalogue_published_never_changes()"
        )
    for table, (parent, key) in _PART_OF.items():
        yield (
            f"CREATE TRIGGER parts_of_a_draft_only BEFORE INSERT OR UPDATE OR DELETE"
            f" ON public.catalogue_{table} FOR EACH ROW"
            f" EXECUTE FUNCTION public.catalogue_parts_of_a_draft_only('catalogue_{parent}', '{key}')"
        )


def _backwards():
    for table in _TEXTS:
        yield f"DROP TRIGGER published_never_changes ON public.catalogue_{table}"
    for table in _PART_OF:
        yield f"DROP TRIGGER parts_of_a_draft_only ON public.catalogue_{table}"
    yield "DROP FUNCTION public.catalogue_parts_of_a_draft_only()"
    yield "DROP FUNCTION public.catalogue_published_never_changes()"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_whole_life")]

    operations = [migrations.RunSQL(sql=list(_forwards()), reverse_sql=list(_backwards()))]

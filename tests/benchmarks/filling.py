"""Filling antennes by whole statements: three years of cohorts, the same whenever it is run.

A cohort is ten people (eight to twelve) in twelve sessions of two hours: 120 attendance rows. Keys are small
numbers written as UUIDs, in the order of time as the product's own. Foreign keys hold by construction and
are not checked one by one (`session_replication_role`); every other constraint is.
"""

from string import Template
from typing import Any

# g: a cohort. e: a person's place in it. s: a session. $seed tells the antennes apart.
_STATEMENTS = {
    "programmes": """
        INSERT INTO cohorts_adoptedprogramme (id, capacity, adopted_at, adopted_by_id, template_id, version_id, overrides)
        SELECT key(row_number() OVER (ORDER BY t.code)), 12, '2019-06-01', someone(), t.id,
               (SELECT v.id FROM public.catalogue_templateversion v WHERE v.template_id = t.id ORDER BY v.number DESC LIMIT 1), '{}'
        FROM public.catalogue_programmetemplate t""",
    "cohorts": """
        INSERT INTO cohorts_cohort (id, name, room, capacity, starts_on, ends_on, state, drafted_at, open_at, running_at,
            completed_at, closed_at, programme_id, version_id, cancel_reason, recurrence, signature_wanted, terms)
        SELECT key(g), 'Groupe ' || g, 'Salle ' || g % 7, 12, first, first + 77, 'closed', first - 30, first - 20, first,
            first + 78, first + 85, p.id, v.id, '', '', false,
            '{"hours": {"beginner": 32, "intermediate": 24, "advanced": 16}, "completion_percent": 80}'
        FROM (SELECT g, date '2020-01-01' + ((g - 1) * 1096 / $cohorts + $seed * 37) % 1096 AS first
              FROM generate_series(1, $cohorts) g) c
        JOIN (SELECT id, template_id, row_number() OVER (ORDER BY title, number) - 1 AS rank
              FROM public.catalogue_templateversion) v ON v.rank = (g + $seed) % 5
        JOIN cohorts_adoptedprogramme p ON p.template_id = v.template_id""",
    "places": """
        INSERT INTO cohorts_place (id, number, state, cohort_id)
        SELECT key(g * 16 + n), n,
            CASE WHEN n < people(g) THEN 'consumed' WHEN n = people(g) THEN 'taken' ELSE 'free' END, key(g)
        FROM generate_series(1, $cohorts) g, generate_series(1, 12) n""",
    "people": """
        INSERT INTO welcome_beneficiary (id, reference, first_name, last_name, phone, email, language, situations,
            sort_key, search_key, registered_at, last_contact_on, channel, spellings)
        SELECT key(n), 'R' || n, 'Prénom ' || n, 'Nom ' || n, '', '', 'fr', '{}', 'nom ' || n, 'nom ' || n,
            '2019-12-01', '2022-12-01', 'walk_in', '{}'
        FROM generate_series(1, 3 * $cohorts + 12) n""",
    "assessments": """
        INSERT INTO cohorts_assessment (id, score, suggested_level, decided_level, reason, assessed_at, assessed_by_id,
            beneficiary_id, version_id, answers, moment, skills)
        SELECT key(g * 16 + e), 20 + 30 * (e % 3), level_of(e), level_of(e), '', c.starts_on - 5, someone(),
            person(g, e, $cohorts), c.version_id, '{}', 'entry', '{}'
        FROM generate_series(1, $cohorts) g JOIN cohorts_cohort c ON c.id = key(g), generate_series(1, people(g)) e""",
    "enrolments": """
        INSERT INTO cohorts_enrolment (id, level, hours_target, state, applied_at, enrolled_at, active_at, completed_at,
            partial_at, no_show_at, reason, assessment_id, beneficiary_id, cohort_id, place_id, priority)
        SELECT key(g * 16 + e), level_of(e), 24, ended, c.starts_on - 8, c.starts_on - 4,
            CASE WHEN ended <> 'no_show' THEN c.starts_on END, CASE WHEN ended = 'completed' THEN c.ends_on END,
            CASE WHEN ended = 'partial' THEN c.ends_on END, CASE WHEN ended = 'no_show' THEN c.ends_on END, '',
            key(g * 16 + e), person(g, e, $cohorts), c.id, key(g * 16 + e), 5
        FROM generate_series(1, $cohorts) g JOIN cohorts_cohort c ON c.id = key(g), generate_series(1, people(g)) e,
            LATERAL (SELECT CASE WHEN e = people(g) THEN 'no_show' WHEN (g + e) % 5 = 0 THEN 'partial'
                            ELSE 'completed' END AS ended) s""",
    "assessments at the end": """
        INSERT INTO cohorts_assessment (id, score, suggested_level, decided_level, reason, assessed_at, assessed_by_id,
            beneficiary_id, version_id, answers, enrolment_id, moment, skills)
        SELECT key(g * 16 + e + 1000000000), 50, level_of(e + g), level_of(e + g), '', c.ends_on, someone(),
            n.beneficiary_id, c.version_id, '{}', n.id, 'exit', '{}'
        FROM generate_series(1, $cohorts) g JOIN cohorts_cohort c ON c.id = key(g)
        CROSS JOIN LATERAL generate_series(1, people(g) - 1) e
        JOIN cohorts_enrolment n ON n.id = key(g * 16 + e)""",
    "sessions": """
        INSERT INTO cohorts_session (id, position, title, day, starts_at, minutes, room, state, held_at, locked_at,
            cohort_id, kind, reason, sequence, theme)
        SELECT key(g * 16 + s), s, 'Séance', c.starts_on + 7 * (s - 1), c.starts_on + 7 * (s - 1) + time '09:30', 120,
            c.room, 'locked', c.starts_on + 7 * (s - 1), c.starts_on + 7 * (s - 1), c.id, 'course', '', 0, ''
        FROM generate_series(1, $cohorts) g JOIN cohorts_cohort c ON c.id = key(g), generate_series(1, 12) s""",
    "attendances": """
        INSERT INTO cohorts_attendance (id, status, minutes, session_minutes, taken_at, enrolment_id, session_id,
            taken_by_id, signature)
        SELECT key((g * 16 + s) * 16 + e), status,
            CASE status WHEN 'present' THEN 120 WHEN 'late' THEN 105 ELSE 0 END, 120, '2022-01-01', key(g * 16 + e),
            key(g * 16 + s), someone(), ''
        FROM generate_series(1, $cohorts) g, generate_series(1, 12) s, generate_series(1, people(g)) e,
            LATERAL (SELECT CASE WHEN e = people(g) OR (g + 3 * e + s) % 10 = 0 THEN 'absent'
                            WHEN (g + 3 * e + s) % 10 = 5 THEN 'late' ELSE 'present' END AS status) x""",
    "invitations": """
        INSERT INTO cohorts_surveyinvitation (id, invited_at, answered, enrolment_id)
        SELECT key(g * 16 + e), c.ends_on, (g + e) % 4 > 0, key(g * 16 + e)
        FROM generate_series(1, $cohorts) g JOIN cohorts_cohort c ON c.id = key(g), generate_series(1, people(g) - 1) e""",
    "answers": """
        INSERT INTO cohorts_surveyanswer (id, cohort_id, satisfaction, answers)
        SELECT md5(g || '/' || e)::uuid, key(g),
            CASE (g + 3 * e) % 10 WHEN 0 THEN 'very_unsatisfied' WHEN 1 THEN 'unsatisfied' WHEN 2 THEN 'satisfied'
                 WHEN 3 THEN 'satisfied' ELSE 'very_satisfied' END, '{}'
        FROM generate_series(1, $cohorts) g, generate_series(1, people(g) - 1) e WHERE (g + e) % 4 > 0""",
    "till": """
        INSERT INTO counter_till (id, code, name, made_at, last_number, head, training_number, training_head)
        VALUES (key(1), 'caisse', 'Caisse', '2019-12-01', $sales, '', 0, '')""",
    "till session": """
        INSERT INTO counter_tillsession (id, business_day, training, state, opened_at, float_cents, difference_reason,
            opened_by_id, till_id)
        VALUES (key(1), '2020-01-01', false, 'open', '2020-01-01', 0, '', someone(), key(1))""",
    "sales": """
        INSERT INTO counter_sale (id, training, number, kind, business_day, sold_at, person_seal, reason, total_cents,
            previous_hash, hash, signature, beneficiary_id, sold_by_id, till_id, session_id)
        SELECT key(n), false, n, 'sale', day, day, '', '', 500, '', '', '', person(n, 0, $cohorts), someone(), key(1), key(1)
        FROM generate_series(1, $sales) n, LATERAL (SELECT date '2020-01-01' + (n - 1) * 1096 / $sales AS day) d""",
    "lines": """
        INSERT INTO counter_saleline (id, position, label, "group", account, quantity, unit_cents, reference_cents,
            vat_percent, gross_cents, net_cents, vat_cents, product_id, sale_id)
        SELECT key(n), 1, 'Forfait', 'connection', '707000', 1, 500, 1000 + n % 7, 20, 500, 417, 83, key(1), key(n)
        FROM generate_series(1, $sales) n""",
}
_WORDS = """
CREATE FUNCTION public.key(n bigint) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$ SELECT lpad(to_hex(n), 32, '0')::uuid $$;
CREATE FUNCTION public.people(g int) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT 8 + g % 5 $$;
CREATE FUNCTION public.person(g int, e int, cohorts int) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$
    SELECT public.key((g * 7 + e) % (3 * cohorts + 12) + 1) $$;
CREATE FUNCTION public.level_of(e int) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT (ARRAY['beginner', 'intermediate', 'advanced'])[e % 3 + 1] $$;
CREATE FUNCTION public.someone() RETURNS uuid STABLE LANGUAGE sql AS $$
    SELECT id FROM public.network_user ORDER BY email LIMIT 1 $$;
"""
ROWS_OF_A_COHORT = 120


def fill(raw: Any, *, attendances: int) -> None:
    """Fill every antenne of that database with about so many attendance rows. The owner's connection."""
    raw.execute(_WORDS)
    cohorts = max(1, round(attendances / ROWS_OF_A_COHORT))
    schemas = raw.execute("SELECT schema_name FROM public.network_antenne ORDER BY code").fetchall()
    for seed, (schema,) in enumerate(schemas):
        with raw.transaction():
            raw.execute(f"SET LOCAL search_path TO {schema}, public")
            raw.execute("SET LOCAL session_replication_role TO replica")
            for statement in _STATEMENTS.values():
                raw.execute(Template(statement).substitute(cohorts=cohorts, seed=seed, sales=cohorts * 5))
        analyse(raw, schema)


def analyse(raw: Any, schema: str) -> None:
    for table in TABLES:
        raw.execute(f"VACUUM ANALYZE {schema}.{table}")


# What a report reads.
TABLES = (
    "cohorts_cohort",
    "cohorts_place",
    "cohorts_enrolment",
    "cohorts_assessment",
    "cohorts_session",
    "cohorts_attendance",
    "cohorts_surveyanswer",
    "cohorts_surveyinvitation",
    "counter_sale",
    "counter_saleline",
)

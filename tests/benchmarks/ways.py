"""Ways to the same report: the product's cells against its source, read schema by schema or in one piece.

A line is (antenne id, first day, version id or None, then the sums in the order of MEASURES). Over the source
the SELECT is the same, in one schema, in all of them or in one shared table.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import psycopg
from benchmarks.network import NOW, YEAR, Network
from django.db import connection

from hub.rollup.refresh import refresh
from hub.rollup.reports import Report, report
from kit.antennes import NATIONAL, at, inside
from programs.catalogue.models import TemplateVersion

ASKED = (
    "places_opened", "places_taken", "participants", "completions", "minutes_delivered", "satisfied", "savings",
)  # fmt: skip
ANSWERS = "satisfied:n"
MEASURES = (*ASKED[:-1], ANSWERS, ASKED[-1])
CUBE = ("antenne", "month", "programme")
DAYS = {"start": YEAR[0], "end": date(YEAR[0].year, 12, 31)}
STALE = 19  # antennes with a month to count again, whatever their number
Lines = list[tuple[Any, ...]]
Sums = dict[tuple[Any, date, Any], tuple[int, ...]]


def cells_as_users_get_them(by: tuple[str, ...] = CUBE) -> Report:
    """The product's reader, as the national office."""
    with at(NATIONAL):
        return report(start_month=YEAR[0], end_month=YEAR[1], by=by, measures=ASKED)


def cells() -> Lines:
    """The same cells by one plain statement, as the national office."""
    sums = [f"sum(value) FILTER (WHERE measure = '{code}')" for code in ASKED]
    sums.insert(len(ASKED) - 1, "sum(n) FILTER (WHERE measure = 'satisfied')")
    columns = ", ".join(f"coalesce({one}, 0)::bigint" for one in sums)
    with at(NATIONAL):
        return _fetched(
            f"SELECT antenne_id, month, version_id, {columns} FROM rollup_figure"
            " WHERE month BETWEEN %(start)s AND %(end)s AND measure = ANY(%(measures)s) GROUP BY 1, 2, 3",
            {"start": YEAR[0], "end": YEAR[1], "measures": list(ASKED)},
        )


def loop(network: Network) -> Lines:
    """Every schema in turn: its role, one statement, one transaction."""
    lines: Lines = []
    for antenne in network.antennes:
        with inside(antenne):
            lines += _fetched(source(str, f"'{antenne.pk}'::uuid"), DAYS)
    return lines


def union(network: Network, raw: psycopg.Connection[Any]) -> Lines:
    """All schemas in one statement, by the owner. Raises OutOfMemory when its locks have no room."""
    parts = [
        source(f"{antenne.schema_name}.{{}}".format, f"'{antenne.pk}'::uuid") for antenne in network.antennes
    ]
    return raw.execute(" UNION ALL ".join(parts), DAYS).fetchall()


def shared_table(raw: psycopg.Connection[Any]) -> Lines:
    """One table for all antennes, with the tenant's id first in each of its indexes; no row rule to check."""
    return raw.execute(source("one_table.{}".format), DAYS).fetchall()


def make_stale(network: Network, raw: psycopg.Connection[Any]) -> None:
    for antenne in network.antennes[:STALE]:
        raw.execute(f"INSERT INTO {antenne.schema_name}.marks_mark (month) VALUES ('2022-06-01')")


def refresh_and_read(network: Network) -> Report:
    """The product brings up to date what has moved, then reads."""
    counted = [refresh(antenne, now=NOW) for antenne in network.antennes[:STALE]]
    assert counted == [1] * STALE
    return cells_as_users_get_them()


def sums_of_lines(lines: Iterable[tuple[Any, ...]]) -> Sums:
    """By antenne, month and programme, for one way to be compared with another."""
    with at(NATIONAL):
        template_of = dict(TemplateVersion.objects.values_list("pk", "template_id"))
    found: dict[Any, tuple[int, ...]] = defaultdict(lambda: (0,) * len(MEASURES))
    for antenne, month, version, *values in lines:
        key = antenne, month, template_of.get(version)
        found[key] = tuple(map(sum, zip(found[key], values, strict=True)))
    return {key: values for key, values in found.items() if any(values)}


def sums_of_report(found: Report) -> Sums:
    def key(row: Any) -> tuple[Any, date, Any]:
        programme = row.keys["programme"]
        return row.keys["antenne"].pk, row.keys["month"], programme and programme.pk

    def value(row: Any, code: str) -> int:
        amount = row[code.removesuffix(":n")]
        return (amount.denominator if code == ANSWERS else amount.value) or 0

    return {key(row): tuple(value(row, code) for code in MEASURES) for row in found.rows if row}


def _fetched(query: str, parameters: Any) -> Lines:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def source(table: Callable[[str], str], antenne: str = "") -> str:
    """The report from the source: of one antenne (an SQL expression), or of the shared tables."""

    def key(of: str) -> str:
        return "" if antenne else f"{of}.antenne_id, "

    def same(one: str, other: str) -> str:
        return "" if antenne else f"AND {one}.antenne_id = {other}.antenne_id"

    groups = "GROUP BY 1, 2" if antenne else "GROUP BY 1, 2, 3"
    year = "BETWEEN %(start)s AND %(end)s"
    opened = "c.state IN ('open', 'running', 'completed', 'closed')"
    cohort, attendance = table("cohorts_cohort"), table("cohorts_attendance")
    return f"""
    SELECT {antenne or "antenne_id"}, month, version_id, sum(a)::bigint, sum(b)::bigint, sum(c)::bigint,
           sum(d)::bigint, sum(e)::bigint, sum(f)::bigint, sum(g)::bigint, sum(h)::bigint
    FROM (
        SELECT {key("c")} date_trunc('month', c.starts_on)::date AS month, c.version_id, count(*) AS a,
               count(*) FILTER (WHERE p.state IN ('taken', 'consumed')) AS b, 0 AS c, 0 AS d, 0 AS e, 0 AS f, 0 AS g, 0 AS h
        FROM {table("cohorts_place")} p JOIN {cohort} c ON c.id = p.cohort_id {same("c", "p")}
        WHERE c.starts_on {year} AND {opened} AND p.state <> 'released' {groups}
      UNION ALL
        SELECT {key("c")} date_trunc('month', c.starts_on)::date, c.version_id, 0, 0,
               count(*) FILTER (WHERE EXISTS (SELECT FROM {attendance} t WHERE t.enrolment_id = n.id {same("t", "n")}
                                              AND t.status IN ('present', 'late', 'left_early'))),
               count(*) FILTER (WHERE n.state = 'completed'), 0, 0, 0, 0
        FROM {table("cohorts_enrolment")} n JOIN {cohort} c ON c.id = n.cohort_id {same("c", "n")}
        WHERE c.starts_on {year} AND {opened} {groups}
      UNION ALL
        SELECT {key("s")} date_trunc('month', s.day)::date, c.version_id, 0, 0, 0, 0, sum(t.minutes), 0, 0, 0
        FROM {attendance} t JOIN {table("cohorts_session")} s ON s.id = t.session_id {same("s", "t")}
        JOIN {cohort} c ON c.id = s.cohort_id {same("c", "s")}
        WHERE s.day {year} AND s.state = 'locked' {groups}
      UNION ALL
        SELECT {key("c")} date_trunc('month', c.starts_on)::date, c.version_id, 0, 0, 0, 0, 0,
               count(*) FILTER (WHERE a.satisfaction IN ('satisfied', 'very_satisfied')), count(*), 0
        FROM {table("cohorts_surveyanswer")} a JOIN {cohort} c ON c.id = a.cohort_id {same("c", "a")}
        WHERE c.starts_on {year} {groups}
      UNION ALL
        SELECT {key("s")} date_trunc('month', s.business_day)::date, NULL::uuid, 0, 0, 0, 0, 0, 0, 0,
               sum(l.quantity * l.reference_cents - l.gross_cents)
        FROM {table("counter_saleline")} l JOIN {table("counter_sale")} s ON s.id = l.sale_id {same("s", "l")}
        WHERE s.business_day {year} AND NOT s.training {groups}
    ) counted GROUP BY 1, 2, 3"""


_KEYS = {
    "cohorts_cohort": [],
    "cohorts_place": ["cohort_id, number"],
    "cohorts_enrolment": ["cohort_id", "place_id", "beneficiary_id"],
    "cohorts_session": ["cohort_id, position"],
    "cohorts_attendance": ["session_id, enrolment_id", "enrolment_id"],
    "cohorts_surveyanswer": ["cohort_id"],
    "counter_sale": ["business_day, till_id"],
    "counter_saleline": ["sale_id"],
}


def build_shared_table(network: Network, raw: psycopg.Connection[Any]) -> None:
    """The same rows once more, in one schema: whole rows, the antenne in front."""
    raw.execute("CREATE SCHEMA one_table")
    for table, keys in _KEYS.items():
        like = f"{network.antennes[0].schema_name}.{table}"
        raw.execute(f"CREATE TABLE one_table.{table} (antenne_id uuid NOT NULL, LIKE {like})")
        for antenne in network.antennes:
            rows = f"SELECT '{antenne.pk}'::uuid, * FROM {antenne.schema_name}.{table}"
            raw.execute(f"INSERT INTO one_table.{table} {rows}")
        raw.execute(f"ALTER TABLE one_table.{table} ADD PRIMARY KEY (antenne_id, id)")
        for columns in keys:
            raw.execute(f"CREATE INDEX ON one_table.{table} (antenne_id, {columns})")
    raw.execute("CREATE INDEX ON one_table.cohorts_session (day, state)")
    for table in _KEYS:
        raw.execute(f"VACUUM ANALYZE one_table.{table}")

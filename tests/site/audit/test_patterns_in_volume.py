"""What stands out among as many entries as a province writes in a month."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from audit import reading
from audit.models import AuditEntry
from audit.patterns import Rule

pytestmark = pytest.mark.django_db
ENTRIES = 100_000
# A busy month of 120 officials, each person for a case; made by the database, which is faster.
MONTH = """
    INSERT INTO audit_auditentry
        (at, account_name, action, reason, question, results, details, digest)
    SELECT {at}, 'canbo' || (n %% 120),
        CASE n %% 3 WHEN 0 THEN 'search' WHEN 1 THEN 'open_person' ELSE 'contacts' END,
        '', 'key:' || MD5(CAST(n AS text)), 3, '{{"engine": "database", "case": "HD-7"}}', ''
    FROM numbers
"""
NUMBERS = {
    "postgresql": "WITH numbers AS (SELECT generate_series(1, %s) AS n)",
    "sqlite": "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers"
    " WHERE n < %s)",
}
AT = {
    "postgresql": "now() - n * interval '21 seconds'",
    "sqlite": "datetime('now', '-' || (n * 21) || ' seconds')",
}


def look_up(account: str, question: str, days_ago: int, **details: str) -> AuditEntry:
    return AuditEntry(
        at=timezone.now() - timedelta(days=days_ago),
        account_name=account,
        action="open_person",
        question=question,
        details={"engine": "database", **details},
    )


def test_the_one_that_looks_daily_and_the_one_without_a_case_are_found_in_one_query(
    settings: Any, django_assert_num_queries: Any
) -> None:
    settings.AUDIT_LIMITS = {"night_look_ups": ENTRIES}  # the test may run at night
    with connection.cursor() as cursor:
        month = MONTH.format(at=AT[connection.vendor])
        cursor.execute(NUMBERS[connection.vendor] + month, [ENTRIES])
    odd = [look_up("ghen", "key:nguoi-quen", day, case="HD-7") for day in range(20)]
    odd += [look_up("tomo", f"name:{number}", 3) for number in range(40)]
    AuditEntry.objects.bulk_create(odd)
    with django_assert_num_queries(1):
        found = reading.unusual(30)
    daily, many = found.findings
    assert (daily.rule, daily.account, daily.number) == (Rule.SAME_PERSON, "ghen", 20)
    assert (many.rule, many.account, many.number) == (Rule.NO_CASE, "tomo", 40)
    assert (found.entries, found.complete) == (ENTRIES + 60, True)

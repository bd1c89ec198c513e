"""The answers of a service on an ordinary day: one small data set of the API of explore education statistics.

The figures are those of the Department for Education, *Children in need, reporting year 2024*, table C1, under the Open
Government Licence v3.0, with the headings of 2025; ids, versions and revisions are made up.
"""

import gzip
import json

from replaying import Route

HEADINGS = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
    "new_la_code,la_name,category,referral_count,rereferral_count,rereferral_percent"
)
ROWS = """\
2024,Reporting year,National,E92000001,England,,,,,,Referrals and Re-referrals,621880,139080,22.4
2024,Reporting year,Local authority,E92000001,England,E12000008,South East,851,E06000044,Portsmouth,Referrals and Re-referrals,3061,735,24
2024,Reporting year,Local authority,E92000001,England,E12000008,South East,852,E06000045,Southampton,Referrals and Re-referrals,3094,768,24.8
2024,Reporting year,Local authority,E92000001,England,E12000009,South West,933,E06000066,Somerset,Referrals and Re-referrals,5675,1306,23
2023,Reporting year,National,E92000001,England,,,,,,Referrals and Re-referrals,640430,143770,22.4
2023,Reporting year,Local authority,E92000001,England,E12000008,South East,851,E06000044,Portsmouth,Referrals and Re-referrals,2897,803,27.7
2023,Reporting year,Local authority,E92000001,England,E12000008,South East,852,E06000045,Southampton,Referrals and Re-referrals,3747,853,22.8
2023,Reporting year,Local authority,E92000001,England,E12000009,South West,933,E10000027,Somerset,Referrals and Re-referrals,5259,1127,21.4
"""  # noqa: E501 - rows as published
TABLE = f"{HEADINGS}\n{ROWS}"
REVISED = TABLE.replace("3094,768", "3101,768")

ENTRY = """\
title: Referrals and re-referrals (table C1)
publisher: Department for Education
service: ees
publication: Children in need
data_set: C1 Referrals*
lag: seven months after the year
source: test_referrals
take: [referral_count, rereferral_count, rereferral_percent]
row: [time_period, geographic_level, country_code, region_code, new_la_code, category]
area: [new_la_code, region_code, country_code]
period: time_period
"""
SPECIFICATION = """\
title: Referrals and re-referrals (table C1, headings of 2025)
supplier: Department for Education
file: test_referrals_*
layout: measures_across
precedence: 1
area_columns: [new_la_code, region_code, country_code]
name_column: la_name
period_column: time_period
period: reporting year
labels: [time_identifier, geographic_level, country_name, region_name, old_la_code, category]
columns:
  referral_count: referrals
  rereferral_count: rereferrals
  rereferral_percent: {indicator: rereferral_share, percent: bare}
"""
IN_JSON = {"Content-Type": "application/json; charset=utf-8"}
IN_CSV = {"Content-Type": "text/csv", "Content-Encoding": "gzip"}
DATA_SET = "342f9a01-26f0-2a71-91a1-f8bc0bee8b11"
ONE = f"/statistics/v1/data-sets/{DATA_SET}"


def in_json(path: str, content: object, **more: object) -> Route:
    return Route(path, json.dumps(content).encode(), headers=IN_JSON, **more)


def in_csv(path: str, text: str, **more: object) -> Route:
    return Route(path, gzip.compress(text.encode(), mtime=0), headers=IN_CSV, **more)


def a_page(results: list, page: int = 1, pages: int = 1, total: int | None = None) -> dict:
    paging = {"page": page, "pageSize": 2, "totalResults": len(results) if total is None else total}
    return {"paging": paging | {"totalPages": pages}, "results": results}


def a_version(version: str, **more: object) -> dict:
    told = {
        "version": version,
        "type": "Minor",
        "status": "Published",
        "published": "2025-10-30T09:30:00Z",
        "notes": "",
        "totalResults": 8,
        "release": {"title": "Reporting year 2025", "slug": "2025"},
    }
    return told | more


def the_file(version: str, text: str = TABLE, **more: object) -> Route:
    return in_csv(f"{ONE}/csv", text, query={"dataSetVersion": version}, **more)


def the_versions(*versions: dict) -> Route:
    return in_json(f"{ONE}/versions", a_page(list(versions)))


def the_changes(version: str, **changes: object) -> Route:
    return in_json(f"{ONE}/versions/{version}/changes", {"versionNumber": version, "notes": ""} | changes)


def the_data_set(identifier: str = DATA_SET, **more: object) -> dict:
    return {"id": identifier, "title": "C1 Referrals and re-referrals by local authority", "status": "Published"} | more


def as_published() -> list[Route]:
    """The service as it is on an ordinary day: two pages of publications, one data set, one version."""
    return [
        in_json(
            "/statistics/v1/publications",
            a_page([{"id": "p1", "title": "Children in need"}], 1, 2, 2),
            query={"page": "1"},
        ),
        in_json(
            "/statistics/v1/publications",
            a_page([{"id": "p2", "title": "Elective home education"}], 2, 2, 2),
            query={"page": "2"},
        ),
        in_json("/statistics/v1/publications/p1/data-sets", a_page([the_data_set()])),
        in_json(ONE, the_data_set()),
        the_versions(a_version("1.0")),
        the_file("1.0"),
    ]

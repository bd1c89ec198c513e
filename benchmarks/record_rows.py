"""Files of records of any length, drawn by DuckDB from a seed: heavy-tailed ids over ten years, as texts."""

from pathlib import Path

import duckdb

DAY = "(DATE '2014-04-01' + CAST(floor(hash({0} * 2 + 1) / 18446744073709551616.0 * 3652) AS INTEGER))"
CHILD = "'C' || lpad(CAST(floor(pow(hash(i * 7 + 3) / 18446744073709551616.0, 2.2) * {children}) AS VARCHAR), 8, '0')"
DRAWS = {
    "ssd": f"""SELECT {CHILD} AS cine_person_id, {DAY.format("i")} AS cine_referral_date FROM range({{rows}}) r(i)""",
    "police_missing": f"""
        SELECT {CHILD} AS person_id, CAST({DAY.format("i")} AS TIMESTAMP)
          + to_minutes(CAST(hash(i * 5) % 1440 AS INTEGER)) AS missing_from,
          missing_from + to_minutes(CAST(hash(i * 11) % 4000 AS INTEGER)) AS returned,
          ['E06000045', 'E06000044', 'E10000014', 'E06000046'][1 + CAST(hash(i * 13) % 4 AS INTEGER)] AS home_la_code
        FROM range({{rows}}) r(i)""",
    "ssda903": f"""
        SELECT {CHILD} AS CHILD, {DAY.format("i")} AS DECOM, ['S', 'P', 'L', 'B', 'T', 'U'][1 + CAST(hash(i * 3) % 6 AS
          INTEGER)] AS RNE, ['C1', 'C2', 'E1', 'V2', 'V4'][1 + CAST(hash(i * 17) % 5 AS INTEGER)] AS LS,
          CASE WHEN hash(i * 19) % 10 = 0 THEN NULL ELSE DECOM + CAST(hash(i * 23) % 400 AS INTEGER) END AS "DEC",
          CASE WHEN "DEC" IS NULL THEN NULL ELSE 'X1' END AS REC
        FROM range({{rows}}) r(i)""",
}
"""A file for each form; every child has six rows on average, and some have hundreds."""

AS_TEXT = {"police_missing": "%d/%m/%Y %H:%M", "ssda903": "%d/%m/%Y"}


def write_records(folder: Path, form: str, rows: int, kind: str) -> Path:
    """Write a file of a form, `parquet` with dates as dates or `csv` as systems export it; one that is there stays."""
    path = folder / f"{form}-{rows}-{kind}" / f"{form}.{kind}"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    draw = DRAWS[form].format(rows=rows, children=max(1, rows // 6))
    with duckdb.connect() as connection:
        if kind == "csv" and form in AS_TEXT:
            options = f"(HEADER, DATEFORMAT '{AS_TEXT[form]}', TIMESTAMPFORMAT '{AS_TEXT[form]}')"
        else:
            options = "(FORMAT parquet)" if kind == "parquet" else "(HEADER)"
        connection.execute(f"COPY ({draw}) TO '{path}' {options}")
    return path

"""The same counts by DuckDB's own SQL, polars and pandas, each as one would write it by hand."""

from pathlib import Path

MOVES, STRICT = ["S", "P", "T", "B", "U"], ["S", "P", "B"]
READ = {"parquet": "read_parquet('{0}')", "csv": "read_csv('{0}', all_varchar = true)"}
YEAR = "(year({0}) - CASE WHEN month({0}) < 4 THEN 1 ELSE 0 END)"
SQL = {
    "ssd": f"""
        WITH days AS (SELECT DISTINCT cine_person_id AS child, CAST(cine_referral_date AS DATE) AS day FROM {{source}}),
        again AS (SELECT *,
                  coalesce(lag(day) OVER (PARTITION BY child ORDER BY day) + INTERVAL 12 MONTH >= day, false) AS a
                  FROM days),
        children AS (SELECT {YEAR.format("day")} AS period, child, count(*) AS n, sum(CAST(a AS INT)) AS again
                     FROM again GROUP BY ALL)
        SELECT period, sum(n), sum(again), count(*), sum(CAST(again > 0 AS INT)) FROM children GROUP BY 1 ORDER BY 1""",
    "police_missing": f"""
        WITH rows AS (SELECT person_id AS child, home_la_code AS area, {{start}} AS started, {{end}} AS ended
                      FROM {{source}}),
        marked AS (SELECT *, max(ended) OVER w AS latest, lag(started) OVER v AS last FROM rows
            WINDOW w AS (PARTITION BY child, area ORDER BY started, ended
                         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
                   v AS (PARTITION BY child, area ORDER BY started, ended)),
        begun AS (SELECT * FROM marked WHERE NOT coalesce(started < latest OR started = last, false)),
        children AS (SELECT area, {YEAR.format("started")} AS period, child, count(*) AS n FROM begun GROUP BY ALL)
        SELECT area, period, count(*), sum(n), count(*) FILTER (n > 1), sum(n) FILTER (n > 1) FROM children
        GROUP BY 1, 2 ORDER BY 1, 2""",
    "ssda903": """
        WITH rows AS (SELECT DISTINCT CHILD AS child, {start} AS started, {end} AS ended, RNE AS rne FROM {source}
                      WHERE LS NOT IN ('V3', 'V4')),
        years AS (SELECT y AS period, make_date(y::INT, 4, 1) AS first, make_date(y::INT + 1, 3, 31) AS last,
                  make_date(y::INT - 1, 4, 1) AS earlier FROM range(2014, 2024) r(y)),
        children AS (SELECT period, child,
            sum(CASE WHEN (started <= first AND (ended IS NULL OR ended > first)) OR
                (started > first AND started <= last AND rne IN ('S', 'P', 'T', 'B', 'U')) THEN 1 ELSE 0 END) AS n,
            sum(CASE WHEN (started <= first AND (ended IS NULL OR ended > first)) OR
                (started > first AND started <= last AND rne IN ('S', 'P', 'B')) THEN 1 ELSE 0 END) AS strict,
            sum(CASE WHEN (started <= earlier AND (ended IS NULL OR ended > earlier)) OR
                (started > earlier AND started <= last AND rne IN ('S', 'P', 'T', 'B', 'U')) THEN 1 ELSE 0 END) AS two,
            max(CASE WHEN started <= last AND (ended IS NULL OR ended > last) THEN 1 ELSE 0 END) AS here
            FROM rows JOIN years ON started <= last AND (ended IS NULL OR ended >= earlier) GROUP BY ALL)
        SELECT period, count(*) FILTER (n >= 3), count(*) FILTER (strict >= 3), count(*) FILTER (two >= 3)
        FROM children WHERE here = 1 GROUP BY 1 ORDER BY 1""",
}
TIMES = {
    ("police_missing", "csv"): ("strptime(missing_from, '%d/%m/%Y %H:%M')", "strptime(returned, '%d/%m/%Y %H:%M')"),
    ("police_missing", "parquet"): ("missing_from", "returned"),
    ("ssda903", "csv"): ("CAST(strptime(DECOM, '%d/%m/%Y') AS DATE)", "CAST(strptime(\"DEC\", '%d/%m/%Y') AS DATE)"),
    ("ssda903", "parquet"): ("DECOM", '"DEC"'),
    ("ssd", "csv"): ("", ""),
    ("ssd", "parquet"): ("", ""),
}


def count_by_duckdb(form: str, path: Path) -> list[tuple]:
    """By hand-written SQL, with DuckDB as it comes but for the memory that `lscb count` allows it."""
    import duckdb

    kind = path.suffix[1:]
    start, end = TIMES[form, kind]
    with duckdb.connect(config={"memory_limit": "900MB"}) as connection:
        query = SQL[form].format(source=READ[kind].format(path), start=start, end=end)
        return connection.execute(query).fetchall()


def count_by_polars(form: str, path: Path) -> list[tuple]:
    """Lazily, with the streaming engine where it can."""
    import polars as pl

    rows = pl.scan_parquet(path) if path.suffix == ".parquet" else pl.scan_csv(path, infer_schema=False)

    def year(name: str) -> pl.Expr:
        return pl.col(name).dt.year() - (pl.col(name).dt.month() < 4).cast(pl.Int32)

    if form == "ssd":
        days = rows.select(
            child="cine_person_id", day=pl.col("cine_referral_date").cast(pl.String).str.to_date("%Y-%m-%d")
        ).unique()
        last = pl.col("day").shift(1).over("child").dt.offset_by("12mo")
        days = days.sort("child", "day").with_columns(again=(last >= pl.col("day")).fill_null(False))
        children = days.group_by(year("day").alias("period"), "child").agg(n=pl.len(), again=pl.col("again").sum())
        whole = children.group_by("period").agg(
            pl.col("n").sum(), pl.col("again").sum(), pl.len().alias("children"), (pl.col("again") > 0).sum().alias("r")
        )
        return whole.sort("period").collect(engine="streaming").rows()
    if form == "police_missing":
        rows = rows.select(child="person_id", area="home_la_code", started="missing_from", ended="returned")
        if path.suffix == ".csv":
            rows = rows.with_columns(pl.col("started", "ended").str.to_datetime("%d/%m/%Y %H:%M"))
        rows = rows.sort("child", "area", "started", "ended")
        latest = pl.col("ended").cum_max().shift(1).over("child", "area")
        last = pl.col("started").shift(1).over("child", "area")
        joined = (pl.col("started") < latest) | (pl.col("started") == last)
        begun = rows.filter(~joined.fill_null(False))
        children = begun.group_by("area", year("started").alias("period"), "child").agg(n=pl.len())
        many = pl.col("n") > 1
        whole = children.group_by("area", "period").agg(
            pl.len().alias("children"),
            pl.col("n").sum(),
            many.sum().alias("again"),
            pl.col("n").filter(many).sum().alias("of"),
        )
        return whole.sort("area", "period").collect(engine="streaming").rows()
    rows = rows.filter(~pl.col("LS").is_in(["V3", "V4"]))
    rows = rows.select(child="CHILD", started="DECOM", ended="DEC", rne="RNE").unique()
    if path.suffix == ".csv":
        rows = rows.with_columns(pl.col("started", "ended").str.to_date("%d/%m/%Y", strict=False))
    to = pl.min_horizontal(year("ended").fill_null(2023) + 1, 2023)
    rows = rows.with_columns(period=pl.int_ranges(pl.max_horizontal(year("started"), 2014), to + 1)).explode("period")
    earlier, first, after = (pl.date(pl.col("period") + plus, 4, 1) for plus in (-1, 0, 1))

    def placed(since: pl.Expr, reasons: list[str]) -> pl.Expr:
        is_open = (pl.col("started") <= since) & (pl.col("ended").is_null() | (pl.col("ended") > since))
        begun = (pl.col("started") > since) & (pl.col("started") < after) & pl.col("rne").is_in(reasons)
        return (is_open | begun).sum()

    here = (pl.col("started") < after) & (pl.col("ended").is_null() | (pl.col("ended") >= after))
    counted = {"n": placed(first, MOVES), "strict": placed(first, STRICT), "two": placed(earlier, MOVES)}
    children = rows.drop_nulls("period").group_by("period", "child").agg(**counted, here=here.any())
    whole = children.filter("here").group_by("period").agg([(pl.col(name) >= 3).sum() for name in counted])
    return whole.sort("period").collect(engine="streaming").rows()


def count_by_pandas(form: str, path: Path) -> list[tuple]:
    """With arrow's types, since texts as objects would not fit into memory."""
    import numpy as np
    import pandas as pd

    read = pd.read_parquet if path.suffix == ".parquet" else pd.read_csv
    rows = read(path, dtype_backend="pyarrow")

    def year(days: pd.Series) -> pd.Series:
        days = pd.to_datetime(days).astype("datetime64[us]")
        return days.dt.year - (days.dt.month < 4)

    if form == "ssd":
        rows = rows.rename(columns={"cine_person_id": "child", "cine_referral_date": "day"}).drop_duplicates()
        rows["day"] = pd.to_datetime(rows["day"]).astype("datetime64[us]")
        rows = rows.sort_values(["child", "day"], ignore_index=True)
        same = rows["child"].eq(rows["child"].shift()).fillna(False).astype(bool)
        rows["again"] = same & (rows["day"].shift() + pd.DateOffset(months=12) >= rows["day"])
        children = rows.groupby([year(rows["day"]).rename("period"), "child"])["again"].agg(["size", "sum"])
        whole = children.assign(c=1, r=children["sum"] > 0).groupby("period").sum()
        return list(whole.itertuples(name=None))
    if form == "police_missing":
        rows.columns = ["child", "started", "ended", "area"]
        shape = "%d/%m/%Y %H:%M" if path.suffix == ".csv" else None
        for name in ("started", "ended"):
            rows[name] = pd.to_datetime(rows[name], format=shape).astype("datetime64[us]")
        rows = rows.sort_values(["child", "area", "started", "ended"], ignore_index=True)
        same = (
            (rows["child"].eq(rows["child"].shift()) & rows["area"].eq(rows["area"].shift())).fillna(False).astype(bool)
        )
        ends = rows["ended"].astype("int64").groupby((~same).cumsum()).cummax().shift()
        joined = same & ((rows["started"].astype("int64") < ends) | rows["started"].eq(rows["started"].shift()))
        begun = rows[~joined]
        children = begun.groupby(["area", year(begun["started"]).rename("period"), "child"]).size().rename("n")
        many = children > 1
        table = pd.DataFrame({"c": 1, "n": children, "r": many, "of": children.where(many, 0)})
        return list(table.groupby(["area", "period"]).sum().reset_index().itertuples(index=False, name=None))
    rows = rows[~rows["LS"].isin(["V3", "V4"])][["CHILD", "DECOM", "DEC", "RNE"]].drop_duplicates()
    shape = "%d/%m/%Y" if path.suffix == ".csv" else None
    start, end = (pd.to_datetime(rows[name], format=shape).astype("datetime64[us]") for name in ("DECOM", "DEC"))
    rows, found = rows.assign(start=start, end=end), []
    for number in range(2014, 2024):
        earlier, first, after = (np.datetime64(f"{number + plus}-04-01") for plus in (-1, 0, 1))
        part = rows[(rows["start"] < after) & (rows["end"].isna() | (rows["end"] >= earlier))]
        table = {"here": part["end"].isna() | (part["end"] >= after)}
        for name, since, reasons in (("n", first, MOVES), ("strict", first, STRICT), ("two", earlier, MOVES)):
            is_open = (part["start"] <= since) & (part["end"].isna() | (part["end"] > since))
            table[name] = is_open | ((part["start"] > since) & part["RNE"].isin(reasons))
        children = pd.DataFrame(table).groupby(part["CHILD"]).sum()
        children = children[children["here"] > 0]
        found.append((number, *(int((children[name] >= 3).sum()) for name in ("n", "strict", "two"))))
    return found


RIVALS = {"duckdb": count_by_duckdb, "polars": count_by_polars, "pandas": count_by_pandas}

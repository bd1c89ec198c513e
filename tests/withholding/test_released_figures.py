"""What a release has shown, kept as one table and read again by later runs."""

import pandas as pd
import pytest

from analysis.measures.released_figures import COLUMNS, join_figures, list_figures, read_earlier, write_figures
from analysis.refusals import StorageRefused


def row(**given) -> dict:
    return {
        "indicator": "referrals",
        "area": "E06000045",
        "breakdown": "",
        "period": "2013-14",
        "start": pd.Timestamp("2013-04-01"),
        "end": pd.Timestamp("2014-03-31"),
        "numerator": 4019.0,
        "denominator": None,
        "value": 4019.0,
        "text": None,
        "status": "reported",
        "source": "council",
        "file": "published/council.csv",
        "cell": "B2",
    } | given


def table(*rows: dict) -> pd.DataFrame:
    made = pd.DataFrame(rows)
    return made.astype(dict.fromkeys(["numerator", "denominator", "value"], float))


@pytest.fixture
def release(tmp_path):
    def made(name: str, text: str):
        folder = tmp_path / name / "data"
        folder.mkdir(parents=True)
        (folder / "figures.csv").write_text("\ufeff" + text, encoding="utf-8")

    return made


def test_figures_are_read_as_they_were_written(release, tmp_path):
    withheld = row(numerator=None, value=None, status="withheld", breakdown='=1+1, a "kind"\nof two lines')
    release("one", write_figures(table(row(), withheld), rounded_to=5))

    found = read_earlier(tmp_path).set_index("status")

    assert found.loc["reported", "numerator"] == 4019
    assert found.loc["reported", "start"] == pd.Timestamp("2013-04-01")
    assert pd.isna(found.loc["withheld", "numerator"])
    assert found.loc["withheld", "breakdown"] == '=1+1, a "kind"\nof two lines'
    assert set(found["rounded_to"]) == {5}


def test_no_cell_can_start_a_formula():
    assert "'=1+1" in write_figures(table(row(breakdown="=1+1")))


def test_a_figure_that_two_pages_read_is_there_once_in_one_order():
    first, second = table(row(), row(breakdown="a\nb")), table(row(indicator="contacts"), row())
    records = [list_figures(write_figures(read)) for read in (first, second)]
    joined = join_figures(records[0] + records[1])

    assert joined == join_figures(records[1] + records[0])
    assert joined.count("referrals,E06000045,,2013-14") == 1
    assert joined.startswith(",".join(COLUMNS) + "\ncontacts,")


def test_a_figure_shown_alike_by_two_releases_is_there_once(release, tmp_path):
    release("first", write_figures(table(row())))
    release("second", write_figures(table(row(), row(numerator=4020.0))))

    assert list(read_earlier(tmp_path)[["release", "numerator"]].itertuples(index=False, name=None)) == [
        ("first", 4019.0),
        ("second", 4020.0),
    ]


def test_tables_whose_columns_differ_in_order_are_read_alike(release, tmp_path):
    written = write_figures(table(row()))
    turned = "\n".join(",".join(reversed(line.split(","))) for line in written.splitlines()) + "\n"
    release("first", written)
    release("second", turned)

    assert list(read_earlier(tmp_path)["release"]) == ["first"]


def test_what_was_shown_of_another_area_can_be_left_aside(release, tmp_path):
    release("first", write_figures(table(row(), row(area="E92000001"))))

    assert list(read_earlier(tmp_path, "E92000001")["area"]) == ["E92000001"]


def test_without_releases_nothing_was_shown(tmp_path):
    assert list(read_earlier(tmp_path / "none").columns) == ["release", *COLUMNS]


def test_a_release_in_the_making_has_shown_nothing(release, tmp_path):
    release(".staging-one", write_figures(table(row())))

    assert read_earlier(tmp_path).empty


CUT_SHORT = [write_figures(table(row(breakdown=breakdown)))[:-3] for breakdown in ("", "two\nlines")]


@pytest.mark.parametrize("text", ["", "indicator,area\nreferrals,E06000045\n", "\0", *CUT_SHORT])
def test_a_table_that_cannot_be_read_is_refused_by_name(release, tmp_path, text):
    release("broken", text)

    with pytest.raises(StorageRefused, match=r"broken/data/figures\.csv"):
        read_earlier(tmp_path)

"""What is written: counts that the product reads as a return, with how they were made and nothing of the input."""

import json
import shutil

import pytest

from analysis.definitions import read_definitions
from analysis.definitions.measure_definitions import read_measures
from analysis.hashes import hash_of
from analysis.project import find_project
from analysis.refusals import ParametersRefused, StorageRefused
from publishing.counting.specifications import make_specification
from publishing.intake.cleaning import clean_sources
from tests.counting.conftest import CASES, OWN, look_up, measure, read_csv, said
from tests.nightly import NIGHTLY

WORKED, TOWN = CASES / "worked", sorted((CASES / "town").glob("*.csv"))
PROJECT = find_project()
FORMS = ("police_missing", *(("ssd", "ssda903", "youth_justice") if NIGHTLY else ()))
MEASURES = read_measures(PROJECT.params / "measures")


@pytest.mark.parametrize("name", MEASURES)
def test_the_file_specification_that_ships_is_the_measures_own(name):
    written = (PROJECT.params / "sources" / f"count_{name}.yaml").read_text(encoding="utf-8")
    assert written == make_specification(MEASURES[name]), "run python -m publishing.counting.specifications"


def test_no_measures_file_is_taken_for_anothers():
    assert not [(one, two) for one in MEASURES for two in MEASURES if one != two and f"_{one}_" in f"_{two}_"]


def test_the_counts_dropped_among_the_returns_are_read_to_the_figure(count, tmp_path):
    data = tmp_path / "data"
    returns = data / "raw" / "returns"
    outcomes = [count(form, *TOWN, to=returns) for form in FORMS]
    project = find_project(PROJECT.root, data=data)
    cleaned = clean_sources(project, read_definitions(project.params), write=False)
    assert cleaned.refusals == []
    read = cleaned.observations
    read = read[(read["area"] == OWN) & (read["breakdown"] == "")]
    found = {(row.period, row.indicator): row.value for row in read.itertuples()}
    assert found["2024-25", "missing_children"] == 152
    for outcome in outcomes:
        for counted in outcome.counted:
            for row in counted.rows:
                for column, spec in counted.measure.columns.items():
                    if row.area == OWN and not row.breakdown and isinstance(row.counts[column], int):
                        when = [row.period.label, f"{row.period.end.day} {row.period.end:%B %Y}"]
                        assert row.counts[column] in [found.get((each, spec.indicator)) for each in when]


def test_what_stands_beside_says_how_and_nothing_of_the_input(count, tmp_path):
    count("police_missing", WORKED / "missing.csv", covers="2023-04..2025-03")
    csv, beside = (
        tmp_path / "counts" / f"count_police_missing_missing_counts_2023-04_2025-03.{kind}" for kind in ("csv", "json")
    )
    told = json.loads(beside.read_text(encoding="utf-8"))
    assert told["sha256"] == hash_of(csv.read_bytes())
    assert told["rules"][0]["rows"] == "fewer than 5"
    assert set(told) == {
        "form",
        "edition",
        "measure",
        "measure_version",
        "definition",
        "covers",
        "settings",
        "not_available",
        "rules",
        "versions",
        "sha256",
    }


def test_what_cannot_be_said_is_not_available_with_its_reason(count, tmp_path):
    count("ssd", WORKED / "rereferrals.csv", covers="2022-04..2023-03")
    rows = read_csv(tmp_path / "counts" / "count_ssd_rereferrals_2022-04_2023-03.csv")
    assert {row["rereferrals"] for row in rows} == {"not_available"}
    told = json.loads((tmp_path / "counts" / "count_ssd_rereferrals_2022-04_2023-03.json").read_text(encoding="utf-8"))
    assert "12 months before" in told["not_available"][0]["reason"]


def test_the_operator_may_say_how_far_the_records_reach(count):
    outcome = count("ssd", WORKED / "rereferrals.csv", covers="2022-04..2023-03", history="2021-04")
    assert look_up(outcome)["2022-23", "rereferrals"] == 0


def test_counts_below_the_threshold_are_withheld_and_one_more_where_it_would_tell(count, tmp_path):
    count("police_missing", WORKED / "missing.csv", covers="2024-04..2025-03", threshold=3)
    rows = {row["period"]: row for row in read_csv(next((tmp_path / "counts").glob("*missing_counts*.csv")))}
    assert rows["2024-25"]["missing_children"] == "6"
    assert rows["2024-25"]["missing_repeat_children"] == "suppressed_at_source"
    assert rows["2024-25 Q1"]["missing_repeat_children"] == "suppressed_at_source"
    assert rows["2024-25 Q3"]["missing_children"] == "0"


def test_one_withheld_quarter_takes_another_with_it(count, tmp_path):
    text = "person_id,missing_from,returned\n"
    days = ["10/04/2024"] * 2 + ["10/07/2024"] * 9 + ["10/10/2024"] * 5 + ["10/01/2025"] * 9
    for number, day in enumerate(days):
        text += f"C{number},{day} 10:00,{day} 11:00\n"
    count("police_missing", ("log.csv", text), covers="2024-04..2025-03", threshold=5)
    rows = {row["period"]: row for row in read_csv(next((tmp_path / "counts").glob("*missing_counts*.csv")))}
    hidden = [name for name, row in rows.items() if "Q" in name and row["missing_episodes"] == "suppressed_at_source"]
    assert hidden == ["2024-25 Q1", "2024-25 Q3"]


def profile_of(count, tmp_path, **more) -> dict[str, dict[str, str]]:
    """The counts of a year by breakdown, of eleven children, two of them girls, each missing once."""
    text = "person_id,missing_from,returned,sex\n"
    for number in range(11):
        text += f"C{number},10/04/2024 10:00,10/04/2024 11:00,{'F' if number < 2 else 'M'}\n"
    count("police_missing", ("log.csv", text), covers="2024-04..2025-03", **more)
    rows = read_csv(next((tmp_path / "counts").glob("*missing_profile*.csv")))
    return {row["breakdown"]: row for row in rows if row["area_code"] == OWN}


def test_one_withheld_word_of_a_breakdown_takes_another_of_the_same_with_it(count, tmp_path):
    rows = profile_of(count, tmp_path, threshold=5)
    assert rows["sex female"]["missing_children"] == "suppressed_at_source"
    assert rows["sex male"]["missing_children"] == "suppressed_at_source"
    assert rows["length up to 8 hours"]["missing_children"] == "11"


def test_a_withheld_count_cannot_be_worked_out_of_the_identity_of_children_and_episodes(count, tmp_path):
    """Twenty children, one of them missing twice and one four times: of four counts of a row one would tell another."""
    text = "person_id,missing_from,returned\n"
    for number in range(20):
        for hour in range({0: 2, 1: 4}.get(number, 1)):
            text += f"C{number},10/04/2024 {10 + hour}:00,10/04/2024 {10 + hour}:30\n"
    count("police_missing", ("log.csv", text), covers="2024-04..2025-03", threshold=5)
    rows = {row["period"]: row for row in read_csv(next((tmp_path / "counts").glob("*missing_counts*.csv")))}
    names = ["missing_children", "missing_episodes", "missing_repeat_children", "missing_repeat_episodes"]
    assert [rows["2024-25"][name] for name in names] == ["20", "24", "suppressed_at_source", "suppressed_at_source"]


def test_one_episode_more_than_children_would_tell_of_the_one_who_went_missing_twice(count, tmp_path):
    text = "person_id,missing_from,returned\n"
    for number in range(20):
        text += f"C{number},10/04/2024 10:00,10/04/2024 10:30\n"
    outcome = count(
        "police_missing",
        ("log.csv", text + "C1,12/04/2024 10:00,12/04/2024 10:30\n"),
        covers="2024-04..2025-03",
        threshold=5,
    )
    rows = {row["period"]: row for row in read_csv(next((tmp_path / "counts").glob("*missing_counts*.csv")))}
    assert (rows["2024-25"]["missing_children"], rows["2024-25"]["missing_episodes"]) == ("20", "suppressed_at_source")
    assert "missing_episodes suppressed at source" in said(outcome)


def test_the_screen_shows_the_counts_of_the_operators_own_area(count):
    text = "person_id,missing_from,returned,home_la_code\nA,10/04/2024 10:00,,E06000044\n"
    outcome = count("police_missing", ("log.csv", text), covers="2024-04..2025-03")
    assert "2024-25: missing_children 0, missing_episodes 0" in said(outcome)


def against(count, tmp_path, **columns: str) -> str:
    """The screen of the town held against a table of published figures, each a text by its column and period."""
    periods = sorted({period for figures in columns.values() for period in figures})
    rows = [",".join([OWN, period, *(figures.get(period, "") for figures in columns.values())]) for period in periods]
    published = tmp_path / "published.csv"
    published.write_text("\n".join([",".join(["area_code", "period", *columns]), *rows]))
    return said(count("ssd", *TOWN, against=str(published)))


def test_published_figures_are_held_against_the_counts_and_each_difference_named(count, tmp_path):
    told = against(
        count, tmp_path, referrals={"2024-25": "720", "2023-24": "700"}, rereferrals={"2024-25": "95", "2023-24": "84"}
    )
    assert "4 figures compared, 2 equal, 2 not" in told
    assert "rereferrals, Southampton\n    2024-25: counted 92, published 95 (-3)" in told
    assert "referrals, Southampton\n    2023-24: counted 675, published 700 (-25)" in told


def test_a_difference_has_the_reasons_of_its_count_and_of_its_direction(count, tmp_path):
    told = against(count, tmp_path, referrals={"2024-25": "700"}, rereferrals={"2024-25": "111"})
    more, fewer = told.split("rereferrals, Southampton")
    assert "a file of all referrals may hold more" in more
    assert "moved from another system" not in more
    assert "moved from another system" in fewer
    assert "may hold more" not in fewer


def test_small_differences_from_figures_in_fives_may_be_rounding(count, tmp_path):
    assert "may be rounded to 5 or 10" in against(count, tmp_path, rereferrals={"2024-25": "90", "2023-24": "85"})
    assert "may be rounded" not in against(count, tmp_path, rereferrals={"2024-25": "90", "2023-24": "104"})


def test_figures_that_no_way_of_counting_explains_are_said_to_be_of_other_records(count, tmp_path):
    told = against(count, tmp_path, referrals={"2024-25": "7200", "2023-24": "6750"})
    assert "hold a part of the area's records or another area's" in told
    assert "recorded late" not in told


def test_figures_of_a_day_are_held_against_that_day_once(count, tmp_path):
    counted = count("ssd", *TOWN)
    plans = str(look_up(counted)["2024-25", "child_protection_plans"] + 1)
    told = against(count, tmp_path, child_protection_plans={"2024-25": plans, "2024-25 Q4": plans})
    assert "1 figures compared" in told
    assert "2024-25: counted" in told


def test_many_differences_are_told_from_the_longest_periods_on(count, tmp_path):
    months = {f"2022-{number:02d}": "9" for number in range(4, 13)} | {f"2023-{n:02d}": "9" for n in (1, 2, 3)}
    told = against(count, tmp_path, referrals=months | {"2022-23": "600", "2023-24": "600"})
    assert told.index("2022-23: counted") < told.index("2022-04: counted")
    assert "and 2 shorter periods" in told


def test_official_statistics_are_what_published_means(count):
    told = said(count("ssd", *TOWN, against="published", covers="2022-04..2024-03"))
    assert "referrals, Southampton\n    2022-23: counted 533, published" in told
    assert "hold a part of the area's records or another area's" in told


def test_where_nothing_is_published_that_is_said(count, tmp_path):
    assert "nothing is, for these counts" in against(count, tmp_path, referrals={"2019-20": "9"})


def test_figures_that_are_no_table_are_refused(count, tmp_path):
    with pytest.raises(ParametersRefused, match="--against"):
        count("ssd", *TOWN, against=str(tmp_path / "none.csv"))


def test_the_input_may_not_lie_inside_the_project(project, tmp_path):
    from publishing.counting.count_records import Request, count_records

    inside = project.root / "data" / "raw"
    with pytest.raises(ParametersRefused, match="inside the project"):
        count_records(project, Request("ssd", inside, covers="2024-04..2025-03", to=tmp_path))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"covers": None}, "--covers is needed"),
        ({"form": "sssd"}, "Did you mean 'ssd'"),
        ({"history": "May"}, "--history"),
    ],
)
def test_a_word_that_is_not_understood_is_answered(count, options, words):
    with pytest.raises(ParametersRefused, match=words):
        count(options.pop("form", "ssd"), WORKED / "rereferrals.csv", **options)


def test_check_writes_nothing(count, tmp_path):
    outcome = count("ssda903", WORKED / "ssda903_faults.csv", covers=None, check=True)
    assert outcome.findings
    assert not (tmp_path / "counts").exists()


def test_a_folder_that_is_a_file_is_refused(count, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageRefused, match="--to"):
        count("ssd", WORKED / "rereferrals.csv", to=tmp_path / "file")


def test_months_in_steps_hold_six_children_or_none(count):
    counted = measure(count("ssd", *TOWN), "rereferral_time")
    steps = [row.counts["events"] for row in counted.rows if row.breakdown]
    assert min(each for each in steps if each) >= 6


def test_a_disk_that_cannot_be_written_is_said_so(count, tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / ".count_ssd_rereferrals_2024-04_2025-03.csv.new").mkdir()
    with pytest.raises(StorageRefused, match="No count was written"):
        count("ssd", WORKED / "rereferrals.csv", covers="2024-04..2025-03", to=folder)
    shutil.rmtree(folder)

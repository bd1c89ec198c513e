"""Lists of events without people, ages that add up, and downloads that repeat England."""

import pandas as pd
import pytest

from analysis.observations import sort_received, write_table
from analysis.schemas import OBSERVATIONS

from .conftest import ENGLAND, PORTSMOUTH, SOUTHAMPTON

EPISODES = """
    Episode,Month,Force,Area,Age band,Repeat
    1,2024-05,Hampshire,Southampton,14-17,N
    2,2024-06,Hampshire,Southampton,10-13,N
    3,2024-04,Hampshire,Southampton,14-17,N
    4,2024-05,Hampshire,Portsmouth,10-13,N
    5,2024-06,Hampshire,Southampton,10-13,Y
    6,2024-04,Hampshire,Southampton,14-17,N
    7,2024-05,Hampshire,Southampton,10-13,N
"""
LIST = """
    layout: measures_across
    file: missing_episodes_list_{quarter}
    area_columns: [Area]
    period_column: Month
    period: month
    breakdown_columns: [Age band]
    count_rows: missing_episodes
    left_out: others
"""


def test_the_rows_of_a_list_are_counted_by_month_area_and_group(read_case):
    case = read_case("missing_episodes_list_2024-25_q1.csv", EPISODES, LIST)

    assert [case.value("missing_episodes", period=f"2024-0{month}") for month in (4, 5, 6)] == [2, 2, 2]
    assert case.value("missing_episodes", period="2024-05", breakdown="10-13") == 1
    assert case.row("missing_episodes", period="2024-04", breakdown="14-17")["cell"] == "B4, B7"


def test_a_month_without_a_row_is_none_where_the_files_name_says_its_period(read_case):
    case = read_case("missing_episodes_list_2024-25_q1.csv", EPISODES, LIST)
    assert case.value("missing_episodes", PORTSMOUTH, period="2024-04") == 0

    case = read_case("list_of_some.csv", EPISODES, LIST.replace("missing_episodes_list_{quarter}", "list_of_some"))
    known = case.cleaned.observations
    assert set(known.loc[known["area"] == PORTSMOUTH, "period"]) == {"2024-05"}


def test_the_days_of_a_list_are_counted_in_their_months(read_case):
    text = EPISODES.replace("2024-0", "13/0").replace("13/04", "13/04/2024").replace("13/05", "13/05/2024")
    case = read_case("missing_episodes_list_2024-25_q1.csv", text.replace("13/06", "13/06/2024"), LIST)

    assert case.value("missing_episodes", period="2024-06") == 2


@pytest.mark.parametrize("labels", ["[Force, Age band, Repeat]", "[]"])
def test_the_number_of_an_event_is_no_figure(labels, read_case):
    spec = f"""
        layout: measures_across
        file: missing_episodes_list_{{quarter}}
        area_columns: [Area]
        period_column: Month
        period: month
        labels: {labels}
        left_out: [others]
        columns: {{Episode: missing_episodes}}
    """
    refusal = read_case("missing_episodes_list_2024-25_q1.csv", EPISODES, spec).refusal

    assert "cell A2: expected figures here, not the number of a row" in refusal
    assert "`count_rows`" in refusal


AGES = [2700 + age for age in range(20)]
ACROSS = f"Code,Name,All ages,{','.join(map(str, range(20)))},90+\n"
ACROSS += f"E06000045,Southampton,54790,{','.join(map(str, AGES))},600\n"
SUMS = """
    layout: measures_across
    file: mid_year_{mid-year}_ages
    area_columns: [Code]
    name_column: Name
    columns: {All ages: population}
    sum_of: {population_0_17: 0 to 17, h_pupils: ["16", "17"]}
    left_out: others
"""


def test_ages_across_are_added_up_for_the_mid_year_in_the_files_name(read_case):
    case = read_case("mid_year_2024_ages.csv", ACROSS, SUMS)
    children = case.row("population_0_17", period="30 June 2024")

    assert (children["value"], children["status"], children["cell"]) == (48753, "derived", "D2:U2")
    assert case.value("h_pupils") == 2716 + 2717


def test_a_sum_of_which_a_part_is_missing_is_missing(read_case):
    case = read_case("mid_year_2024_ages.csv", ACROSS.replace(",2705,", ",c,"), SUMS)

    assert case.row("population_0_17")["status"] == "suppressed_at_source"
    assert case.value("h_pupils") == 5433


DOWN = "Code,Age,Year,Population\n" + "".join(f"E06000045,{age},2024,{AGES[age]}\n" for age in range(20))
SUM_DOWN = """
    layout: measures_across
    file: ages_down
    area_columns: [Code]
    period_column: Year
    period: mid-year
    sum_of: {population_0_17: {column: Population, where: {Age: 0 to 17}}}
"""


def test_ages_down_are_added_up(read_case):
    case = read_case("ages_down.csv", DOWN, SUM_DOWN)

    assert case.value("population_0_17", period="30 June 2024") == 48753


def test_a_sum_of_rows_of_which_one_is_not_there_is_refused(read_case):
    refusal = read_case("ages_down.csv", DOWN.replace("E06000045,7,2024,2707\n", ""), SUM_DOWN).refusal

    assert "cell D2: expected 18 rows to add up to population_0_17 from here" in refusal


FINGERTIPS = """
    Indicator ID,Parent Code,Parent Name,Area Code,Area Name,Sex,Category Type,Category,Time period,Value,Value note
    90284,,,E92000001,England,Persons,,,2023/24,80,
    90284,E12000008,South East region,E92000001,England,Persons,,,2023/24,80,
    90284,,,E92000001,England,Persons,Deprivation deciles,Most deprived decile (IMD2019),2023/24,96.1,
    90284,E92000001,England,E06000045,Southampton,Persons,,,2023/24,75.4,
    90284,E92000001,England,E06000045,Southampton,Male,,,2023/24,82.94,
    90284,E92000001,England,E06000044,Portsmouth,Persons,,,2023/24,,Value suppressed for disclosure control
"""
DOWNLOAD = """
    layout: measures_across
    file: indicator_90284_la
    area_columns: [Area Code]
    name_column: Area Name
    period_column: Time period
    period: financial year
    where: {Category: ""}
    identifiers_allowed: {Parent Name: area}
    labels: [Indicator ID, Parent Code, Parent Name]
    left_out: [Category Type, Value note]
    category_column: Sex
    columns:
      Value:
        Persons: injury_admissions_rate
        Male: {indicator: injury_admissions_rate, breakdown: boys}
"""


def test_a_download_in_which_england_stands_once_per_parent_is_read_once(read_case):
    text = FINGERTIPS.replace("South East region", "South East")
    case = read_case("indicator_90284_la.csv", text, DOWNLOAD)
    known = case.cleaned.observations

    assert case.value("injury_admissions_rate") == 75.4
    assert case.value("injury_admissions_rate", breakdown="boys") == 82.94
    assert set(known.loc[known["area"] == ENGLAND, "value"]) == {80}
    assert case.row("injury_admissions_rate", PORTSMOUTH)["status"] == "suppressed_at_source"


def test_the_heading_of_a_parent_area_has_to_be_allowed_by_name(read_case):
    spec = DOWNLOAD.replace("identifiers_allowed: {Parent Name: area}", "")
    spec = spec.replace("Parent Code, Parent Name]", "Parent Code]").replace("left_out: [", "left_out: [others, ")

    assert (
        "records about children (a heading 'parent name')"
        in read_case("indicator_90284_la.csv", FINGERTIPS, spec).refusal
    )


def test_an_allowed_heading_lets_no_number_of_a_child_in(read_case):
    text = FINGERTIPS.replace("South East region", "943 476 5919")

    assert "an NHS number" in read_case("indicator_90284_la.csv", text, DOWNLOAD).refusal


def test_a_list_of_groups_keeps_the_order_in_which_they_came(project, read_case, shipped):
    text = "Age,Young carers\nUnder 5,8\n5-9,61\n10-14,92\n15-17,47\nAll ages,208\n"
    spec = """
        layout: rows
        file: carers_by_age_{financial year}
        area: E06000045
        breakdown_columns: [Age]
        columns: {Young carers: h_pupils}
        total: All ages
    """
    case = read_case("carers_by_age_2013-14.csv", text, spec)
    write_table(case.cleaned.observations, OBSERVATIONS, project.processed / "observations.parquet")
    known = sort_received(pd.read_parquet(project.processed / "observations.parquet"))
    known = known[(known["indicator"] == "h_pupils") & (known["area"] == SOUTHAMPTON)]

    assert list(known["breakdown"]) == ["", "Under 5", "5-9", "10-14", "15-17"]
    assert list(known["value"]) == [208, 8, 61, 92, 47]


def test_ages_across_go_by_the_words_around_their_numbers(read_case):
    headings = ",".join(f"Age {age}" for age in range(20))
    text = f"Code,{headings}\n{SOUTHAMPTON},{','.join(map(str, range(100, 120)))}\n"
    spec = """
        layout: measures_across
        file: ages_{mid-year}
        area_columns: [Code]
        sum_of: {h_pupils: Age 0 to Age 17}
        left_out: others
    """

    assert read_case("ages_2023.csv", text, spec).value("h_pupils", period="30 June 2023") == sum(range(100, 118))


EVENTS = """
    layout: measures_across
    file: events
    area_columns: [Area]
    period_column: When
    period: {kind}
    count_rows: missing_episodes
"""


@pytest.mark.parametrize(
    ("kind", "period", "count"),
    [("month", "2024-04", 2), ("quarter", "2024-25 Q1", 3), ("financial year", "2024-25", 4)],
)
def test_the_days_and_times_of_a_list_are_counted_in_the_periods_they_lie_in(kind, period, count, read_case):
    days = ("13/04/2024 14:30", "2024-04-29 02:03:00", "1 May 2024", "31/03/2025")
    text = "Area,When\n" + "".join(f"Southampton,{day}\n" for day in days)

    assert read_case("events.csv", text, EVENTS.format(kind=kind)).value("missing_episodes", period=period) == count


DAYS = """
    layout: measures_across
    file: days
    area_columns: [Area]
    period_column: Day
    period: month
    count_rows: missing_episodes
    left_out: others
"""


@pytest.mark.parametrize(
    "written",
    ["Monday 13/10/2014", "13/10/2014 4:10 PM", "2014-10-13T16:10:00+01:00", "2014/10/13", "Mon 13 Oct 2014"],
)
def test_a_day_is_read_beside_its_weekday_its_time_and_its_zone(written, read_case):
    rows = "\n".join(f"{number},{written},Southampton" for number in range(1, 4))
    case = read_case("days.csv", f"Ref,Day,Area\n{rows}\n", DAYS)

    assert case.value("missing_episodes", period="2014-10") == 3


def test_one_day_that_is_none_is_named_alone(read_case):
    days = ["13/10/2014", "31/02/2014", "14/10/2014", ""]
    rows = "\n".join(f"{number},{day},Southampton" for number, day in enumerate(days))
    case = read_case("days.csv", f"Ref,Day,Area\n{rows}\n1,15/10/2014,Southampton\n", DAYS)

    assert "cells B3, B5: expected dates such as" in case.refusal


def test_days_of_a_list_that_can_be_read_in_two_ways_are_refused(read_case):
    text = "Area,When\nSouthampton,03/04/2024\nSouthampton,05/06/2024\n"

    assert "say `dates: day first`" in read_case("events.csv", text, EVENTS.format(kind="month")).refusal


def test_days_as_a_spreadsheet_keeps_them_are_named_and_read_where_the_specification_says_so(read_case):
    text = "Area,When\nSouthampton,45387\nSouthampton,45411.75\n"  # 5 and 29 April 2024
    days = EVENTS.format(kind="month")

    assert "cell B2: expected dates, not numbers of days" in read_case("events.csv", text, days).refusal
    assert (
        read_case("events.csv", text, days + "    dates: day numbers\n").value("missing_episodes", period="2024-04")
        == 2
    )


@pytest.mark.parametrize(("kind", "period"), [("month", "2024-04"), ("day", "1 April 2024")])
def test_rows_may_be_dated_by_the_numbers_of_days(kind, period, read_case):
    text = "Area,When,Number\nSouthampton,45383,17\nPortsmouth,45413,4\n"
    spec = f"""
        layout: measures_across
        file: rows
        area_columns: [Area]
        period_column: When
        period: {kind}
        columns: {{Number: h_pupils}}
    """

    assert "cell B2: expected dates, not numbers of days" in read_case("rows.csv", text, spec).refusal
    assert (
        read_case("rows.csv", text, spec.rstrip() + "\n        dates: day numbers\n").value("h_pupils", period=period)
        == 17
    )


def test_the_numbers_of_rows_from_the_newest_down_are_no_figures(read_case):
    text = "Episode,Month,Area\n" + "".join(f"{13 - n},2024-{n:02d},Southampton\n" for n in range(1, 13))
    spec = """
        layout: measures_across
        file: events
        area_columns: [Area]
        period_column: Month
        period: month
        columns: {Episode: missing_episodes}
    """

    assert "`count_rows`" in read_case("events.csv", text, spec).refusal


def test_a_note_of_suppression_is_read_though_its_column_is_not_named(read_case):
    spec = DOWNLOAD.replace("left_out: [Category Type, Value note]", "left_out: others")

    case = read_case("indicator_90284_la.csv", FINGERTIPS, spec)
    assert case.row("injury_admissions_rate", PORTSMOUTH)["status"] == "suppressed_at_source"


def test_an_allowed_heading_is_allowed_whatever_its_capitals(read_case):
    headings, rows = FINGERTIPS.strip().split("\n", 1)
    text = f"{headings.lower()}\n{rows}"

    assert (
        read_case("indicator_90284_la.csv", text.replace("    ", ""), DOWNLOAD).value("injury_admissions_rate") == 75.4
    )


def test_an_event_outside_the_period_of_its_list_is_not_passed_over(read_case):
    text = EPISODES.replace("7,2024-05", "7,2024-08")

    assert (
        "cell B8: expected an event of 2024-25 Q1"
        in read_case("missing_episodes_list_2024-25_q1.csv", text, LIST).refusal
    )


def test_an_event_of_an_unknown_area_is_said_not_to_be_counted(read_case):
    text = EPISODES.replace("4,2024-05,Hampshire,Portsmouth", "4,2024-05,Hampshire,Portsmuth")
    case = read_case("missing_episodes_list_2024-25_q1.csv", text, LIST)

    assert case.finding("unknown_area")["cell"] == "D5"


def test_rows_of_one_event_each_are_no_repeated_figure(read_case):
    text = "Area,Month,Episodes\n" + "Southampton,2024-04,1\n" * 3 + "Southampton,2024-05,1\n"
    spec = LIST.replace("count_rows: missing_episodes", "columns: {Episodes: missing_episodes}")
    spec = spec.replace("    breakdown_columns: [Age band]\n", "")

    assert "`count_rows`" in read_case("missing_episodes_list_2024-25_q1.csv", text, spec).refusal

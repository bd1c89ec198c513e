"""Files as anyone downloads them, read by the specifications that are shipped: without a change by hand."""

import pytest

from .conftest import ENGLAND, PORTSMOUTH, SOUTHAMPTON
from .test_long_files import long_file


def columns(*names: str) -> str:
    return ",".join(names)


def test_the_newest_edition_of_table_c1_is_read_under_its_new_headings(read_case):
    headings = columns(
        "category",
        "referral_count",
        "rereferral_count",
        "rereferral_percent",
        "no_further_action_count",
        "no_further_action_percent",
        "not_in_need_count",
        "not_in_need_percent",
        "referral_child_count",
        "rereferral_child_count",
        "rereferral_child_percent",
    )
    figures = "Referrals and Re-referrals,{}000,600,20,150,5,900,30,2700,510,18.9"
    rows = {"2025": [figures.format(3)] * 3, "2024": [figures.format(4)] * 3}
    case = read_case("c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv", long_file(headings, rows))

    for area in (PORTSMOUTH, SOUTHAMPTON):
        assert case.value("referrals", area, "2024-25") == 3000
        assert case.value("rereferrals", area, "2024-25") == 600
        assert case.value("children_referred", area, "2024-25") == 2700
        assert case.value("rereferral_share", area, "2024-25") == 0.2


def test_low_is_a_missing_figure_and_no_reason_to_turn_a_file_away(read_case):
    headings = columns(
        "category",
        "Referrals",
        "Referrals_rate",
        "Re_referrals",
        "Re_referrals_percent",
        "No_Further_Action",
        "Not_in_Need",
        "Referrals_child",
        "Re_referrals_child",
    )
    rows = [
        "R,657800,500,150000,22,160,950,2800,560",
        "R,12,600,low,low,160,950,2800,560",
        "R,3150,600,693,22,160,950,2800,560",
    ]
    case = read_case("c1_children_in_need_referrals_2024.csv", long_file(headings, {"2024": rows}))

    assert (case.value("referrals", period="2023-24"), case.value("rereferrals", period="2023-24")) == (3150, 693)
    assert case.row("rereferrals", PORTSMOUTH)["status"] == "not_available"


CLA = (
    ("ceasing to be looked after", 190, 37),
    ("looked after on 31 March", 455, 89),
    ("starting to be looked after", 170, 33),
)


@pytest.mark.parametrize(
    "name", ["cla_number_and_rate_per_10k_children", "cla_number_and_rate_per_10k_children_2021_to_2025"]
)
def test_a_plain_download_is_known_with_and_without_years_in_its_name(name, read_case):
    rows = [
        f"Children {words} each year,50900,{count + area},{rate}" for words, count, rate in CLA for area in range(3)
    ]
    text = long_file("population_type,population_estimate,children_count,rate_per_10000", {"2025": rows})
    case = read_case(f"{name}.csv", text)

    assert case.value("looked_after_children", ENGLAND, "31 March 2025") == 455
    assert case.value("looked_after_rate", SOUTHAMPTON, "31 March 2025") == 89
    assert case.value("looked_after_started", ENGLAND) == 170
    assert case.value("looked_after_ceased", ENGLAND) == 190


@pytest.mark.parametrize(
    "headings",
    [
        "cla_group,placement_stability,number,percentage",
        "cla_group,placement_stability,children_count,children_percent",
        "characteristic,breakdown,children_count,children_percent",
    ],
)
def test_stability_of_placements_is_that_of_children_on_the_day(headings, read_case):
    moved = "With 3 or more placements during the year"
    rows = [f"CLA on 31 March,{moved},{64 + area},14" for area in range(3)]
    rows += [f"CLA 2 years on 31 March,{moved},{102 + area},30" for area in range(3)]
    rows += [f"CLA on 31 March,Total children,{460 + area},100" for area in range(3)]
    case = read_case("la_cla_placement_stability.csv", long_file(headings, {"2025": rows}))

    assert case.value("looked_after_three_placements", period="2024-25") == 66
    assert case.value("looked_after_three_placements_share", period="2024-25") == 0.14


@pytest.mark.parametrize("heading", ["cla_group", "CLA_group", "missing_status"])
def test_looked_after_children_who_went_missing_are_read_since_2018(heading, read_case):
    groups = {
        "Children who had a missing incident during the year": 66,
        "Number of missing incidents during the year": 350,
        "Average number of missing incidents per child who went missing": 5.3,
    }
    rows = [f"{group},{count}" for group, count in groups.items() for _ in range(3)]
    name = "la_children_who_were_missing_or_away_from_placement_without_authorisation.csv"
    case = read_case(name, long_file(f"{heading},number", {"2024": rows}))

    assert case.value("looked_after_missing_children", period="2023-24") == 66
    assert case.value("looked_after_missing_incidents") == 350


@pytest.mark.parametrize(
    "headings",
    [
        "filter_group,filter,ehe_census_date",
        "breakdown_topic,breakdown,number",
        "breakdown_topic,breakdown,child_count",
    ],
)
def test_elective_home_education_is_read_in_each_edition(headings, read_case):
    rows = [
        f"{group},{count + area}" for group, count in (("Total,Total", 500), ("Sex,Male", 250)) for area in range(3)
    ]
    text = long_file(headings, {"202526": rows}, identifier="Autumn term")
    case = read_case("elective_home_education_census_date_la.csv", text)

    assert case.value("elective_home_education", period="autumn term 2025") == 502


def test_absence_and_exclusions_are_of_the_school_year(read_case):
    rows = [f"{phase},6.8,17.5" for phase in ("Total", "Primary") for _ in range(3)]
    text = long_file(
        "education_phase,sess_overall_percent,enrolments_pa_10_exact_percent",
        {"202324": rows},
        identifier="Academic year",
    )
    assert (
        read_case("1_absence_3term_nat_reg_la.csv", text).value("school_absence", period="academic year 2023/24")
        == 0.068
    )

    rows = [f"{phase},{2100 + area},9.3,21,0.1" for phase in ("Total", "Primary") for area in range(3)]
    headings = "school_type,suspension,susp_rate,perm_excl,perm_excl_rate"
    case = read_case("exclusions_by_la.csv", long_file(headings, {"202324": rows}, identifier="Academic year"))
    assert case.value("school_suspensions", period="academic year 2023/24") == 2102


PAIRS = [880, 801, 331, 851, 383, 380, 810, 874, 355, 861]


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        (
            "sn_model_2026_wide",
            "old_la_code,la_name,region_ind,region_name," + ",".join(f"SN_{n},SN_{n}P" for n in range(1, 11)),
        ),
        (
            "sn_model_2027_wide",
            "old_la_code,la_name,region_ind,region_name," + ",".join(f"SN {n},SN {n} closeness" for n in range(1, 11)),
        ),
        (
            "statistical_neighbours_april_2021",
            "LA num,LA Name,GOInd,GOReg," + ",".join(f"SN{n},SNP" for n in range(1, 11)),
        ),
    ],
)
def test_neighbours_as_published_are_ranked_with_their_closeness(name, headings, read_case):
    pairs = ",".join(f"{code},{'Close ' if place < 4 else 'Somewhat close'}" for place, code in enumerate(PAIRS))
    case = read_case(f"{name}.csv", f"{headings}\n852,Southampton,8,South East,{pairs}\n")
    known = case.cleaned.observations
    ranks = known[known["indicator"] == "neighbour_rank"]

    assert list(ranks["breakdown"][:3]) == ["E06000027", "E06000023", "E08000026"]
    assert list(ranks["value"]) == list(range(1, 11))
    assert case.row("neighbour_closeness", breakdown="E06000044")["text"] == "Close"
    assert case.row("neighbour_closeness", breakdown="E08000035")["text"] == "Somewhat close"


def test_a_fingertips_download_is_read_as_it_comes(read_case):
    text = """
        Parent Code,Parent Name,Area Code,Area Name,Sex,Category Type,Category,Time period,Value,Compared to goal
        ,,E92000001,England,Persons,,,2023/24,80,Not compared
        E12000008,South East region,E92000001,England,Persons,,,2023/24,80,Similar
        ,,E92000001,England,Persons,Deprivation deciles,Most deprived,2023/24,96.1,Worse
        E92000001,England,E06000045,Southampton,Persons,,,2023/24,75.4,Better
    """
    case = read_case("indicator_90284_la.csv", text)
    known = case.cleaned.observations

    assert case.value("injury_admissions_rate", period="2023-24") == 75.4
    assert set(known.loc[known["area"] == ENGLAND, "value"]) == {80}


def test_a_nomis_extract_is_of_the_month_above_its_table(read_case):
    text = """
        Claimants aged 16 to 24
        ONS Crown Copyright Reserved [from Nomis]

        date,August 2024
        measure,Claimants

        local authority: county / unitary (as of April 2023),mnemonic,Count,% of residents
        Southampton,E06000045,"1,045",2.1
        Portsmouth,E06000044,!,!

        ! estimate is not reliable
    """
    case = read_case("nomis_claimants.csv", text)

    assert case.value("claimants_16_24", period="2024-08") == 1045
    assert case.row("claimants_16_24", PORTSMOUTH)["status"] == "not_available"


CLOSENESS_APART = "old_la_code,SN_1,SN_2,SN_1P,SN_2P\n852,880,801,Close,Somewhat close\n"


def test_the_closeness_of_a_neighbour_is_known_by_its_heading(read_case):
    case = read_case("sn_model_2026_wide.csv", CLOSENESS_APART)

    assert case.row("neighbour_closeness", breakdown="E06000023")["text"] == "Somewhat close"


@pytest.mark.parametrize(
    ("written", "instead", "expected"),
    [
        ("SN_1P,SN_2P", "SN_P,SN_Q", "cell B1: expected beside this a column of closeness"),
        ("SN_2,", "SN_3,", "expected SN1 and what follows, each once"),
        ("801", "880", "cell C2: expected another area, which is no neighbour of this row before"),
        ("801", "852", "cell C2: expected another area, which is no neighbour of this row before"),
        ("close\n", "close\n852,801,880,Close,Close\n", "cell A3: expected the code of an area that has no row above"),
    ],
)
def test_neighbours_that_cannot_be_ranked_are_refused(written, instead, expected, read_case):
    assert expected in read_case("sn_model_2026_wide.csv", CLOSENESS_APART.replace(written, instead)).refusal


def test_the_looked_after_files_to_2014_give_how_many_had_three_placements(read_case, shipped):
    source = shipped["dfe_looked_after_to_2014"]
    names = [*source.columns, *source.breakdowns["looked_after_children"], *source.left_out]
    figures = {"CLA_Mar{file}": "500", "CLA_{file}": "730", "CLA_3Pla": "71"}
    rows = [[name.replace("{file}", "2014") for name in names], [figures.get(name, "x") for name in names]]
    about = ["New_geog_code,geog_l,geog_c,geog_n,", "E06000045,LA,852,Southampton,"]
    text = "\n".join(first + ",".join(rest) for first, rest in zip(about, rows, strict=True))
    case = read_case("SFR36_CLA2014.csv", text)

    assert case.value("looked_after_at_year_end") == 500
    assert case.value("looked_after_three_placements") == 71


def test_the_youth_justice_boards_outcomes_are_read_by_type_of_sentence(read_case, book):
    sentences = [
        ("Southampton", "Detention and Training Order", "Custody", 7),
        ("Southampton", "Section 250", "Custody", 2),
        ("Southampton", "Referral Order", "First Tier", 40),
        ("West Mercia", "Detention and Training Order", "Custody", 3),
    ]
    headings = "Financial_Year,England_Wales,Region,PCC,YJS,Caution_or_sentence_type,Caution_or_sentence_tier,"
    rows = [f"2022-23,England,South,Force,{','.join(map(str, each))}" for each in sentences]
    table = [row.split(",") for row in [f"{headings}Number_Cautioned_Sentenced", *rows]]
    sheets = {"Cover": [["Youth justice statistics"]], "Notes": [["A note"]], "Outcome": table}
    case = read_case("Outcome_table.xlsx", book(**sheets))

    about = {"indicator": "custodial_sentences", "period": "2022-23"}
    assert case.value(**about, breakdown="Detention and Training Order") == 7
    assert case.value(**about, breakdown="Section 250") == 2
    assert len(case.cleaned.observations) == 2
    assert case.finding("unknown_area")["cell"] == "E5"
    assert "supplier_note" not in case.rules()

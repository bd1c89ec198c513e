"""The cleaning stage as a whole, on the real figures and on broken ones."""

import csv
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis.observations import read_findings
from analysis.project import Project, find_project
from analysis.refusals import ParametersRefused
from analysis.schemas import OBSERVATIONS
from publishing.intake.cleaning import ACCOUNTS, clean_sources
from publishing.intake.grids import ROLES
from publishing.intake.layouts import read_sources

KEY = ["indicator", "area", "breakdown", "start", "end"]


@pytest.fixture(scope="module")
def cleaned(definitions, tmp_path_factory):
    """The published figures of the checkout, cleaned once."""
    root = find_project(Path(__file__).parent).root
    project = Project(root=root, data=tmp_path_factory.mktemp("data"))
    shutil.copytree(root / "data" / "raw" / "published", project.raw / "published")
    shutil.copy(root / "data" / "raw" / "README.md", project.raw)
    return project, clean_sources(project, definitions)


def test_every_published_file_is_read_and_none_refused(cleaned):
    project, result = cleaned
    received = {f"published/{path.name}" for path in (project.raw / "published").iterdir() if path.name[0] != "."}

    assert result.refusals == []
    assert set(result.observations["file"]) == received
    assert "unread_file" not in set(result.findings["rule"])


def test_every_cell_that_is_not_empty_is_accounted_for(cleaned):
    project, result = cleaned
    accounts = result.accounts.groupby("file")["cells"].sum()

    for file, cells in accounts.items():
        if file.endswith(".csv"):
            with (project.raw / file).open(encoding="utf-8", newline="") as lines:
                filled = sum(cell.strip() != "" for row in csv.reader(lines) for cell in row)
        elif file.endswith(".xlsx"):
            book = openpyxl.load_workbook(project.raw / file)
            filled = sum(
                cell is not None for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
            )
        else:
            filled = 76  # counted by hand: a title, a note, 14 headings and 6 rows of 10
        assert cells == filled, file
    assert (result.accounts[list(ROLES)].sum(axis=1) == result.accounts["cells"]).all()


def test_the_tables_are_written_as_they_are_returned(cleaned):
    project, result = cleaned

    assert len(pd.read_parquet(project.processed / "observations.parquet")) == len(result.observations)
    # words are held by Python where they are read, and as pandas chooses where they are made
    pd.testing.assert_frame_equal(read_findings(project.processed), result.findings, check_dtype=False)
    ACCOUNTS.validate(pd.read_parquet(project.processed / "accounts.parquet"))
    raw = pd.read_parquet(project.processed / "observations.parquet")
    assert raw.attrs["warning"].startswith("Before disclosure control")


def test_every_observation_has_its_place_and_the_day_it_came(cleaned):
    _, result = cleaned

    assert result.observations["cell"].str.fullmatch(r"(?:[^!]+!)?[A-Z]+[1-9]\d*").all()
    assert result.observations["received"].notna().all()


def test_a_missing_figure_is_a_row_with_a_status_and_no_number(cleaned):
    _, result = cleaned
    missing = result.observations[~result.observations["status"].isin(["reported", "derived"])]

    assert len(missing) > 100
    assert missing[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_counts_are_whole_and_proportions_are_fractions(cleaned, definitions):
    _, result = cleaned
    kinds = result.observations["indicator"].map(lambda name: definitions.indicators[name].kind)
    counts = result.observations.loc[kinds == "count"].dropna(subset=["value"])
    proportions = result.observations.loc[kinds == "proportion", "value"].dropna()

    assert (counts["value"] == counts["numerator"]).all()
    assert (counts["value"] % 1 == 0).all()
    assert proportions.between(0, 1).all()


def test_december_of_the_police_table_is_read_and_then_not_supplied(cleaned):
    _, result = cleaned
    december = result.observations[
        (result.observations["source"] == "police_missing") & (result.observations["period"] == "2013-12")
    ]

    assert december["status"].tolist() == ["not_supplied"] * 4


def test_findings_come_gravest_first(cleaned):
    ranks = cleaned[1].findings["severity"].map(["error", "warning", "note"].index)

    assert ranks.is_monotonic_increasing


def test_cleaning_again_in_another_folder_gives_the_same_bytes(real_project, cleaned):
    names = ["accounts.parquet", "findings.parquet", "observations.parquet", "revisions.parquet"]

    assert sorted(path.name for path in cleaned[0].processed.iterdir()) == names
    for name in names:
        assert (cleaned[0].processed / name).read_bytes() == (real_project.processed / name).read_bytes(), name


@pytest.mark.nightly
def test_a_refused_file_leaves_the_others_to_be_read(project, definitions, cleaned):
    (project.raw / "published" / "police_missing_2013-14.xlsx").write_bytes(b"")
    (project.raw / "published" / "dfe_referrals.csv").unlink()
    result = clean_sources(project, definitions, write=False)

    assert [str(refusal).split(":")[0] for refusal in result.refusals] == [
        "dfe_referrals",
        "police_missing_2013-14.xlsx",
    ]
    assert all(refusal.exit_code == 3 for refusal in result.refusals)
    whole = set(cleaned[1].observations["source"])
    assert set(result.observations["source"]) == whole - {"police_missing", "dfe_referrals"}
    assert not project.processed.exists()


def test_a_contract_that_names_an_unknown_indicator_stops_everything(project, definitions, tmp_path):
    root = tmp_path / "root"
    shutil.copytree(project.params, root / "params")
    contract = root / "params" / "sources" / "police_missing.yaml"
    contract.write_text(contract.read_text().replace("missing_children", "mising_children"))

    with pytest.raises(ParametersRefused, match=r"police_missing.yaml: no indicator 'mising_children'.*Did you mean"):
        clean_sources(Project(root=root, data=project.data), definitions)


def test_a_data_folder_without_any_file_cleans_to_empty_tables(project, definitions, tmp_path):
    (tmp_path / "empty" / "raw").mkdir(parents=True)
    result = clean_sources(Project(root=project.root, data=tmp_path / "empty"), definitions)

    assert (len(result.observations), len(result.accounts), result.refusals) == (0, 0, [])
    assert list(result.observations.columns) == list(OBSERVATIONS.columns)


def test_the_details_of_a_return_are_left_out_of_the_findings(project, definitions):
    shutil.move(project.raw / "published" / "board_data_set_2013-14_q4.xlsx", project.raw / "returns")
    shutil.rmtree(project.raw / "published")
    result = clean_sources(project, definitions, write=False)
    about = result.findings[result.findings["file"].str.startswith("returns/")]
    notes = about["rule"] == "supplier_note"

    assert len(about) > 2
    assert about.loc[~notes, "detail"].isna().all()
    assert about.loc[notes, "detail"].str.len().gt(20).all()  # its words


DOWNLOADS = {
    "c1_children_in_need_referrals_and_rereferrals_2013_to_2031.csv": "dfe_table_c1",
    "c3_factors_identified_at_end_of_assessment_2018_to_2024.csv": "dfe_table_c3",
    "c6_children_in_need_referrals_by_month_2013_to_2025.csv": "dfe_table_c6",
    "d1_child_protection_plans_2013_to_2024.csv": "dfe_table_d1",
    "d5_cpps_at31march_by_duration_2013_to_2024.csv": "dfe_table_d5",
    "b1_children_in_need_2013_to_2024.csv": "dfe_table_b1",
    "ons_mid-year_population_estimates_2012_to_2023.csv": "dfe_population_0_17",
    "cla_number_and_rate_per_10k_children_2018_to_2024.csv": "dfe_looked_after_number_and_rate",
    "2013_SFR36_CLA2013.csv": "dfe_looked_after_to_2014",
    "SFR36_CLA2014.csv": "dfe_looked_after_to_2014",
    "2016_SFR41_Missing2016.csv": "dfe_looked_after_missing_to_2016",
    "2017_SFR50_Missing_2017.csv": "dfe_looked_after_missing_from_2017",
}


def write_download(path, contract) -> None:
    """Two rows of a download as the Department for Education lays it out: Southampton and England, 2014."""
    year = path.stem[-4:]
    headings, figures = [*contract.column_names(), *contract.named_left_out], contract.figure_names()
    rows = [[heading.replace("{file}", year) for heading in headings + figures]]
    for code, name in (("E06000045", "Southampton"), ("E92000001", "England")):
        about = {"new_la_code": code if name != "England" else "", "country_code": "E92000001", "time_period": "2014"}
        about |= {"New_geog_code": code, "geog_n": name, "la_name": name if name != "England" else ""}
        about |= {"region_code": "E12000008" if name != "England" else ""}
        about |= {"population_count": "Children looked after at 31 March each year"}
        number = f"1{year[-1]}" if year.isdigit() else "12"  # two years alike would be taken for one sent twice
        figure = [number if "percent" not in heading else "12.5" for heading in figures]
        rows.append([about.get(heading, "word") for heading in headings] + figure)
    with path.open("w", encoding="utf-8-sig", newline="") as lines:
        csv.writer(lines).writerows(rows)


def test_the_departments_own_downloads_clean_by_their_names_whatever_the_years_in_them(project, definitions):
    shutil.rmtree(project.raw / "published")
    sources = read_sources(project.params / "sources")
    for name, source in DOWNLOADS.items():
        write_download(project.raw / "returns" / name, sources[source])
    result = clean_sources(project, definitions, write=False)

    assert result.refusals == []
    read = result.observations.groupby("file")["source"].first()
    assert read.to_dict() == {f"returns/{name}": source for name, source in DOWNLOADS.items()}
    assert set(result.observations["area"]) == {"E06000045", "E92000001"}
    assert (result.observations["value"].notna()).all()

"""Of each fetched data set, the edition that is pinned is read, and nothing beside it."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from analysis.project import Project, find_project
from publishing.intake.cleaning import clean_sources
from publishing.intake.fetched_files import find_fetched

ENTRY = """\
title: Population
publisher: Office for National Statistics
service: nomis
data_set: NM_2002_1
query: {}
lag: a year
source: ons_population_0_17
"""
FIRST = b"area_code,area,year,population\nE06000045,Southampton,30 June 2022,51000\n"
SECOND = b"area_code,area,year,population\nE06000045,Southampton,30 June 2022,51200\n"


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def fetched(tmp_path, project) -> Project:
    """The checkout's parameters and one file: of one data set two editions were fetched, and the second is pinned."""
    root = tmp_path / "checkout"
    (root / "params").mkdir(parents=True)
    for path in project.params.iterdir():
        if path.name not in ("published", "published.lock"):
            (root / "params" / path.name).symlink_to(path)
    (root / "params" / "published").mkdir()
    (root / "params" / "published" / "ages.yaml").write_text(ENTRY, encoding="utf-8")
    own = find_project(root, data=project.data)
    folder = own.raw / "published"
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "ages").mkdir()
    for version, content in (("1.0", FIRST), ("1.1", SECOND)):
        (folder / "ages" / f"{version}.csv").write_bytes(content)
        with (folder / "fetched.jsonl").open("a", encoding="utf-8") as log:
            record = {"name": "ages", "file": f"ages/{version}.csv", "sha256": hash_of(content)}
            log.write(json.dumps(record) + "\n")
    readme = own.raw / "README.md"
    readme.write_text(readme.read_text() + "\n| `ages/1.1.csv` | ONS | Ages | 2024-05-06 |\n", encoding="utf-8")
    pin(own, "1.1", SECOND)
    return own


def pin(project: Project, version: str, content: bytes) -> None:
    text = f'ages: {{version: "{version}", file: ages/{version}.csv, sha256: {hash_of(content)}}}\n'
    (project.params / "published.lock").write_text(text, encoding="utf-8")


def test_the_pinned_edition_is_read_by_its_file_specification(fetched, definitions):
    cleaned = clean_sources(fetched, definitions, write=False)
    [row] = cleaned.observations[cleaned.observations["file"].str.startswith("published/ages/")].to_dict("records")

    assert not [refusal for refusal in cleaned.refusals if "ages" in str(refusal)]
    assert (row["file"], row["value"], row["source"]) == ("published/ages/1.1.csv", 51200, "ons_population_0_17")
    assert str(row["received"].date()) == "2024-05-06"


def test_editions_beside_the_pinned_one_and_the_log_are_no_unread_files(fetched, definitions):
    findings = clean_sources(fetched, definitions, write=False).findings

    assert "unread_file" not in set(findings["rule"])


def test_an_older_edition_is_read_when_it_is_pinned(fetched, definitions):
    pin(fetched, "1.0", FIRST)
    observations = clean_sources(fetched, definitions, write=False).observations

    assert observations.loc[observations["file"] == "published/ages/1.0.csv", "value"].tolist() == [51000]


def test_a_pinned_file_that_is_missing_is_refused_with_the_command_that_brings_it(fetched, definitions):
    (fetched.raw / "published" / "ages" / "1.1.csv").unlink()
    refusals = clean_sources(fetched, definitions, write=False).refusals

    assert "published/ages/1.1.csv: is pinned in params/published.lock and not here. Run `lscb fetch ages`." in map(
        str, refusals
    )


def test_a_pinned_file_that_was_changed_is_refused(fetched, definitions):
    (fetched.raw / "published" / "ages" / "1.1.csv").write_bytes(FIRST)
    refusals = clean_sources(fetched, definitions, write=False).refusals

    assert any("is not as it was fetched" in str(refusal) for refusal in refusals)


def test_a_file_of_the_same_source_by_hand_beside_a_fetched_one_is_refused(fetched, definitions):
    (fetched.raw / "published" / "ons_population_0_17.csv").write_bytes(FIRST)
    refusals = clean_sources(fetched, definitions, write=False).refusals

    assert any("two files of this source" in str(refusal) for refusal in refusals)


def test_a_fetched_file_that_no_file_specification_reads_is_a_note(fetched, definitions):
    entry = fetched.params / "published" / "ages.yaml"
    entry.write_text(ENTRY.replace("source: ons_population_0_17\n", ""), encoding="utf-8")
    findings = clean_sources(fetched, definitions, write=False).findings
    [note] = findings[findings["rule"] == "fetched_unread"].to_dict("records")

    assert (note["severity"], note["file"]) == ("note", "published/ages/1.1.csv")


def test_an_edition_that_was_only_chosen_is_not_looked_for(fetched):
    (fetched.params / "published.lock").write_text('ages: {version: "1.0"}\n', encoding="utf-8")

    assert not find_fetched(fetched).files
    assert not find_fetched(fetched).refusals


def test_a_data_folder_for_returns_alone_has_no_fetched_files(fetched, tmp_path):
    (tmp_path / "returns" / "raw").mkdir(parents=True)

    assert not find_fetched(find_project(fetched.root, data=tmp_path / "returns")).refusals


def test_what_the_edition_before_said_is_a_revision_and_a_finding(fetched, definitions):
    cleaned = clean_sources(fetched, definitions)
    [row] = cleaned.revisions.to_dict("records")
    [finding] = cleaned.findings[cleaned.findings["rule"] == "revised_figures"].to_dict("records")

    assert (row["before"], row["after"], row["earlier"], row["edition"]) == (51000, 51200, "1.0", "1.1")
    assert finding["detail"] == "1 revised of 1 area; the largest by 0.4%; 0 turn a statement."
    assert (Path(fetched.processed) / "revisions.parquet").is_file()


def test_an_edition_before_that_was_changed_here_is_not_compared(fetched, definitions):
    (fetched.raw / "published" / "ages" / "1.0.csv").write_bytes(b"other")

    assert clean_sources(fetched, definitions, write=False).revisions.empty


def test_an_edition_before_that_cannot_be_read_any_more_is_told(fetched, definitions):
    path = fetched.raw / "published" / "ages" / "1.0.csv"
    content = FIRST.replace(b"population", b"people")
    path.write_bytes(content)
    log = fetched.raw / "published" / "fetched.jsonl"
    log.write_text(log.read_text().replace(hash_of(FIRST), hash_of(content)), encoding="utf-8")
    findings = clean_sources(fetched, definitions, write=False).findings

    assert "revisions_unknown" in set(findings["rule"])

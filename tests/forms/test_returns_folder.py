"""The folder of returns explains itself on first sight."""

from datetime import date

from typer.testing import CliRunner

from analysis.project import Project, find_project
from publishing.__main__ import app
from publishing.forms.returns_folder import introduce_returns
from publishing.intake.files import find_received, read_log


def test_the_folder_of_returns_says_what_belongs_there_and_under_which_name(tmp_path):
    (tmp_path / "raw" / "returns").mkdir(parents=True)
    project = Project(find_project().root, tmp_path)
    introduce_returns(project)

    text = (tmp_path / "raw" / "returns" / "README.md").read_text(encoding="utf-8")
    assert "| Missing children and young people | Hampshire Constabulary | police_missing_{financial year} |" in text
    assert "Nothing in this folder is ever in git." in text
    assert "dfe_table_c1" not in text
    assert find_received(project.raw) == []


def test_a_row_that_is_added_says_when_a_file_came(tmp_path):
    (tmp_path / "raw" / "returns").mkdir(parents=True)
    introduce_returns(Project(find_project().root, tmp_path))
    readme = tmp_path / "raw" / "returns" / "README.md"
    readme.write_text(
        readme.read_text(encoding="utf-8") + "| `a.csv` | the police | quarterly return | 2014-05-01 | 2013-14 |\n",
        encoding="utf-8",
    )

    assert read_log(tmp_path / "raw") == {"a.csv": date(2014, 5, 1)}


def test_what_a_user_wrote_there_is_kept(tmp_path):
    readme = tmp_path / "raw" / "returns" / "README.md"
    readme.parent.mkdir(parents=True)
    readme.write_text("mine", encoding="utf-8")
    introduce_returns(Project(find_project().root, tmp_path))

    assert readme.read_text(encoding="utf-8") == "mine"


def test_asking_what_is_due_writes_it(tmp_path):
    (tmp_path / "raw" / "returns").mkdir(parents=True)
    CliRunner().invoke(app, ["due", "--data", str(tmp_path)])

    assert (tmp_path / "raw" / "returns" / "README.md").is_file()

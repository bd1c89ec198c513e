"""A notebook counts as executed when each of its cells has run and the last one says so; never otherwise."""

import pytest

from analysis.refusals import NotebookFailed
from publishing.running.execution import execute
from tests.nightly import sample

pytestmark = pytest.mark.run
EXITS = ["raise SystemExit(0)", "raise SystemExit('done')", "import sys\nsys.exit()"]


def failure(plan, seconds: float = 60) -> str:
    with pytest.raises(NotebookFailed) as failed:
        execute(plan()[0], seconds)
    return str(failed.value)


def test_a_notebook_runs_with_its_parameters_from_the_notebooks_folder(plan, add_notebook):
    add_notebook("import os\nprint(area, data, os.path.basename(os.getcwd()))")

    executed = execute(plan(areas=("E06000044",))[0], 60)

    assert executed.cells[-2].outputs[0].text == "E06000044 ../data notebooks\n"


def test_nothing_of_the_users_own_settings_reaches_a_notebook(plan, add_notebook, monkeypatch, tmp_path):
    (tmp_path / "startup").mkdir()
    (tmp_path / "start.py").write_text("left_over = 'PYTHONSTARTUP'", encoding="utf-8")
    profile = tmp_path / "profile_default" / "startup"
    profile.mkdir(parents=True)
    (profile / "start.py").write_text("left_over = 'IPython'", encoding="utf-8")
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 9\n", encoding="utf-8")
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path / "matplotlibrc"))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "start.py"))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    add_notebook(
        "import os, time, matplotlib\n"
        "print('left_over' in globals(), matplotlib.rcParams['lines.linewidth'], time.tzname[0])\n"
        "print(os.environ['OMP_NUM_THREADS'], os.environ['PYTHONHASHSEED'], matplotlib.get_backend().lower())"
    )

    executed = execute(plan()[0], 60)

    assert executed.cells[-2].outputs[0].text == "False 1.5 UTC\n1 0 agg\n"


def test_an_exception_is_told_by_its_cell_and_class_but_not_by_its_words(plan, add_notebook):
    add_notebook("# read the figures\nint('Jane Doe')")

    progress = failure(plan)

    assert progress.startswith("missing (missing.ipynb), code cell 2 ‘read the figures’: ValueError.")
    assert "Jane" not in progress


def test_a_refusal_of_our_own_is_told_in_full(plan, add_notebook):
    add_notebook("from analysis.refusals import StorageRefused\nraise StorageRefused('Run `lscb clean` first.')")

    assert failure(plan).endswith("code cell 2 ‘A title’: Run `lscb clean` first.")


def test_a_kernel_that_dies_fails_the_cell_it_was_in(plan, add_notebook):
    add_notebook("1 + 1", "# fall over\nimport os\nos._exit(1)")

    assert "code cell 3 ‘fall over’: its process ended" in failure(plan)


def test_a_notebook_is_ended_when_its_time_is_up(plan, add_notebook):
    add_notebook("# wait\nimport time\ntime.sleep(60)")

    assert "code cell 2 ‘wait’: not finished within 3 seconds" in failure(plan, seconds=3)


@pytest.mark.nightly
def test_the_time_limit_is_one_for_all_cells_together(plan, add_notebook):
    add_notebook(*["import time\ntime.sleep(1.5)"] * 4)

    assert "not finished within 4 seconds" in failure(plan, seconds=4)


@pytest.mark.parametrize(
    "statement",
    sample(
        ["import sys\nsys.exit()", "raise SystemExit(0)", "raise SystemExit('done')"], tried=["raise SystemExit(0)"]
    ),
)
def test_a_system_exit_fails_the_notebook(plan, add_notebook, statement):
    add_notebook(f"# leave\n{statement}")

    assert "code cell 2 ‘leave’: it ends Python before the last cell" in failure(plan)


def test_a_system_exit_after_the_page_is_complete_fails_the_notebook_too(plan, add_notebook):
    add_notebook(
        "from IPython.display import display\n"
        "display({'text/html': ''}, raw=True, metadata={'lscb': {'part': 'complete'}})\n"
        "raise SystemExit(0)",
        complete=False,
    )

    assert "ends Python" in failure(plan)


def test_a_cell_left_unexecuted_fails_the_notebook(plan, add_notebook):
    add_notebook("")

    assert failure(plan).endswith("code cell 2 ‘A title’: was not executed.")


def test_a_notebook_whose_last_cell_does_not_say_so_has_failed(plan, add_notebook):
    add_notebook("print('complete')", complete=False)

    assert "code cell 2 ‘A title’: the page was not closed" in failure(plan)


def test_an_error_that_a_cell_declares_as_expected_fails_the_notebook(plan, project, add_notebook):
    path = add_notebook("# expected\n1 / 0")
    text = path.read_text(encoding="utf-8").replace(
        '"metadata": {},\n   "outputs"', '"metadata": {"tags": ["raises-exception"]},\n   "outputs"'
    )
    path.write_text(text, encoding="utf-8")

    assert "code cell 2 ‘expected’: ZeroDivisionError" in failure(plan)


def test_what_a_notebook_declares_and_leaves_open_is_gone_afterwards(plan, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)

    execute(plan()[0], 60)

    assert not list(tmp_path.glob("lscb-*"))

"""What docs/schedule.md tells a scheduler to run is a command that exists, at the time that the document says."""

import configparser
import json
import re
import shlex
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.main import get_command

from analysis.project import find_project
from analysis.refusals import ReturnsAwaited, SourceRefused
from publishing.__main__ import app
from publishing.release.index_pages import write_releases_index
from publishing.release.release_list import note_attempt, read_attempt
from publishing.release.storage import ATTEMPT
from publishing.running.quarter import REASONS

ROOT = find_project(Path(__file__).parent).root
SCHEDULE = (ROOT / "docs" / "schedule.md").read_text(encoding="utf-8")
WORKFLOW = YAML(typ="safe").load((ROOT / ".github" / "workflows" / "quarterly.yml").read_text(encoding="utf-8"))
COMMAND = ["run", "--quarter", "latest"]
MONTHS = [2, 5, 8, 11]


def blocks(heading: str) -> list[str]:
    """The fenced blocks below a heading of the document."""
    part = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", SCHEDULE, re.MULTILINE | re.DOTALL)[1]
    return re.findall(r"^```\w*\n(.*?)^```", part, re.MULTILINE | re.DOTALL)


def unit(text: str) -> configparser.ConfigParser:
    """A systemd unit, whose sections and keys stand once and as they are written."""
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read_string(text)
    return parser


def words_of(line: str) -> list[str]:
    """The words that a line gives to lscb."""
    program, words = re.search(r"(\S*lscb) (run .*?)(?= >>|$)", line).groups()
    assert program.endswith("lscb")
    return shlex.split(words)


def parse(words: list[str]) -> dict:
    """What the command line makes of words, without running them."""
    command = get_command(app)
    context = command.make_context("lscb", list(words), resilient_parsing=False)
    name, _, rest = command.resolve_command(context, words)
    return {"command": name} | command.commands[name].make_context(name, rest, parent=context).params


def test_the_command_that_everything_calls_is_one_of_the_command_line():
    opening = re.search(r"^```\n(.*?)\n```", SCHEDULE, re.MULTILINE)[1]

    assert words_of(opening) == COMMAND
    assert {key: parse(COMMAND)[key] for key in ("command", "quarter")} == {"command": "run", "quarter": "latest"}


def test_the_line_for_cron_has_five_fields_and_the_command():
    (line,) = blocks("cron")
    minute, hour, days, months, weekdays, rest = line.strip().split(" ", 5)

    assert (int(minute), int(hour), int(days), weekdays) == (0, 6, 5, "*")
    assert [int(month) for month in months.split(",")] == MONTHS
    assert rest.startswith("cd /srv/lscb && .venv/bin/")
    assert words_of(rest) == COMMAND
    assert "%" not in line, "cron ends a command at a percent sign"


def test_the_units_of_systemd_are_well_formed_and_call_the_command():
    service, timer = map(unit, blocks("systemd"))

    assert set(service.sections()) == {"Unit", "Service"}
    assert set(timer.sections()) == {"Unit", "Timer", "Install"}
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["ExecStart"].startswith(f"{service['Service']['WorkingDirectory']}/.venv/bin/lscb")
    assert words_of(service["Service"]["ExecStart"]) == COMMAND
    month, _, rest = timer["Timer"]["OnCalendar"].removeprefix("*-").partition("-")
    assert ([int(each) for each in month.split(",")], rest) == (MONTHS, "05 06:00")
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_the_task_of_windows_calls_the_command_on_the_same_days():
    (text,) = blocks("Windows Task Scheduler")
    line = text.replace("^\n", " ")
    options = dict(re.findall(r'/(TN|SC|M|D|ST|TR) ("[^"]*"|\S+)', line))

    assert line.startswith("schtasks /Create ")
    assert (options["SC"], options["M"], options["D"], options["ST"]) == ("MONTHLY", "FEB,MAY,AUG,NOV", "5", "06:00")
    assert len(options["TR"].strip('"')) <= 261, "schtasks takes no longer command"
    assert words_of(options["TR"].strip('"')) == COMMAND


def test_the_workflow_calls_the_command_on_the_same_days():
    trigger = WORKFLOW.get("on") or WORKFLOW[True]
    (step,) = [step["run"] for step in WORKFLOW["jobs"]["reports"]["steps"] if "publishing run" in step.get("run", "")]

    assert trigger["schedule"] == [{"cron": "0 6 5 2,5,8,11 *"}]
    assert trigger["workflow_dispatch"]["inputs"]["quarter"]["default"] == "latest"
    assert WORKFLOW["jobs"]["reports"]["env"]["QUARTER"] == "${{ inputs.quarter || 'latest' }}"
    # the shell puts its variables into the words; without them two options fall away
    plain = re.sub(r"\$\{\w+:\+[^}]*\}", "", step.replace('"$QUARTER"', "latest"))
    assert shlex.split(plain)[:3] == [".venv/bin/python", "-m", "publishing"]
    assert shlex.split(plain)[3:] == COMMAND
    options = re.findall(r"\$\{\w+:\+(--\w+) ", step)
    assert [parse([*COMMAND, option, "."])[option.removeprefix("--")] for option in options] == [Path(".")] * 2


@pytest.mark.parametrize("refusal", REASONS)
def test_the_list_of_releases_tells_of_a_failed_attempt_and_why(refusal, tmp_path):
    note_attempt(tmp_path, REASONS[refusal])
    told = write_releases_index([], read_attempt(tmp_path))

    assert json.loads((tmp_path / ATTEMPT).read_text(encoding="utf-8"))["reason"] == REASONS[refusal]
    assert REASONS[refusal] in told


def test_returns_that_are_awaited_end_a_run_with_the_code_of_the_table():
    codes = {int(code): words for code, words in re.findall(r"^\| (\d+) \| ([^|]+) \|", SCHEDULE, re.MULTILINE)}

    assert ReturnsAwaited.exit_code == SourceRefused.exit_code == 3
    assert "awaited" in codes[3]

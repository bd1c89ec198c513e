"""Parameter files are YAML 1.2 that says nothing twice and nothing that is not read."""

import contextlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from analysis.definitions.parameter_files import Definition, check_definition, read_once, read_parameters
from analysis.refusals import ParametersRefused


class Inner(Definition):
    """A part."""

    threshold: int = 5


class Outer(Definition):
    """A whole."""

    name: str
    parts: dict[str, Inner] = Field(default_factory=dict)


@pytest.fixture
def read(tmp_path):
    def read_text(text: str | bytes):
        path = tmp_path / "test.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_parameters(path)

    return read_text


@pytest.mark.parametrize(
    ("text", "value"),
    [("NO", "NO"), ("on", "on"), ("yes", "yes"), ("2013-14", "2013-14"), ("0o17", 15), ("1:30", "1:30")],
)
def test_words_stay_words_as_yaml_1_2_has_them(text, value, read):
    assert read(f"key: {text}") == {"key": value}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2", "line 2: .*duplicate key"),
        ("a: !!python/object/apply:os.system [true]", "expected a value without a tag"),
        ("a: [1", "test.yaml, line"),
        ("a: &a [*a]\nb: {<<: 3}", "test.yaml"),
        (b"a: \xff", "is not UTF-8 text"),
        ("a: 1\n---\nb: 2", "test.yaml"),
    ],
)
def test_yaml_that_is_broken_or_says_more_is_refused_with_its_place(text, expected, read):
    with pytest.raises(ParametersRefused, match=expected):
        read(text)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ParametersRefused, match=r"/absent.yaml does not exist"):
        read_parameters(tmp_path / "absent.yaml")


def test_a_file_of_another_size_than_ours_is_refused(read):
    with pytest.raises(ParametersRefused, match="is larger than"):
        read("a: " + "x" * 1_000_001)


def test_deep_nesting_is_refused_and_does_not_crash(read):
    with pytest.raises(ParametersRefused):
        read("[" * 3_000)


@given(st.binary(max_size=60))
def test_no_bytes_crash_the_reader(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("fuzz") / "test.yaml"
    path.write_bytes(content)
    with contextlib.suppress(ParametersRefused):
        read_parameters(path)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"nam": "x"}, "nam: not a known key; did you mean 'name'"),
        ({}, "name: is missing; write it"),
        ({"name": 3}, "name: input should be a valid string"),
        ({"name": "x", "parts": {"a": {"threshold": "5"}}}, r"parts.a.threshold: input should be a valid integer"),
        ({"name": "x", "parts": {"a": {"threshold": True}}}, r"parts.a.threshold: input should be a valid integer"),
        (
            {"name": "x", "parts": {"a": {"treshold": 5}}},
            r"parts.a.treshold: not a known key; did you mean 'threshold'",
        ),
        ([], "the file: input should be"),
        (None, "the file: input should be"),
    ],
)
def test_content_of_another_kind_is_refused_with_its_place(content, expected):
    with pytest.raises(ParametersRefused, match=expected):
        check_definition(Outer, content, "test.yaml")


def test_every_fault_is_named_at_once():
    with pytest.raises(ParametersRefused) as refused:
        check_definition(Outer, {"nam": "x", "parts": 3}, "test.yaml")
    assert str(refused.value).count("\n") == 3


def test_a_definition_is_never_changed():
    definition = check_definition(Outer, {"name": "x"}, "test.yaml")

    with pytest.raises(ValueError, match="frozen"):
        definition.name = "y"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: {b: &x 1}", "line 1, a.b: expected a value here, not an anchor"),
        ("a: &x 1\nb: *x", "line 1, a: expected a value here, not an anchor or alias; write it out"),
        ("a: !!str 1", "line 1, a: expected a value without a tag"),
        ("a: !!set {b}", "line 1, a: expected a value without a tag"),
        ("a:\n  - !secret b", "line 2, a.0: expected a value without a tag"),
        ("%YAML 1.1\n---\na: NO", "expected no directive; take the line with % out"),
        ("%TAG ! tag:here,2014:\n---\na: b", "expected no directive"),
        ("a:\n  - b: 0123", "line 2, a.0.b: expected a number without leading zeros or underscores"),
        ("a: -007", "line 1, a: expected a number without leading zeros"),
        ("a: 1_000", "line 1, a: expected a number without leading zeros or underscores"),
        ("a: .inf", "line 1, a: expected a finite number"),
        ("a: .NaN", "line 1, a: expected a finite number"),
        ("a: 1e999", "line 1, a: expected a finite number"),
    ],
)
def test_yaml_that_says_more_than_it_shows_is_refused_with_line_and_key(text, expected, read):
    with pytest.raises(ParametersRefused, match=rf"^test.yaml, {expected}" if "line" in expected[:4] else expected):
        read(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("'0123'", "0123"), ("0", 0), ("0.5", 0.5), ("-0.5", -0.5), ("2013-14", "2013-14"), ("'*'", "*"), ("a_1", "a_1")],
)
def test_what_shows_all_that_it_says_is_read(text, value, read):
    assert read(f"key: {text}") == {"key": value}


def test_aliases_that_stand_for_millions_are_refused_before_they_are_written_out(read):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 12)]

    with pytest.raises(ParametersRefused, match="line 1, a0: expected a value here, not an anchor"):
        read("\n".join(lines))


@pytest.mark.parametrize("name", ["elsewhere/secret.yaml", "/etc/hostname"])
def test_a_link_that_leaves_the_folder_is_refused(tmp_path, name):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.yaml").write_text("a: 1")
    (tmp_path / "params").mkdir()
    link = tmp_path / "params" / "run.yaml"
    link.symlink_to(tmp_path / name)

    with pytest.raises(ParametersRefused, match=r"^params/run.yaml is a link to another folder"):
        read_parameters(link)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "run.yaml")

    with pytest.raises(ParametersRefused, match=r"/run.yaml is not a file"):
        read_parameters(tmp_path / "run.yaml")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"threshold": True}, "threshold: input should be a valid integer"),
        ({"threshold": "NO"}, "threshold: input should be a valid integer"),
        ({"threshold": 5.0}, "threshold: input should be a valid integer"),
        ({"__class__": 1}, "__class__: not a known key; known here: threshold"),
        ({"import os": 1}, "import os: not a known key"),
        ({True: 1}, "1: keys should be strings"),
        ({None: 1}, "None: keys should be strings"),
    ],
)
def test_a_key_or_a_value_of_another_kind_is_refused_with_its_key(content, expected):
    with pytest.raises(ParametersRefused, match=expected):
        check_definition(Inner, content, "test.yaml")


def test_a_folder_is_read_again_only_when_a_file_of_it_was_written_came_or_went(tmp_path):
    known = []
    read = read_once(lambda folder: known.append([path.name for path in sorted(folder.glob("*.yaml"))]) or len(known))
    (tmp_path / "one.yaml").write_text("a: 1\n")
    assert [read(tmp_path), read(tmp_path)] == [1, 1]
    (tmp_path / "one.yaml").write_text("a: 12\n")
    assert read(tmp_path) == 2
    (tmp_path / "two.yaml").write_text("b: 1\n")
    assert read(tmp_path) == 3
    (tmp_path / "one.yaml").unlink()
    assert read(tmp_path) == 4

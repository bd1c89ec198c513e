"""Parameter files are YAML 1.2 that says nothing twice and nothing that is not read."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from analysis.definitions.parameter_files import Definition, check_definition, read_parameters
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
        ("a: !!python/object/apply:os.system [true]", "could not determine a constructor"),
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

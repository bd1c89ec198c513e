"""Comments are read however an editor saves them, and one that no page shows is named."""

import pytest

from analysis.page.comment_files import find_unshown, read_comment
from analysis.refusals import ParametersRefused

WORDS = "The council’s figures – as agreed in May – are final."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_comment_is_read_in_any_encoding_of_windows(encoding, tmp_path):
    path = tmp_path / "custody.md"
    path.write_bytes(WORDS.encode(encoding))

    assert read_comment(path) == WORDS


def test_bytes_that_are_no_text_are_refused_by_the_name_of_the_comment(tmp_path):
    (tmp_path / "2013-14 Q4").mkdir()
    path = tmp_path / "2013-14 Q4" / "custody.md"
    path.write_bytes(b"\x81\x8d\x00")

    with pytest.raises(ParametersRefused, match=r"comments/2013-14 Q4/custody.md is not text.*Save it as UTF-8"):
        read_comment(path)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2013-14Q4/missing.md", "'2013-14Q4' is no quarter. Did you mean '2013-14 Q4'?"),
        ("2013-14 Q5/missing.md", "'2013-14 Q5' is no quarter. Write it as '2013-14 Q4'."),
        ("2013-14 Q4/first_time_entrant.md", "no report 'first_time_entrant'. Did you mean 'first_time_entrants'?"),
        ("2013-14 Q4/missing.txt", "there is no report 'missing'."),
    ],
)
def test_a_comment_that_no_page_shows_is_named_with_the_nearest_name(name, told, tmp_path):
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text("x", encoding="utf-8")

    [line] = find_unshown(tmp_path, ["missing", "first_time_entrants"])
    assert line.startswith(f"comments/{name} is on no page")
    assert told in line


def test_a_comment_of_a_report_and_quarter_needs_no_line(tmp_path):
    (tmp_path / "2013-14 Q4").mkdir()
    (tmp_path / "2013-14 Q4" / "missing.md").write_text("x", encoding="utf-8")

    assert list(find_unshown(tmp_path, ["missing"])) == []

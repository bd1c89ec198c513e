"""GOV.UK: the newest publication of a collection, its one file of a name, corrections as versions."""

import io
import zipfile

import pytest
from replaying import Route
from service_routes import in_json

COLLECTION = "/api/content/government/collections/youth-justice-statistics"
NEWEST = "/government/statistics/youth-justice-statistics-2024-to-2025"
OLDER = "/government/statistics/youth-justice-statistics-2023-to-2024"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ENTRY = """\
title: Youth justice, local level
publisher: Youth Justice Board
service: govuk
collection: /government/collections/youth-justice-statistics
document: "Youth justice statistics: *"
attachment: Local_level*.ods
lag: ten months
"""


def workbook() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("content.xml"), "<office/>")  # of a fixed day, so that two are the same bytes
    return content.getvalue()


def an_attachment(name: str = "Local_level_open_data.ods", host: str = "http://127.0.0.1", **more: object) -> dict:
    return {
        "attachment_type": "file",
        "id": "2",
        "filename": name,
        "content_type": ODS,
        "url": f"{host}/media/000/{name}",
    } | more


def a_document(*attachments: dict, changed: str = "2026-01-29T09:30:00.000+00:00", **more: object) -> dict:
    history = [{"public_timestamp": changed, "note": "Table 3.2 corrected."}]
    return {
        "title": "Youth justice statistics: 2024 to 2025",
        "first_published_at": "2026-01-29T09:30:00.000+00:00",
        "public_updated_at": changed,
        "withdrawn_notice": {},
        "details": {"attachments": list(attachments or [an_attachment()]), "change_history": history},
    } | more


def a_link(path: str, title: str, updated: str) -> dict:
    return {"base_path": path, "title": title, "public_updated_at": updated}


@pytest.fixture
def entries():
    return {"yjb": ENTRY}


@pytest.fixture
def govuk(server):
    """A collection in which an older publication was corrected after the newest had come out."""
    server.put(
        in_json(
            COLLECTION,
            {
                "links": {
                    "documents": [
                        a_link(OLDER, "Youth justice statistics: 2023 to 2024", "2026-03-01T09:30:00Z"),
                        a_link(NEWEST, "Youth justice statistics: 2024 to 2025", "2026-01-29T09:30:00Z"),
                        a_link("/guide", "Guide to youth justice statistics", "2026-06-01T09:30:00Z"),
                    ]
                }
            },
        ),
        in_json(f"/api/content{NEWEST}", a_document(an_attachment("bulletin.pdf"), an_attachment())),
        in_json(f"/api/content{OLDER}", a_document(first_published_at="2025-01-30T09:30:00.000+00:00")),
        Route("/media/000/Local_level_open_data.ods", workbook(), headers={"Content-Type": ODS}),
    )
    return server


def test_the_newest_by_its_first_publication_is_taken_and_its_file_kept(run, govuk):
    assert run() == 0
    assert (run.folder / "yjb" / "2026-01-29_2.ods").read_bytes() == workbook()
    assert run.log[0]["published"] == "2026-01-29"


def test_a_correction_is_a_new_version_with_its_note(run, govuk):
    run()
    corrected = a_document(changed="2026-02-03T10:00:00.000+00:00")
    govuk.put(in_json(f"/api/content{NEWEST}", corrected))

    assert run(check=True) == 10
    assert "new       2026-02-03_2, 2026-01-29 (Table 3.2 corrected.)" in run.screen


@pytest.mark.parametrize(
    "attachments",
    [[an_attachment("bulletin.pdf")], [an_attachment(), an_attachment("Local_level_old.ods")]],
    ids=["none", "two"],
)
def test_not_exactly_one_file_of_the_name_is_refused(attachments, run, govuk):
    govuk.put(in_json(f"/api/content{NEWEST}", a_document(*attachments)))

    assert run() == 3
    assert "fit" in run.faults
    assert not (run.folder / "yjb").exists()


def test_an_attachment_is_found_by_its_title_where_no_file_name_fits(run, govuk, project):
    (project.params / "published" / "yjb.yaml").write_text(ENTRY.replace("Local_level*.ods", "Tables of places*"))
    titled = [an_attachment("bulletin.pdf", title="Bulletin"), an_attachment(title="Tables of places, all years")]
    govuk.put(in_json(f"/api/content{NEWEST}", a_document(*titled)))

    assert run() == 0
    assert (run.folder / "yjb" / "2026-01-29_2.ods").read_bytes() == workbook()


def test_attachments_of_another_form_are_refused(run, govuk):
    govuk.put(in_json(f"/api/content{NEWEST}", a_document() | {"details": {"attachments": ["x"]}}))

    assert run() == 3
    assert "an answer has not the form that the service's documents say" in run.faults


def test_a_withdrawn_publication_is_refused(run, govuk):
    govuk.put(in_json(f"/api/content{NEWEST}", a_document(withdrawn_notice={"explanation": "Wrong."})))

    assert run() == 3
    assert "was withdrawn" in run.faults


def test_a_collection_that_moved_is_followed_and_one_that_is_gone_told(run, govuk):
    govuk.put(Route(COLLECTION, status=303, headers={"Location": "/api/content/new"}))
    govuk.put(in_json("/api/content/new", {"links": {"documents": []}}))
    run()
    assert "no document fits 'Youth justice statistics: *'" in run.faults

    govuk.put(in_json(COLLECTION, {"document_type": "gone"}, status=410))
    assert run() == 3
    assert "answered 410: is gone" in run.faults


def test_a_file_that_is_no_workbook_is_refused(run, govuk):
    govuk.put(Route("/media/000/Local_level_open_data.ods", b"none", headers={"Content-Type": ODS}))

    assert run() == 3
    assert "is no workbook or archive, or is damaged" in run.faults


def test_a_damaged_workbook_is_refused(run, govuk):
    content = bytearray(workbook())
    content[45] ^= 0xFF
    govuk.put(Route("/media/000/Local_level_open_data.ods", bytes(content), headers={"Content-Type": ODS}))

    assert run() == 3
    assert "damaged" in run.faults


def test_a_file_of_another_kind_than_was_announced_is_refused(run, govuk):
    govuk.put(Route("/media/000/Local_level_open_data.ods", workbook(), headers={"Content-Type": "image/png"}))

    assert run() == 3
    assert f"answered with 'image/png'; expected {ODS}" in run.faults


def test_a_fetched_file_without_a_file_specification_is_kept_pinned_and_noted(run, govuk):
    run()

    assert "yjb/2026-01-29_2.ods" in run.lock

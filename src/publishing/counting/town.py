"""A made-up town: record-level files of four years, drawn from a seed, for trying `lscb count` and for its tests.

No row describes a person: ids begin with SYN, and every date is drawn. The draws favour what counting can get wrong:
referrals exactly twelve months apart, two on one day, episodes that overlap or touch, birthdays, the last of March.
"""

import csv
import io
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from analysis.project import Project
from analysis.refusals import StorageRefused
from publishing.counting.cover import add_months
from publishing.counting.town_care import draw_care
from publishing.counting.town_youth import draw_youth
from publishing.release.storage import storage, write_file

FIRST, LAST = date(2021, 4, 1), date(2025, 3, 31)
CHILDREN = 3_000  # with which the town has about as many referrals a year as a small city
YOUTHS = 3_000  # so that a year's cohort has a curve

Rows = list[list[str]]


@dataclass
class Town:
    """The draws of one town: its children by id with their day of birth and sex, and the rows of each file."""

    draw: random.Random
    areas: list[str]
    children: dict[str, tuple[date, str]] = field(default_factory=dict)
    files: dict[str, Rows] = field(default_factory=dict)

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        """Any day, or now and then one that is the first or the last of a year."""
        if self.draw.random() < 0.05:
            return self.draw.choice([day for day in (first, last) if first <= day <= last])
        return first + timedelta(days=self.draw.randrange((last - first).days + 1))

    def happens(self, chance: float) -> bool:
        return self.draw.random() < chance

    def add(self, file: str, *cells: object) -> None:
        self.files[file].append([_write(cell) for cell in cells])


def write_town(project: Project, folder: Path, area: str, seed: int = 2025) -> None:
    """Write the town's files into a new or empty folder outside the project.

    Raises StorageRefused for a folder that holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise StorageRefused("--example writes into a new or empty folder, and the folder of --input holds something.")
    if project.root.resolve() in (folder.resolve(), *folder.resolve().parents):
        raise StorageRefused("--example: name a folder outside the project. Records are never kept inside it.")
    with storage(folder):
        for name, rows in draw_town(seed, [area], youths=YOUTHS).items():
            write_file(folder / f"{name}.csv", write_rows(rows))


def draw_town(seed: int, areas: list[str], children: int = CHILDREN, youths: int = 0) -> dict[str, Rows]:
    """The rows of each file, the headings first. The first of the areas is the town's own.

    `youths` are so many more children, whom the youth justice service alone may know.
    """
    town = Town(random.Random(seed), areas)
    for number in range(children):
        town.children[f"SYN{number:06d}"] = (town.day(date(2004, 1, 1), date(2020, 12, 31)), town.draw.choice("12"))
    for name, headings in HEADINGS.items():
        town.files[name] = [headings.split(",")]
    for child in town.children:
        for draw in DRAWS:
            draw(town, child)
    for number in range(children, children + youths):
        child = f"SYN{number:06d}"
        town.children[child] = (town.day(date(2004, 1, 1), date(2012, 12, 31)), town.draw.choice("12"))
        draw_youth(town, child)
    for rows in town.files.values():
        rows[1:] = town.draw.sample(rows[1:], len(rows) - 1)  # no file is in the order in which things happened
    return town.files


def write_rows(rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _write(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell)


def _draw_social_care(town: Town, child: str) -> None:
    """Contacts, referrals and what follows them; a third of children have none."""
    days = [town.day() for _ in range(town.draw.choice([0, 0, 1, 1, 1, 2]))]
    if days and town.happens(0.3):
        days.append(add_months(days[0], 12) + timedelta(days=town.draw.choice([-40, 0, 0, 1])))
    if days and town.happens(0.03):
        days.append(days[0])
    for day in [each for each in days if each <= LAST]:
        town.add("ssd_contacts", child, max(FIRST, day - timedelta(days=town.draw.randrange(6))))
        closed = day + timedelta(days=town.draw.randrange(400))
        town.add("ssd_cin_episodes", child, day, town.draw.choice("YN"), closed if closed <= LAST else None)
        if town.happens(0.7):
            authorised = day + timedelta(days=town.draw.randrange(20, 90))
            town.add("ssd_cin_assessments", child, day, authorised if authorised <= LAST else None)
        if town.happens(0.25):
            _draw_protection(town, child, day)
    if town.happens(0.2):
        town.add("ssd_contacts", child, town.day())


def _draw_protection(town: Town, child: str, day: date) -> None:
    """An enquiry, perhaps a conference, perhaps a plan."""
    enquiry = f"E{len(town.files['ssd_s47_enquiry']):06d}"
    start = day + timedelta(days=town.draw.randrange(10))
    held = start + timedelta(days=town.draw.randrange(5, 35))
    town.add("ssd_s47_enquiry", enquiry, child, start)
    if held > LAST or town.happens(0.4):
        return
    town.add("ssd_initial_cp_conference", enquiry, child, held)
    end = held + timedelta(days=town.draw.choice([60, 92, 150, 184, 300, 365, 366, 700, 730, 731, 800]))
    town.add("ssd_cp_plans", child, held, end if end <= LAST else None)


def _draw_missing(town: Town, child: str) -> None:
    """Missing episodes of one child in nine; some overlap or touch the one before, some have not ended."""
    if not town.happens(0.11):
        return
    area, place = town.draw.choice(town.areas), town.draw.choice(["Home", "Home", "Care"])
    last: datetime | None = None
    for _ in range(town.draw.choice([1, 1, 1, 2, 3, 6])):
        start = datetime.combine(town.day(), datetime.min.time()) + timedelta(minutes=town.draw.randrange(1440))
        if last and town.happens(0.2):
            start = last - timedelta(minutes=town.draw.choice([0, 30]))
        if start.date() > LAST:
            continue
        last = start + timedelta(minutes=town.draw.choice([40, 470, 480, 481, 1000, 2000, 5000, 20000]))
        returned = last if last.date() <= LAST else None
        offered = returned is not None and town.happens(0.9)
        accepted = offered and town.happens(0.7)
        held = last + timedelta(minutes=town.draw.choice([60, 4319, 4320, 4321, 6000])) if accepted else None
        cells = (start, returned, "Medium", area, place, "NY"[offered], "NY"[accepted], held)
        born, sex = town.children[child]
        town.add("police_missing_log", child, born, {"1": "Male", "2": "Female"}[sex], *cells)


DRAWS: list[Callable[[Town, str], None]] = [_draw_social_care, _draw_missing, draw_care, draw_youth]
HEADINGS = {
    "police_missing_log": "person_id,date_of_birth,sex,missing_from,returned,risk,home_la_code,missing_from_place,"
    "rhi_offered,rhi_accepted,rhi_held",
    "ssd_contacts": "cont_person_id,cont_contact_date",
    "ssd_cin_episodes": "cine_person_id,cine_referral_date,cine_referral_nfa,cine_close_date",
    "ssd_cin_assessments": "cina_person_id,cina_assessment_start_date,cina_assessment_auth_date",
    "ssd_s47_enquiry": "s47e_s47_enquiry_id,s47e_person_id,s47e_s47_start_date",
    "ssd_initial_cp_conference": "icpc_s47_enquiry_id,icpc_person_id,icpc_icpc_date",
    "ssd_cp_plans": "cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date",
    "ssda903_header": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB",
    "ssda903_episodes": "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC",
    "ssda903_missing": "CHILD,DOB,MISSING,MIS_START,MIS_END",
    "yj_people": "person_id,date_of_birth,sex",
    "yj_offences": "offence_id,person_id,offence_date,outcome_date,outcome",
}

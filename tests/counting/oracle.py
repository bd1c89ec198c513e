"""Every measure counted a second time in plain Python: slow, obvious, and without the engine or its expressions."""

import bisect
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

from analysis.model.timeline import bank_holidays
from analysis.periods import Period
from publishing.counting.cover import add_months

Rows = list[dict[str, str]]
Counts = dict[str, int]


def as_rows(table: list[list[str]]) -> Rows:
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def iso(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def british(text: str) -> date | None:
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None


def moment(text: str) -> datetime | None:
    return datetime.strptime(text, "%d/%m/%Y %H:%M") if text else None


def within(day: date | None, period: Period) -> bool:
    return day is not None and period.start <= day <= period.end


def age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def count_referrals(rows: Rows, period: Period) -> Counts:
    days: dict[str, list[date]] = defaultdict(list)
    for child, day in {(row["cine_person_id"], iso(row["cine_referral_date"])) for row in rows}:
        days[child].append(day)
    found, again = [], []
    for child, every in days.items():
        for day in every:
            if within(day, period):
                found.append(child)
                if any(earlier < day <= add_months(earlier, 12) for earlier in every):
                    again.append(child)
    return {
        "referrals": len(found),
        "rereferrals": len(again),
        "children_referred": len(set(found)),
        "children_rereferred": len(set(again)),
    }


def join_episodes(rows: Rows) -> list[dict]:
    """Episodes of children: overlapping rows that agree on area, place and risk are one."""
    groups = defaultdict(list)
    for row in rows:
        start, end = moment(row["missing_from"]), moment(row["returned"])
        if age(iso(row["date_of_birth"]), start.date()) >= 18:
            continue
        key = (row["person_id"], row["home_la_code"], row["missing_from_place"], row["risk"])
        groups[key].append((start, end if end is None or end >= start else None, row))
    episodes = []
    for (child, area, place, _), group in groups.items():
        mine: list[dict] = []
        latest = None
        for start, end, row in sorted(group, key=lambda each: (each[0], each[1] or datetime.max)):
            joins = mine and ((latest and start < latest) or start == mine[-1]["last"])
            if not joins:
                mine.append({"child": child, "area": area, "place": place, "start": start, "end": None, "rows": []})
            mine[-1]["rows"].append(row)
            mine[-1]["last"] = start
            ends = [each for each in (mine[-1]["end"], end) if each]
            mine[-1]["end"] = max(ends, default=None)
            latest = max([each for each in (latest, end) if each], default=None)
        episodes += mine
    return episodes


def count_missing(rows: Rows, period: Period, area: str) -> Counts:
    chosen = [each for each in join_episodes(rows) if each["area"] == area and within(each["start"].date(), period)]
    of_child = Counter(each["child"] for each in chosen)
    again = {child: n for child, n in of_child.items() if n >= 2}
    returned = [each for each in chosen if each["end"]]
    return {
        "missing_children": len(of_child),
        "missing_episodes": len(chosen),
        "missing_repeat_children": len(again),
        "missing_repeat_episodes": sum(again.values()),
        "returned": len(returned),
        "rhi_offered": sum(any(row["rhi_offered"] == "Y" for row in each["rows"]) for each in returned),
        "rhi_accepted": sum(any(row["rhi_accepted"] == "Y" for row in each["rows"]) for each in returned),
        "rhi_within_72_hours": sum(held_in_time(each) for each in returned),
    }


def held_in_time(episode: dict) -> bool:
    held = max([moment(row["rhi_held"]) for row in episode["rows"] if row["rhi_held"]], default=None)
    return held is not None and episode["end"] <= held <= episode["end"] + timedelta(hours=72)


def count_looked_after(rows: Rows, period: Period) -> Counts:
    on_day, in_period, started, ceased = set(), set(), set(), set()
    for row in rows:
        start, end = british(row["DECOM"]), british(row["DEC"])
        if row["LS"] in ("V3", "V4"):
            continue
        if start <= period.end and (end is None or end > period.end):
            on_day.add(row["CHILD"])
        if start <= period.end and (end is None or end >= period.start):
            in_period.add(row["CHILD"])
        if row["RNE"] == "S" and within(start, period):
            started.add(row["CHILD"])
        if row["REC"] not in ("", "X1") and within(end, period):
            ceased.add(row["CHILD"])
    return {
        "looked_after_children": len(on_day),
        "looked_after_in_year": len(in_period),
        "looked_after_started": len(started),
        "looked_after_ceased": len(ceased),
    }


def count_placements(rows: Rows, period: Period) -> Counts:
    counts = {}
    for name, first, reasons in (
        ("three_or_more_placements", period.start, "SPTBU"),
        ("three_or_more_placements_stricter", period.start, "SPB"),
        ("three_or_more_placements_two_years", add_months(period.start, -12), "SPTBU"),
    ):
        placements: Counter[str] = Counter()
        here = set()
        for row in rows:
            start, end = british(row["DECOM"]), british(row["DEC"])
            if row["LS"] in ("V3", "V4"):
                continue
            if start <= period.end and (end is None or end > period.end):
                here.add(row["CHILD"])
            is_open = start <= first and (end is None or end > first)
            placements[row["CHILD"]] += is_open or (first < start <= period.end and row["RNE"] in reasons)
        counts[name] = sum(placements[child] >= 3 for child in here)
    return counts


def count_absences(rows: Rows, episodes: Rows, period: Period) -> Counts:
    legal = defaultdict(set)
    for row in episodes:
        legal[row["CHILD"]].add(row["LS"])
    counts = {}
    for code, word in (("M", "missing"), ("A", "away")):
        mine = {tuple(row.values()) for row in rows if row["MISSING"] == code}
        kept = [row for row in mine if not legal[row[0]] or legal[row[0]] - {"V3", "V4"}]
        begun = [row[0] for row in kept if within(british(row[3]), period)]
        on_day = [
            row[0]
            for row in kept
            if british(row[3]) <= period.end and (british(row[4]) is None or british(row[4]) > period.end)
        ]
        counts[f"looked_after_{word}_children"] = len(set(begun))
        counts[f"looked_after_{word}_incidents"] = len(begun)
        counts[f"looked_after_{word}_repeat_children"] = sum(n > 1 for n in Counter(begun).values())
        counts[f"looked_after_{word}_on_day"] = len(set(on_day))
    return counts


def count_plans(rows: Rows, period: Period) -> Counts:
    plans = {tuple(row.values()) for row in rows}
    plans = [(child, iso(start), iso(end)) for child, start, end in plans]
    started = [each for each in plans if within(each[1], period)]
    ended = [each for each in plans if within(each[2], period)]

    def lasted(low: int, high: int) -> int:
        """From a year on the lower bound is included, below a year the upper one."""
        total = 0
        for _, start, end in ended:
            above = low == 0 or (end >= add_months(start, low) if low >= 12 else end > add_months(start, low))
            below = high == 0 or (end < add_months(start, high) if high >= 12 else end <= add_months(start, high))
            total += above and below
        return total

    return {
        "child_protection_plans_started": len(started),
        "children_starting_plans": len({child for child, _, _ in started}),
        "second_or_subsequent": sum(
            any(other == child and before < start for other, before, _ in plans) for child, start, _ in started
        ),
        "child_protection_plans": sum(s <= period.end and (e is None or e > period.end) for _, s, e in plans),
        "child_protection_plans_in_year": sum(
            s <= period.end and (e is None or e >= period.start) for _, s, e in plans
        ),
        "child_protection_plans_ended": len(ended),
        "lasted_up_to_3_months": lasted(0, 3),
        "lasted_3_to_6_months": lasted(3, 6),
        "lasted_6_to_12_months": lasted(6, 12),
        "lasted_1_to_2_years": lasted(12, 24),
        "lasted_two_years_or_more": lasted(24, 0),
    }


def working_days(start: date, end: date) -> int:
    days = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    return sum(day.weekday() < 5 and day not in bank_holidays(day.year) for day in days)


def count_assessments(rows: Rows, period: Period) -> Counts:
    done = {tuple(row.values()) for row in rows if within(iso(row["cina_assessment_auth_date"]), period)}
    return {
        "assessments_completed": len(done),
        "assessments_in_45_days": sum(working_days(iso(start), iso(end)) <= 45 for _, start, end in done),
    }


def count_conferences(enquiries: Rows, conferences: Rows, period: Period) -> Counts:
    begun = {row["s47e_s47_enquiry_id"]: row for row in enquiries}
    held = set()
    for row in conferences:
        enquiry = begun[row["icpc_s47_enquiry_id"]]
        held.add((enquiry["s47e_person_id"], iso(enquiry["s47e_s47_start_date"]), iso(row["icpc_icpc_date"])))
    held = [each for each in held if within(each[2], period)]
    return {
        "initial_conferences": len(held),
        "initial_conferences_in_15_days": sum(working_days(start, day) <= 15 for _, start, day in held),
    }


def read_outcomes(people: Rows, offences: Rows) -> list[tuple[str, date, date, date, str]]:
    """Substantive outcomes: child, born, committed, outcome day and outcome."""
    born = {row["person_id"]: iso(row["date_of_birth"]) for row in people}
    return [
        (r["person_id"], born[r["person_id"]], iso(r["offence_date"]), iso(r["outcome_date"]), r["outcome"])
        for r in offences
        if r["outcome"] != "Community resolution"
    ]


def find_cohort(outcomes: list, period: Period) -> dict[str, date]:
    """The index date of each child in a period's cohort."""
    index: dict[str, date] = {}
    for child, _, _, day, _ in outcomes:
        if within(day, period):
            index[child] = min(day, index.get(child, day))
    born = {child: day for child, day, *_ in outcomes}
    return {child: day for child, day in index.items() if 10 <= age(born[child], day) <= 17}


def find_again(outcomes: list, child: str, index: date) -> list[date]:
    return [
        committed
        for other, _, committed, proven, _ in outcomes
        if other == child and index < committed <= add_months(index, 12) and proven <= add_months(index, 18)
    ]


def count_reoffending(outcomes: list, period: Period) -> Counts:
    again = {child: find_again(outcomes, child, index) for child, index in find_cohort(outcomes, period).items()}
    return {
        "cohort": len(again),
        "reoffenders": sum(bool(each) for each in again.values()),
        "reoffences": sum(len(each) for each in again.values()),
    }


def month_after(first: date, later: date) -> int:
    return next(number for number in range(1, 99) if later <= add_months(first, number))


def months_to_reoffence(outcomes: list, period: Period) -> Counter[int]:
    """How many children re-offended first in each month after the index date; 0 for those who did not."""
    found: Counter[int] = Counter()
    for child, index in find_cohort(outcomes, period).items():
        again = find_again(outcomes, child, index)
        found[month_after(index, min(again)) if again else 0] += 1
    return found


def months_to_referral(rows: Rows, period: Period) -> Counter[int]:
    days = defaultdict(set)
    for row in rows:
        days[row["cine_person_id"]].add(iso(row["cine_referral_date"]))
    found: Counter[int] = Counter()
    for every in days.values():
        ordered = sorted(every)
        first = next((day for day in ordered if within(day, period)), None)
        if first:
            place = bisect.bisect_right(ordered, first)
            later = ordered[place] if place < len(ordered) else None
            found[month_after(first, later) if later and later <= add_months(first, 12) else 0] += 1
    return found

"""A target in sentences: what it asks, whether it was reached, what so few cases can show, and its chance."""

import pandas as pd

from analysis.definitions.indicators import Target
from analysis.measures.columns import Column
from analysis.measures.items import Item
from analysis.measures.target_figures import TargetFigures
from analysis.model.item_position import Meets
from analysis.model.limits import Estimate
from analysis.model.target_chances import AGES, OF_AGES, NextYear
from analysis.numbers import say_count, say_limits, say_share, upper_first
from analysis.words.chance import say_beside_chance, state_beside_chance
from analysis.words.statement import Statement, Status, Subject

NONE_SET = "none set"

COMPARED = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}
AS_PRINTED = {">": "above", "<": "below", "≥": "at least", "≤": "at most"}


def say_target(subject: Subject, figures: TargetFigures) -> Statement:
    """What the target asks, how it is printed where that is the wrong way round, and whether it was reached."""
    if figures.target is None:
        none = f"No target on {subject.within} is held for {subject.area_name}."
        return Statement("target", subject, None, none, Status.CANNOT_SAY)
    target, goal = figures.target, say_goal(figures.target, subject.column)
    printed = _say_printed(figures, subject.indicator.polarity, goal)
    aimed = f"the target for {subject.within.removeprefix('the change in ')} in {target.period}"
    if figures.reached is None:
        sentence = f"{upper_first(aimed)} was {goal}. No figure is given for that year. {printed}".strip()
        question = f"What was {subject.within} in {target.period}, and was the target met?"
        return Statement("target", subject, None, sentence, Status.CANNOT_SAY, question=question)
    met = target.is_met(figures.reached)
    was = "met" if met else "missed"
    fall, size = "fall" if figures.reached < 0 else "rise", say_share(abs(figures.reached))
    of_change = subject.column.form == "change"
    reached = f"there was a {fall} of {size}" if of_change else f"it was {subject.column.write(figures.reached)}"
    sentence = f"{upper_first(aimed)}, {goal}, was {was}: {reached}. {printed}".strip()
    question = "" if met else f"Why was {aimed}, {goal}, missed, and what will be done?"
    status = Status.BETTER if met else Status.WORSE
    return Statement("target", subject, None, sentence, status, question=question, facts={"value": figures.reached})


def say_goal(target: Target, column: Column) -> str:
    """What a target asks for, in words: 'below 1 per 1,000', 'a fall of 10% or more'."""
    if column.form == "change":
        return f"a fall of {say_share(abs(target.value))} or more"
    return f"{COMPARED[target.comparison]} {column.write(target.value)}{f' per {column.per:,}' if column.per else ''}"


def say_stated_change(
    subject: Subject, figures: TargetFigures, ratio: Estimate, least: int | None, needed: int | None
) -> Statement | None:
    """Whether the stated change is more than chance, and how many cases or how large a fall that would have needed.

    `ratio` is the worked-out count over the one before it, `least` the highest count that would have been a clear fall,
    `needed` the cases a year from which such a change shows. None where no change was stated, or a count is not shown.
    """
    worked_out = figures.counts[figures.counts["made"] != ""]
    if figures.change is None or worked_out.empty or pd.isna(ratio.lower):
        return None
    after = worked_out.iloc[-1]
    before = figures.counts[figures.counts["end"] == after["start"] - pd.Timedelta(days=1)].iloc[0]
    which = "fall" if figures.change < 0 else "rise"
    both = (f"{say_count(row['count'])} in {row['period']}" for row in (before, after))
    text = f"{subject.title}: a {which} from {' to '.join(both)}"
    text += f" ({say_share(abs(figures.change))}, worked out from the stated percentage)"
    if ratio.clear:
        return state_beside_chance(subject, ratio, f"{text}.", clear=True, upwards=figures.change > 0)
    sentence = f"{text} is small enough to be chance."
    if least and figures.change < 0:
        sentence += f" Only {say_count(least)} or fewer would have been a clear fall."
    if needed:
        cases = f"about {say_count(round_up(needed))} cases a year"
        sentence += f" To show such a {which} four times in five takes {cases}."
    return state_beside_chance(subject, ratio, sentence, clear=False, upwards=figures.change > 0)


def say_counted_change(subject: Subject, figures: TargetFigures, ratio: Estimate) -> Statement:
    """The change from the first to the last year counted, with its limits; or that it is not known."""
    known = figures.counted
    if len(known) < 2:
        one = f"{subject.title}: {'only one year was' if len(known) else 'no year was'} counted, so no change is known."
        return Statement("change", subject, ratio, one, Status.CANNOT_SAY)
    before, after = ((float(row["count"]), row["period"]) for _, row in known.iloc[[0, -1]].iterrows())
    return say_beside_chance(subject, subject.title, ratio, before, after)


def caption_counts(subject: Subject, figures: TargetFigures) -> str:
    """The counted years in words: '27 in 2012-13, then 13 in 2014-15'."""
    text = [f"{say_count(row['count'])} in {row['period']}" for row in figures.counted.to_dict("records")]
    return f"{subject.title}: {', then '.join(text)}" if text else subject.title


def say_chance(subject: Subject, figures: TargetFigures, ahead: NextYear) -> Statement:
    """How likely the target is met next year if nothing changes, or why that is not worked out."""
    if figures.target is None or ahead.reason is not None:
        sentence = f"The chance of meeting a target next year is not given. {ahead.reason}"
        return Statement("forecast", subject, None, sentence, Status.CANNOT_SAY)
    low, high = ahead.table["chance"].min(), ahead.table["chance"].max()
    range_ = say_share(low, 0) if len(ahead.table) == 1 else say_limits(low, high, "share", places=0)
    goal = say_goal(figures.target, subject.column)
    sentence = f"If nothing changes, the chance that the next year shows {goal} is {range_}."
    if ahead.assumed:
        sentence += (
            f" The rate is per child of 10 to 17, and only the number of 0 to 17 is known: an even spread puts {AGES} "
            f"of {OF_AGES} of them there, and the table shows a tenth fewer and more as well."
        )
    return Statement("forecast", subject, None, upper_first(sentence))


def round_up(number: int) -> int:
    """A number needed, rounded up to two figures, which is as far as it means anything."""
    step = 10 ** max(0, len(str(number)) - 2)
    return int(-(-number // step) * step)


def say_claims(subject: Subject, claims: list[tuple[str, str]]) -> Statement | None:
    """What was said in words alone: each title with its words. None where nothing was."""
    if not claims:
        return None
    quoted = "; ".join(f"{title} “{text}”" for title, text in claims)
    sentence = f"Said in words without a figure, so that it cannot be checked: {quoted}."
    return Statement("agreement", subject, None, sentence, Status.CANNOT_SAY)


def _say_printed(figures: TargetFigures, polarity: str | None, goal: str) -> str:
    """That the target is printed the wrong way round for what is better, if it is."""
    printed = AS_PRINTED.get((figures.printed or "")[:1])
    wrong = {"low": ("above", "at least"), "high": ("below", "at most")}.get(polarity or "", ())
    if printed not in wrong:
        return ""
    better = "lower" if polarity == "low" else "higher"
    reads = f"which reads as {printed}; {better} is better, so we read it as {goal}"
    return f"The target is written “{figures.printed}”, {reads}."


def say_item_target(item: Item, meets: Meets | None) -> str:
    """The target and whether it is met: 'at most 10%: met'; within the limits it may be chance."""
    if meets is None:
        return NONE_SET
    value = item.shown.columns["figure"].write(meets.target.value)
    text = "met" if meets.meets else "not met"
    return f"{COMPARED[meets.target.comparison]} {value}: {text}{'' if meets.sure else ', but chance could decide'}"

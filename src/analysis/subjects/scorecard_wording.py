"""The scorecard in words: what changed beyond chance, what was not tested, what must be known of the rows."""

from analysis.numbers import MINUS, listed, lower_first, plural, say, say_count
from analysis.page.page import Page
from analysis.subjects.scorecard_items import NO_EARLIER, Item
from analysis.words.changes import describe_difference, describe_ratio

NEITHER = "neither way is better"


def describe_items(page: Page, items: list[Item], left_out: list[str]) -> list[str]:
    """What changed and what did not, what stands worse than England, and what has no figure, in sentences."""
    told = [item for item in items if item.change.reason is None and is_told(item)]
    clear = sorted((item for item in told if is_clear(item)), key=lambda item: item.definition.polarity is None)
    steady = [item for item in told if not is_clear(item)]
    sentences = [describe_change(item) for item in clear]
    sentences += [describe_change(item) for item in steady if item.definition.polarity]
    sentences += _describe_rest(items, [item for item in steady if not item.definition.polarity])
    if left_out:
        sentences.append(f"No figure of the last two years: {listed(lower_first(name) for name in left_out)}.")
    return sentences or [f"There is no figure for {page.area.name}."]


def describe_change(item: Item) -> str:
    """The change of an item as a sentence, with its limits."""
    form = form_of(item)
    before, after = ((item.series["figure"].iloc[place], item.period_at(place).words) for place in (item.before, -1))
    if item.definition.kind == "proportion":
        return describe_difference(subject_of(item), item.change, before, after, form)
    return describe_ratio(subject_of(item), item.change, before, after, form, item.definition.per)


def describe_unlike(page: Page, items: list[Item]) -> list[str]:
    """What must be known of the items' periods and numbers before they are read side by side."""
    words = {"quarter": "counted during a quarter", "day": "counted on one day",
             "financial year": "counted over a year"}  # fmt: skip
    kinds = {kind: [item for item in items if item.period.kind == kind] for kind in words}
    sentences = []
    if sum(bool(found) for found in kinds.values()) > 1:
        told = [f"{plural(len(found), 'item')} {'is' if len(found) == 1 else 'are'} {words[kind]}"
                for kind, found in kinds.items() if found]  # fmt: skip
        sentences.append(f"{listed(told)}: each is held only against figures of its own kind.")
    sentences += [_describe_apart(page, item) for item in items]
    worked = [item for item in items if item.series["approximate"].any() and is_told(item)
              and item.change.reason is None]  # fmt: skip
    if worked:
        example = worked[0].shown.table.iloc[-1]
        sentences.append(
            f"For {listed(map(name_of, worked))} one of the two numbers behind the share was not "
            f"supplied and is worked out from the printed share ({say_count(example['number'])} of about "
            f"{say_count(example['whole'])}), so the limits are approximate."
        )
    copied = page.findings()
    copied = copied[copied["rule"] == "repeated_column"]
    return [sentence for sentence in [*sentences, *(f"{row.message} {row.treatment}" for row in copied.itertuples())]
            if sentence]  # fmt: skip


def is_clear(item: Item) -> bool:
    """Whether the limits of the change leave out that there was none."""
    none = 0 if item.definition.kind == "proportion" else 1
    return item.change.reason is None and not item.change.lower <= none <= item.change.upper


def judge(item: Item) -> str:
    """The change in a word or two: better or worse only where the item has a good direction and the change is clear."""
    if item.change.reason is not None:
        return "No earlier figure" if item.change.reason == NO_EARLIER else "Not tested"
    if not is_clear(item):
        return "No clear change"
    up = item.change.lower > (0 if item.definition.kind == "proportion" else 1)
    if item.definition.polarity is None:
        return f"{'Rose' if up else 'Fell'}; {NEITHER}"
    return "Better" if up == (item.definition.polarity == "high") else "Worse"


def say_change(item: Item) -> str:
    """The size of the change with its limits where it has them: '−10 points (−18 to −2)', '−48% (−68% to −17%)'."""
    if item.before is None:
        return ""
    first, last = (item.series["figure"].iloc[place] for place in (item.before, -1))
    change = item.change
    if change.reason is not None or item.definition.kind == "proportion":
        scale, unit = (100, " points") if item.definition.kind == "proportion" else (1, "")
        size = f"{_signed((last - first) * scale)}{unit}"
        limits = (change.lower * scale, change.upper * scale)
        return size if change.reason is not None else f"{size} ({_signed(limits[0])} to {_signed(limits[1])})"
    return f"{say(change.value - 1, 'change')} ({say(change.lower - 1, 'change')} to {say(change.upper - 1, 'change')})"


def subject_of(item: Item) -> str:
    """An item as a sentence's subject: 'The share of re-referrals', 'Common assessments completed'."""
    what = item.name
    if item.definition.kind == "proportion":
        return f"The share of {lower_first(what.split(', share')[0])}"
    return f"The {lower_first(what)}" if item.definition.kind == "rate" else what


def name_of(item: Item) -> str:
    """An item as it stands inside a sentence."""
    return lower_first(subject_of(item))


def describe_untested(items: list[Item]) -> list[str]:
    """The rows whose change has no limits, by the reason why."""
    reasons = dict.fromkeys(item.change.reason for item in items if item.change.reason is not None)
    return [f"Not tested: {listed(name_of(item) for item in items if item.change.reason == reason)}. {reason}"
            for reason in reasons]  # fmt: skip


def _describe_rest(items: list[Item], steady: list[Item]) -> list[str]:
    """The items that showed no clear change and those whose change has no limits, by name."""
    sentences = []
    if steady:
        sentences.append(f"No clear change in {listed(map(name_of, steady))}.")
    untested = [item for item in items if item.change.reason not in (None, NO_EARLIER)]
    if untested:
        told = f"In {len(untested)} of {plural(len(items), 'row')} the change is not tested for chance"
        sentences.append(f"{told}; the reasons stand below the table.")
    return sentences


def _describe_apart(page: Page, item: Item) -> str:
    """The average that a data set gives in place of a period's figure, kept out of the row."""
    found = page.read(item.indicator, breakdown=None)
    found = found[found["breakdown"].str.contains("average") & found["value"].notna()]
    if found.empty:
        return ""
    rest = found.iloc[-1]
    told = f"{say(rest['value'], form_of(item))} for {rest['period']}"
    return f"For {name_of(item)} the data set gives {told}: an average, against which no quarter is held."


def is_told(item: Item) -> bool:
    """Whether neither figure of the change is withheld, nor a number behind them."""
    places = [-1] if item.before is None else [item.before, -1]
    return all(item.is_shown(place) for place in places)


def form_of(item: Item) -> str:
    """The form that an item's figures are written in."""
    return item.shown.columns["figure"].form


def _signed(figure: float) -> str:
    size = f"{abs(figure):,.0f}" if abs(figure) >= 0.95 or figure == 0 else f"{abs(figure):.1f}"
    return size if size.strip("0.") == "" else f"{'+' if figure > 0 else MINUS}{size}"

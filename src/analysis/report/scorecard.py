"""The scorecard: one row for each item, with its sparkline, its change and what may be said of it."""

from html import escape

import pandas as pd

from analysis.report.charts_spark import draw_spark
from analysis.report.links import link_behind
from analysis.report.narrative import describe_difference, describe_ratio
from analysis.report.numbers import MINUS, listed, lower_first, plural, say, say_count, say_share
from analysis.report.page import Page
from analysis.report.scorecard_compare import compare_item, read_beside
from analysis.report.scorecard_items import NO_EARLIER, Item, read_items
from analysis.report.tables import cell_text

__all__ = ["describe_items", "describe_unlike", "read_items", "show_comparators", "show_items", "show_unlike"]

NEITHER = "neither way is better"
HEADINGS = {
    "item": "Item", "trend": "Over time", "latest": "Latest", "before": "Before", "year": "A year earlier",
    "change": "Change from before",
}  # fmt: skip

BESIDE = {
    "neighbours": "Neighbours’ average", "printed": "England, as printed", "england": "England, newest",
    "reading": "Against England, newest",
}  # fmt: skip


def show_items(page: Page, items: list[Item]) -> None:
    """Hand the page the scorecard: each item with its sparkline, latest and earlier figures, and the change."""
    rows = [_row(page, item) for item in items]
    shown = page.protect(pd.DataFrame([words for words, _ in rows]), columns=HEADINGS)
    markup = {name: [html[name] for _, html in rows] for name in HEADINGS}
    if all(item.year_before in (None, item.before) for item in items):
        shown = shown.select([name for name in HEADINGS if name != "year"])
    level = say_share(page.confidence)
    page.table(
        shown, caption=f"Each item, its latest figure and the one before, with {level} limits of the change",
        results=[item.change for item in items if item.change.reason is None], markup=markup,
    )  # fmt: skip
    for sentence in describe_untested(items):
        page.say(sentence)


def describe_items(page: Page, items: list[Item], left_out: list[str]) -> list[str]:
    """What changed and what did not, what stands worse than England, and what has no figure, in sentences."""
    told = [item for item in items if item.change.reason is None and _is_told(item)]
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
    form = _form(item)
    before, after = ((item.series["figure"].iloc[place], item.period_at(place).words) for place in (item.before, -1))
    if item.definition.kind == "proportion":
        return describe_difference(subject_of(item), item.change, before, after, form)
    return describe_ratio(subject_of(item), item.change, before, after, form, item.definition.per)


def show_unlike(page: Page, items: list[Item]) -> None:
    """Hand the page, one paragraph each, what must be known before the items are read side by side."""
    for sentence in describe_unlike(page, items):
        page.say(sentence)


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
    worked = [item for item in items if item.series["approximate"].any() and _is_told(item)
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


def show_comparators(page: Page, items: list[Item]) -> None:
    """Hand the page each item beside its neighbours and England, each with its period and what may be said of it."""
    beside = [(item, read_beside(page, item)) for item in items if item.is_shown(-1)]
    beside = [(item, found) for item, found in beside if found]
    if not beside:
        page.say("None of these items has a figure of neighbours or England to stand beside.")
        return
    rows, markup, results = [], [], []
    for item, found in beside:
        compared = compare_item(page, item, found)
        results.append(compared)
        cells = {name: found.get(name, "none") for name in ("neighbours", "printed", "england")}
        said = {name: cell if cell == "none" else _say_beside(item, cell) for name, cell in cells.items()}
        rows.append({"item": item.name, "own": _say_at(item, -1), **said, "reading": _say_compared(item, compared)})
        markup.append({"own": _figure_html(item, -1, strong=True)} | {
            name: "none" if cell == "none" else f"{_value_beside(item, cell)}<br>{_period_html(cell[1])}"
            for name, cell in cells.items()})  # fmt: skip
    columns = {"item": "Item", "own": page.area.name, **BESIDE}
    table = pd.DataFrame(rows)
    table = table.drop(columns=[name for name in ("neighbours", "printed") if (table[name] == "none").all()])
    page.table(
        page.protect(table, columns={name: columns[name] for name in table}), results=results,
        markup={name: [row[name] for row in markup] for name in table if name in markup[0]},
        caption="Each item beside its neighbours and England, with the period of each figure",
    )  # fmt: skip
    page.say(*_describe_alone([item for item in items if item.name not in set(table["item"])]))


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


def _row(page: Page, item: Item) -> tuple[dict[str, str], dict[str, str]]:
    """A row of the scorecard in words, and the same as HTML."""
    places = {"latest": -1, "before": item.before, "year": item.year_before}
    words = {"item": item.name, "trend": _say_trend(item)}
    drawn = draw_spark(item.shown, "figure", words["trend"]) or '<span class="remark">one figure</span>'
    per = f'<br><span class="source">per {item.definition.per:,}</span>' if item.definition.per else ""
    html = {"item": link_behind(page, item.indicator, item.name) + per, "trend": drawn}
    for name, place in places.items():
        words[name] = "none" if place is None else _say_at(item, place)
        html[name] = escape(words[name]) if place is None else _figure_html(item, place, strong=name == "latest")
    told = _is_told(item)
    reading, size = (judge(item), say_change(item)) if told else ("Withheld", "")
    words["change"] = f"{reading}. {size}".strip()
    html["change"] = f'<strong>{escape(reading)}</strong><br><span class="source">{escape(size)}</span>'
    return words, html


def _is_told(item: Item) -> bool:
    """Whether neither figure of the change is withheld, nor a number behind them."""
    places = [-1] if item.before is None else [item.before, -1]
    return all(item.is_shown(place) for place in places)


def _say_at(item: Item, place: int) -> str:
    return f"{_figure_at(item, place)} ({_label(item, place)})"


def _figure_at(item: Item, place: int) -> str:
    text, mark = cell_text(item.shown, "figure", place if place >= 0 else len(item.series) + place)
    return f"{text} {mark}" if text == "[c]" else text


def _figure_html(item: Item, place: int, *, strong: bool) -> str:
    figure = escape(_figure_at(item, place))
    figure = f"<strong>{figure}</strong>" if strong else figure
    return f"{figure}<br>{_period_html(_label(item, place))}"


def _period_html(label: str) -> str:
    """A period below its figure; a quarter stays on one line."""
    return f'<span class="source">{escape(label).replace(" Q", "&nbsp;Q")}</span>'


def _label(item: Item, place: int) -> str:
    return item.period_at(place).label


def _say_trend(item: Item) -> str:
    """The shown figures with their periods, as a sparkline's text alternative."""
    known = [place for place in range(len(item.series)) if item.is_shown(place)]
    return "; ".join(f"{_label(item, place)} {_figure_at(item, place)}" for place in known) or "no figure"


def _say_beside(item: Item, cell: tuple) -> str:
    return f"{_value_beside(item, cell)} ({cell[1]})"


def _value_beside(item: Item, cell: tuple) -> str:
    return item.shown.columns["figure"].write(cell[0])


def _describe_alone(items: list[Item]) -> list[str]:
    """The items that nothing stands beside, and why."""
    alone = [name_of(item) for item in items if item.definition.kind != "count"]
    counts = ["Counts are not compared: a larger place has more."] if len(alone) < len(items) else []
    return ([f"No figure of neighbours or England is known for {listed(alone)}."] if alone else []) + counts


def _say_compared(item: Item, compared) -> str:
    words = {"better": "Better", "worse": "Worse", "similar": "Cannot be told apart", "higher": f"Higher; {NEITHER}",
             "lower": f"Lower; {NEITHER}", "not compared": "Not compared"}  # fmt: skip
    age = f". {compared.age}" if compared.age else ""
    return f"{words[compared.verdict]}{age}"


def _describe_rest(items: list[Item], steady: list[Item]) -> list[str]:
    """The items that showed no clear change and those whose change has no limits, by name."""
    sentences = []
    if steady:
        sentences.append(f"No clear change in {listed(map(name_of, steady))}.")
    untested = [item for item in items if item.change.reason not in (None, NO_EARLIER)]
    if untested:
        sentences.append(
            f"{len(untested)} of {plural(len(items), 'row')} have no test of chance; why stands below the table."
        )
    return sentences


def describe_untested(items: list[Item]) -> list[str]:
    """The rows whose change has no limits, by the reason why."""
    reasons = dict.fromkeys(item.change.reason for item in items if item.change.reason is not None)
    return [f"Not tested: {listed(name_of(item) for item in items if item.change.reason == reason)}. {reason}"
            for reason in reasons]  # fmt: skip


def _describe_apart(page: Page, item: Item) -> str:
    """The average that a data set gives in place of a period's figure, kept out of the row."""
    found = page.read(item.indicator, breakdown=None)
    found = found[found["breakdown"].str.contains("average") & found["value"].notna()]
    if found.empty:
        return ""
    rest = found.iloc[-1]
    told = f"{say(rest['value'], _form(item))} for {rest['period']}"
    return f"For {name_of(item)} the data set gives {told}: an average, against which no quarter is held."


def _form(item: Item) -> str:
    return item.shown.columns["figure"].form


def _signed(figure: float) -> str:
    size = f"{abs(figure):,.0f}" if abs(figure) >= 0.95 or figure == 0 else f"{abs(figure):.1f}"
    return size if size.strip("0.") == "" else f"{'+' if figure > 0 else MINUS}{size}"

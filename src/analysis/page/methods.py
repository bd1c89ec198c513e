"""How the figures were worked out: each method once, with its confidence, and every reason why nothing is said."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from html import escape

import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.columns import column_of
from analysis.numbers import say_day, say_share

MEANS = "means-"
"""What the place of an indicator's definition on a page is called, before the indicator's name."""
HEADING = re.compile(r'(<th scope="(?:col|row)"[^>]*>)([^<]+)(</th>)')


def methods_of(result) -> list[tuple[str, float | None]]:
    """The methods that a model's result names, each with its level of confidence; none where it says nothing."""
    if isinstance(result, pd.DataFrame):
        columns = [name for name in ("method", "confidence") if name in result]
        rows = result[columns].dropna(subset="method").drop_duplicates() if "method" in columns else result.iloc[:0]
        return [(row["method"], row.get("confidence")) for _, row in rows.iterrows()]
    method = getattr(result, "method", None)
    if isinstance(getattr(result, "reason", None), str):
        return []
    if isinstance(method, pd.Series):
        return [(name, getattr(result, "confidence", None)) for name in method.dropna().unique()]
    return [(method, getattr(result, "confidence", None))] if method else []


def reasons_of(result) -> list[str]:
    """The reasons that a model's result gives for saying nothing, and its caveats, each once."""
    phrases = [
        result.get(name) if isinstance(result, pd.DataFrame) else getattr(result, name, None)
        for name in ("reason", "caveat")
    ]
    return [str(words) for each in phrases for words in dict.fromkeys(pd.Series(each, dtype=object).dropna())]


def say_method(method: str, confidence: float | None) -> str:
    """A method as a sentence: 'Wilson score limits, 95% confidence.'"""
    level = "" if confidence is None or pd.isna(confidence) else f", {say_share(confidence)} confidence"
    return f"{method[:1].upper()}{method[1:].rstrip('.')}{level}."


def render_methods(results: Iterable, indicators: Mapping[str, Indicator], moment: date) -> str:
    """The methods, what could not be said and why, and what each figure means on a day."""
    results = list(results)
    methods = list(dict.fromkeys(say_method(*named) for result in results for named in methods_of(result)))
    reasons = list(dict.fromkeys(reason for result in results for reason in reasons_of(result)))
    parts = []
    if methods:
        parts.append("<ul>" + "".join(f"<li>{escape(method)}</li>" for method in methods) + "</ul>")
    if reasons:
        listed = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
        parts.append(f"<h3>What the figures cannot say</h3><ul>{listed}</ul>")
    meanings = "".join(_meaning(name, indicator, moment) for name, indicator in indicators.items())
    if meanings:
        parts.append(f"<h3>What each figure means</h3><dl>{meanings}</dl>")
    return "\n".join(parts)


def titles_of(indicators: Mapping[str, Indicator]) -> dict[str, str]:
    """The indicator that each title, or heading of a column, stands for."""
    named = {indicator.title: name for name, indicator in indicators.items()}
    return named | {column_of(indicator).heading: name for name, indicator in indicators.items()}


def _meaning(name: str, indicator: Indicator, moment: date) -> str:
    meaning, again = indicator.meaning_on(moment), indicator.counted_again
    both = f"{say_share(again.share)} of them are counted a year later too ({again.source}). " if again else ""
    return (
        f'<dt id="{MEANS}{escape(name)}">{escape(indicator.title)}</dt>'
        f"<dd>{escape(meaning.definition)} {escape(both)}"
        f'<span class="source">{escape(meaning.reference)}; in force since {say_day(meaning.since)}.</span></dd>'
    )


def link_headings(html: str, titles: Mapping[str, str]) -> str:
    """A table in which each heading that names an indicator leads to its definition.

    `titles` gives the indicator for each title that a page defines.
    """
    named = {escape(title): name for title, name in titles.items()}

    def link(found: re.Match) -> str:
        opening, words, closing = found.groups()
        return f"{opening}{_link(named[words], words)}{closing}" if words in named else found[0]

    return HEADING.sub(link, html)


def add_meanings(html: str, names: Iterable[str], titles: Mapping[str, str]) -> str:
    """A figure that ends with links to the definitions of the indicators that it shows, if the page defines any."""
    first = {name: title for title, name in reversed(list(titles.items()))}
    links = [_link(name, escape(first[name])) for name in dict.fromkeys(names) if name in first]
    if not links:
        return html
    line = f'<p class="meaning">What is counted: {"; ".join(links)}.</p>'
    return html.replace("</figure>", f"{line}\n</figure>")


def _link(name: str, words: str) -> str:
    return f'<a href="#{MEANS}{escape(name)}">{words}</a>'

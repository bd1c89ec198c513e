"""What each figure means, one click from where it is named: in the headings of tables and below charts."""

import re
from collections.abc import Iterable, Mapping
from html import escape

MEANS = "means-"
"""What the place of an indicator's definition on a page is called, before the indicator's name."""

HEADING = re.compile(r'(<th scope="(?:col|row)"[^>]*>)([^<]+)(</th>)')


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

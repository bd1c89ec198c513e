"""The connected parts of a network in which something small stands, each as a release that the audit understands."""

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

import numpy as np
import pandas as pd

from analysis.definitions.partnership import Disclosure
from analysis.observations import KEY
from publishing.withholding.audited_release import Figure, Release, Role, Statement
from publishing.withholding.constraints import Between, Fact, Identity, Key, Ratio, Shown, Sum, Withheld
from publishing.withholding.contradicted_facts import drop_contradicted
from publishing.withholding.linked_tables import ABSENT, Network
from publishing.withholding.linked_values import group_terms, is_small_number

Words = TypeVar("Words", str, pd.Series)  # one name, or a column of them
OWN, TOTAL = 2, 1  # importance: the run's own area is withheld last, wholes and longer periods next to last


def select_parts(network: Network, values: pd.DataFrame) -> np.ndarray:
    """The numbers of the parts that have to be searched: those where a small count stands in a sum.

    One that is only known to be no more than its whole can be anything from 1 to the threshold: the whole is shown
    and larger, or is withheld itself.
    """
    terms = network.terms
    relations = group_terms(terms, small=values["small"].to_numpy()[terms["figure"]], exact=terms["exact"])
    found = relations.agg(small=("small", "any"), exact=("exact", "any"), size=("small", "size"))
    wanted = found.index[found["small"] & (found["exact"] | (found["size"] > 2))]
    with_small = terms.loc[terms["relation"].isin(wanted), "figure"]
    return np.unique(network.part_of[np.concatenate([with_small, _find_entangled(network, values)])])


def _find_entangled(network: Network, values: pd.DataFrame) -> np.ndarray:
    """The counts that nobody gives and that several sums and rates may tell together.

    A sum in which a count stands that stands in no other tells nothing of the others, nor does a rate: it is left out.
    Where no number at all is known, the counts may be as large as one likes.
    """
    unknown, small = values["number"].isna().to_numpy(), values["small"].to_numpy()
    exact = network.terms.loc[network.terms["exact"], ["relation", "figure"]]
    pairs = network.ratios.loc[network.ratios["shown"].notna(), ["part", "whole"]]
    pairs = pairs[~small[pairs["part"]] & (pairs["whole"] != ABSENT) & ~small[pairs["whole"]]]
    rates = pairs.assign(relation=-1 - np.arange(len(pairs))).melt("relation", value_name="figure")
    links = pd.concat([exact, rates[["relation", "figure"]]]).astype(int)
    is_open = (unknown | small)[links["figure"]]
    known, links, before = links.loc[~is_open, "relation"], links[is_open], -1
    while before != (before := len(links)):
        alone = ~links["figure"].duplicated(keep=False)
        links = links[~links["relation"].isin(links.loc[alone, "relation"])]
    parts = network.part_of[links.loc[links["relation"].isin(known), "figure"]]
    return np.flatnonzero(unknown & np.isin(network.part_of, parts))


def describe_parts(
    network: Network,
    values: pd.DataFrame,
    profile: Disclosure,
    own: str,
    parts: Collection[int],
    forced: Collection[int] = (),
) -> Iterator[tuple[int, Release, dict[Key, int]]]:
    """Each of some parts by its number, as a release, and the number of the figure that each of its keys is.

    The figures named in `forced` are withheld beforehand, as sources differ on them. A sum that cannot hold given what
    is seen is left out, since a reader sees that too.
    """
    chosen = np.isin(network.part_of, list(parts))
    ratios = select_telling(network, values, profile, chosen)
    implied = frozenset(ratios.loc[~ratios["earlier"].astype(bool), ["part", "whole"]].to_numpy().ravel().tolist())
    writer = _Writer(network, values, profile, own, frozenset(forced), implied, chosen)
    figures = pd.Series(np.flatnonzero(chosen)).groupby(network.part_of[chosen])
    terms = network.terms[chosen[network.terms["figure"]]]
    terms = dict(list(terms.groupby(network.part_of[terms["figure"]])))
    ratios = dict(list(ratios.groupby(network.part_of[ratios["part"]]))) if len(ratios) else {}
    earlier = network.given[network.given["earlier"] & chosen[network.given["figure"]]]
    earlier = dict(list(earlier.groupby(network.part_of[earlier["figure"]]))) if len(earlier) else {}
    for part, numbers in figures:
        yield part, *writer.write(numbers.to_numpy(), terms.get(part), ratios.get(part), earlier.get(part))


def select_telling(network: Network, values: pd.DataFrame, profile: Disclosure, chosen: np.ndarray) -> pd.DataFrame:
    """The rates that are shown and tell of a count which no page shows, and those that earlier releases showed.

    Of the former not those that rest on a small count or leave one over, nor, where counts are rounded, those of a
    count that stands in the data: these are withheld or worked out again from rounded counts. Shares by category that
    make up the whole stay as they came.
    """
    ratios = network.ratios[network.ratios["shown"].notna() & chosen[network.ratios["part"]]]
    part, whole = ratios["part"].to_numpy(), ratios["whole"].to_numpy()
    number, small, placed = (values[name].to_numpy() for name in ("number", "small", "placed"))
    counted = whole != ABSENT
    rest = pd.Series(np.where(counted, number[whole] - number[part], np.nan))
    left_over = is_small_number(rest, profile).to_numpy() & ~ratios["change"].to_numpy(bool)
    silent = small[part] | (counted & small[whole]) | left_over
    if profile.round_to > 1:
        given = network.figures.loc[network.given.loc[network.given["number"].notna(), "figure"], "indicator"].unique()
        named = network.figures["indicator"].to_numpy(object)
        of_whole = counted & (named[part] == named[whole]) & ~ratios["change"].to_numpy(bool)
        silent |= np.isin(named[part], given) & ~of_whole
    hidden = ~placed[part] | (counted & ~placed[whole])
    inside = np.where(counted, network.part_of[part] == network.part_of[whole], ratios["known"].notna())
    before = ratios["earlier"].to_numpy(bool)
    return ratios[(before | ~silent & hidden) & inside]


class _Writer:
    """Writes parts of a network as releases."""

    def __init__(
        self,
        network: Network,
        values: pd.DataFrame,
        profile: Disclosure,
        own: str,
        forced: frozenset[int],
        implied: frozenset[int],
        chosen: np.ndarray,
    ):
        figures, values = network.figures[chosen], values[chosen]
        self.keys = dict(zip(figures.index, _name_keys(figures, network.counted), strict=True))
        self.numbers, self.small, self.placed = (values[name].to_dict() for name in ("number", "small", "placed"))
        self.profile, self.forced, self.implied, self.hidden = profile, forced, implied, network.hidden
        longer = network.terms.loc[network.terms["longer"], "figure"]
        wholes = (figures["breakdown"] == "").astype(int) + figures.index.isin(longer)
        self.importance = (OWN * (figures["area"] == own) + TOTAL * wholes).to_dict()

    def write(self, numbers, terms, ratios, earlier) -> tuple[Release, dict[Key, int]]:
        figures = tuple(self._figure(number) for number in numbers.tolist() if number not in self.forced)
        marks = [Between(self.keys[number], 1) for number in numbers.tolist() if number in self.forced]
        sums = self._group_sums(terms)
        rates = [] if ratios is None else [(each, self._statement(each)) for each in ratios.itertuples()]
        statements = tuple(implied for each, implied in rates if implied and not each.earlier)
        out: list[Fact] = [] if earlier is None else list(self._earlier(earlier))
        out += [implied.fact for each, implied in rates if implied and implied.fact and each.earlier]
        # last, since a share of none of a suppressed number is suppressed too
        out += [Withheld(self.keys[n]) for n in numbers.tolist() if n in self.hidden and not self.placed[n]]
        certain, supposed = (*sums.pop(0, ()), *marks), tuple(sums.values())
        release = Release(figures, certain, statements, tuple(out), supposed)
        return drop_contradicted(release, self.profile), {self.keys[number]: number for number in numbers.tolist()}

    def _figure(self, number: int) -> Figure:
        key, value = self.keys[number], self.numbers[number]
        known = None if value != value else max(1, int(value)) if self.small[number] else int(value)
        role: Role = "figure" if self.placed[number] else "implied" if number in self.implied else "unshown"
        return Figure(key, known, name_table(*key[:2]), role, importance=self.importance[number])

    def _group_sums(self, terms: pd.DataFrame | None) -> dict[int, tuple[Fact, ...]]:
        """The sums of each supposition by its number, 0 for those that are certain, none of them twice."""
        if terms is None:
            return {}
        groups = {int(number): self._sums(rows) for number, rows in terms.groupby("undeclared")}
        found: dict[int, tuple[Fact, ...]] = {}
        for number, sums in groups.items():
            found[number] = tuple(fact for fact in dict.fromkeys(sums) if fact not in found.get(0, ()))
        return {number: sums for number, sums in found.items() if sums}

    def _sums(self, terms: pd.DataFrame) -> Iterator[Fact]:
        for _, rows in terms.groupby("relation", sort=True):
            signed = sorted(zip(rows["figure"].tolist(), rows["factor"].tolist(), strict=True))
            exact = bool(rows["exact"].all())
            if self._can_hold(signed, exact):
                left, right = (tuple(self.keys[n] for n, sign in signed if sign == side) for side in (1, -1))
                yield Sum(left[0], right, rest=not exact) if len(left) == 1 else Identity(left, right)

    def _can_hold(self, signed: Sequence[tuple[int, int]], exact: bool) -> bool:
        """Whether a sum can come to nothing, or with a rest to something, given the counts that are seen."""
        known = [(n, sign) for n, sign in signed if self.placed[n] and not self.small[n] and n not in self.forced]
        total = sum(sign * int(self.numbers[n]) for n, sign in known)
        open_signs = [(sign, int(self.placed[n])) for n, sign in signed if (n, sign) not in known]
        total += sum(sign * least for sign, least in open_signs)
        signs = {sign for sign, _ in open_signs}
        return (total >= 0 or 1 in signs) and (not exact or total <= 0 or -1 in signs)

    def _statement(self, ratio) -> Statement | None:
        named = [number for number in (ratio.part, ratio.whole) if number != ABSENT]
        if self.forced.intersection(named):
            return None
        keys = [self.keys[number] for number in named]
        whole = keys[1] if ratio.whole != ABSENT else int(ratio.known)
        fact = Ratio(keys[0], whole, ratio.shown, int(ratio.per), int(ratio.decimals))
        implied = (ratio.indicator, *keys[0][1:5], "implied")
        return Statement((*implied, str(ratio.whole)), tuple(keys), fact, name_table(ratio.indicator, ratio.area))

    def _earlier(self, rows: pd.DataFrame) -> Iterator[Fact]:
        """What earlier releases showed: each narrows what a count can be; one that was corrected lies in between."""
        for number, group in rows.groupby("figure"):
            low, high = int(group["low"].max()), int(group["high"].min())
            least, most = int(group["low"].min()), int(group["high"].max())
            if self.placed[number] and not self.small[number] and number not in self.forced:
                now = int(self.numbers[number])
                least, most = min(least, now), max(most, now)
                low, high = (low, high) if low <= now <= high else (1, 0)
            if low > high:
                low, high = least, most
            key = self.keys[number]
            yield Shown(key, low) if low == high else Between(key, low, high)


def _name_keys(figures: pd.DataFrame, counted: int) -> Iterator[Key]:
    """The key of each figure in the audit; what is left over of a whole is told apart by its number."""
    days = [figures[name].dt.strftime("%Y-%m-%d").tolist() for name in ("start", "end")]
    names = [figures[name].astype(object).tolist() for name in KEY[:3]]
    rest = ["" if number < counted else f"rest {number}" for number in figures.index]
    return zip(*names, *days, rest, strict=True)


def name_table(indicator: Words, area: Words) -> Words:
    """How the table of one indicator of one area is named."""
    return indicator + " in " + area

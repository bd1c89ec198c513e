"""What the search's preference tells (minimality attack): of figures that could hide a small one it takes the smallest.

Who knows that reckons that no withheld figure of a sum is as large as the smallest one still shown beside it, and
that 13 less a hidden figure below 8 is at least 6. The search therefore proves its choice against that reckoning too,
and withholds one figure more where two are so close that it would narrow the small one.
"""

from collections.abc import Collection, Mapping

from publishing.withholding.constraints import Between, Key

Row = tuple[Key, ...]
Cost = tuple[int, int, int, int]  # importance, whether a figure, whether a total of the page's own, value as shown


def limits_of_minimality(
    sums: Mapping[Row, bool], hidden: Collection[Key], chosen: Collection[Key], costs: Mapping[Key, Cost], base: int
) -> list[Between]:
    """The limit that each sum with both withheld and shown figures seems to set to the withheld ones.

    `sums` says of each whether it stands alone: in one whose figures stand in other sums too, there can be reasons to
    withhold a larger figure, and where the search had them nothing is reckoned; nor where it withheld a less important
    one. Where counts are rounded to a base, a figure shown as large as another may be half a base larger.
    """
    limits = []
    for row, alone in sums.items():
        withheld = [key for key in row if key in hidden]
        beside = [costs[key] for key in row if key in costs and key not in hidden]
        if withheld and beside:
            least = min(beside)
            stood_in = [costs[key] for key in withheld if key in chosen]
            if all(cost[:3] == least[:3] if alone else cost <= least for cost in stood_in):
                limits += [Between(key, 0, least[-1] + base // 2 - int(base == 1)) for key in withheld]
    return limits

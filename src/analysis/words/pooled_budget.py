"""The pooled budget in sentences: whether its parts make the total, who gives how much, and what to settle."""

from analysis.measures.budget import Budget
from analysis.numbers import listed, say, say_share
from analysis.words.statement import Statement, Status, Subject

SMALLEST_GAP = 0.5  # pounds: less is rounding


def say_total(subject: Subject, budget: Budget, *, brackets_added: bool = False) -> Statement:
    """Whether contributions and additional contributions make the printed total.

    `brackets_added` says that the file prints additional contributions in brackets, as money taken away is.
    """
    made = budget.agreed + budget.added
    parts = f"Contributions of {say(budget.agreed, 'money')} and additional ones of {say(budget.added, 'money')}"
    sums = f"{parts} come to {say(made, 'money')} in {budget.period}."
    if budget.printed is None:
        none = f"{sums} No total is given to check against."
        return Statement("agreement", subject, budget, none, Status.CANNOT_SAY)
    if abs(made - budget.printed) >= SMALLEST_GAP:
        gap, printed = say(abs(made - budget.printed), "money"), say(budget.printed, "money")
        sentence = f"{sums} The total given is {printed}: {gap} apart."
        question = f"Which is right for {budget.period}: the lines of the budget or its total of {printed}?"
        return Statement("agreement", subject, budget, sentence, question=question)
    sentence = f"{parts} make the total of {say(budget.printed, 'money')} that is given for {budget.period}."
    if brackets_added:
        sentence += " Its brackets mean money added, not taken away: only then is the total right."
    return Statement("agreement", subject, budget, sentence)


def say_largest_payer(subject: Subject, budget: Budget) -> Statement:
    """Who gives most of what partners give, and the next two."""
    first, rest = budget.partners.iloc[0], budget.partners.iloc[1:3]
    others = listed(f"{row.payer} {say_share(row.share)}" for row in rest.itertuples())
    payer, share = first["payer"], say_share(first["share"])
    sentence = f"{payer} gives {share} of what partners give{f'; {others}' if others else ''}."
    caption = f"What each partner gives to the pooled budget: {payer} {say(first['both'], 'money')}, {share}"
    return Statement("share", subject, budget, sentence, caption=caption)


def say_additional(subject: Subject, budget: Budget) -> Statement | None:
    """How much of the income is additional; None where none is."""
    if not budget.added:
        return None
    part = say_share(budget.added / (budget.agreed + budget.added))
    question = f"Will the additional contributions of {say(budget.added, 'money')} be given again next year?"
    sentence = f"{part} of the income is additional contributions."
    return Statement("share", subject, budget, sentence, question=question)


def say_named_once(subject: Subject, budget: Budget) -> Statement | None:
    """Partners that give only one of the two parts, who may be one partner under two names; None where none do."""
    once = budget.named_once
    if not (once["agreed"] and once["added"]):
        return None
    agreed, added = listed(once["agreed"]), listed(once["added"])
    sentence = f"{agreed} gave only an agreed contribution, and {added} only an additional one."
    question = f"Are {agreed} and {added} the same partner under two names?"
    return Statement("agreement", subject, budget, sentence, question=question)


def say_set_apart(subject: Subject, budget: Budget) -> Statement | None:
    """The lines of income that no partner gives; None where there are none."""
    aside = budget.lines[budget.lines["apart"]]
    if aside.empty:
        return None
    sums = listed(f"{row.payer} ({say(row.agreed, 'money')})" for row in aside.itertuples())
    return Statement("share", subject, budget, f"These lines are no partner’s money: {sums}.")

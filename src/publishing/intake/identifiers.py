"""Records about children: the numbers, headings and addresses that a table of figures never holds."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence

FEWEST_HEADINGS = 3  # a name and one thing more is also how a contact is given
UPN, NHS, POSTCODES = "a unique pupil number", "an NHS number", "postcodes, one below the other"

NUMBERS = (UPN, NHS, POSTCODES)
"""What identifies a child by itself, and is never allowed."""

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(
    r"(?<![A-Z0-9])([A-HJ-NP-RT-Z])[ -]?(\d{3}[ -]?\d{4}[ -]?\d{2}[ -]?\d{2}[\dA-HJ-NP-RT-Z])(?![A-Z0-9])"
)
_NHS = re.compile(r"(?<![\w.,£$€-])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\w%]|[.,]\d)")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
_NOT_LETTERS = re.compile(r"[\W_]+")

_OF_ONE = (
    "upn|unique pupil number|former upn|uln|unique learner number|nhs number|nhs no|nhs id|national insurance number|"
    "forename|forenames|first name|given name|middle name|preferred name|surname|last name|family name|full name|"
    "name of child|child name|childs name|child s name|pupil name|young persons name|young person s name|"
    "client name|patient name|service user name|mothers name|mother s name|parent name|carer name|"
    "date of birth|dob|d o b|birth date|birthdate|child dob|home address|address line 1|address 1|street address|"
    "house number|postcode|post code|home postcode|child postcode|child id|childid|la child id|lachildid|pupil id|"
    "person id|client id|patient id|case id|case number|case no|case ref|case reference|case reference number|"
    "mosaic id|liquidlogic id|careworks id|unique child id|child unique id|child reference|child ref|swift id|"
    "occurrence number|crime reference"
)
_HEADINGS = frozenset(_OF_ONE.split("|"))
_NAMES = ("name", "names", "address", "initials")
"""Words that are also said of agencies and areas: they count among other headings, unless the contract has them."""


def find_identifier(
    texts: Sequence[Sequence[str]], allowed: Container[str] = (), of_others: Container[str] = ()
) -> tuple[int, int, str] | None:
    """The row and column (from 0) of the first cell that says a sheet is about single children, and what it is.

    Counted are: a UPN whose check letter is right; an NHS number whose check digit is right; a heading of something
    that only a record has, such as Date of birth; `Name` or `Address` in a row of three headings or more, where the
    contract does not have it (`allowed`); two whole postcodes in one column. A heading `of_others` is one that the
    contract says is not a child's, as Parent Name of the area that an area lies in. The value is never told.
    """
    postcodes: Counter[int] = Counter()
    seen = {text: describe_identifier(text) for text in {text for cells in texts for text in cells}}
    seen = {
        text: what
        for text, what in seen.items()
        if what and not (what in _NAMES and text in allowed) and not (text in of_others and what not in NUMBERS)
    }
    for row, cells in enumerate(texts) if seen else ():
        for column, text in enumerate(cells):
            what = seen.get(text)
            if what is None or (what in _NAMES and sum(map(bool, cells)) < FEWEST_HEADINGS):
                continue
            postcodes[column] += what == POSTCODES
            if what != POSTCODES or postcodes[column] > 1:
                return row, column, what if what in NUMBERS else f"a heading '{what}'"
    return None


def describe_identifier(text: str) -> str | None:
    """What identifies a child in a text, None where nothing does; a heading is told by its usual words."""
    if len(text) < 3:
        return None
    number = find_number(text)
    if number:
        return number
    words = _NOT_LETTERS.sub(" ", text).strip().lower() if len(text) < 40 else ""
    if words in _HEADINGS or words in _NAMES:
        return words
    return POSTCODES if len(text) < 9 and _POSTCODE.fullmatch(text.upper()) else None


def find_number(text: str) -> str | None:
    """Whether a text holds a UPN or an NHS number, by their check letter and check digit."""
    if sum(map(str.isdigit, text)) < 10:
        return None
    if any(is_upn(letter + rest) for letter, rest in _UPN.findall(text.upper())):
        return UPN
    return NHS if any(is_nhs_number(one + two + three) for one, _, two, three in _NHS.findall(text)) else None


def find_number_in(texts: Iterable[str]) -> str | None:
    """What the first of some texts holds that identifies a child by number, None where none does."""
    return next(filter(None, map(find_number, texts)), None)


def is_upn(text: str) -> bool:
    """Whether a text is a unique pupil number: the digits times 2 to 13, modulo 23, give the letter before them.

    The last digit of a temporary number is a letter, which counts as its place in the alphabet without I, O and S
    (GovTalk Government Data Standards Catalogue, Unique Pupil Number 2.0).
    """
    digits = re.sub(r"\W", "", text)
    values = [int(sign) if sign.isdigit() else _LETTERS.index(sign) for sign in digits[1:]]
    return _LETTERS[sum(weight * value for weight, value in enumerate(values, start=2)) % 23] == digits[0]


def is_nhs_number(text: str) -> bool:
    """Whether ten digits are an NHS number: 11 less the first nine times 10 to 2, modulo 11, is the tenth.

    A remainder that would need 10 is never given out, 11 stands for 0 (NHS Data Dictionary, NHS Number). Ten equal
    digits are none.
    """
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), text, strict=False))
    return (11 - total % 11) % 11 == int(text[9]) and len(set(text)) > 1

"""A received file that is not read, told by what reads its bytes to what knows its name and contract."""


class FileSpoiled(Exception):
    """What is wrong with a file, and where in it, without a word of what it holds."""

    def __init__(self, expected: str, *, sheet: str | None = None, place: str | None = None) -> None:
        super().__init__(expected)
        self.expected, self.sheet, self.place = expected, sheet, place

"""What is wrong with a file or a row, as a sentence its owner can act on."""

from dataclasses import dataclass

from gvi.core.refusals import Refused


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. `row` counts as a spreadsheet does: the header is row 1."""

    file: str
    row: int | None
    column: str | None
    sentence: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(str(self.row))
        if self.column:
            place.append(self.column)
        return f"{':'.join(place)}: {self.sentence}"


class Unreadable(Refused):
    """The file as a whole cannot be used."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence, field="file")
        self.problem = problem

    def __str__(self) -> str:
        return str(self.problem)

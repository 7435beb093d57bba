"""What a case returns: rows for the tables of figures, and targets with their measured values."""

from dataclasses import dataclass, field

from . import measure


@dataclass
class Row:
    case: str
    program: str
    cost: measure.Cost


@dataclass
class Target:
    """A target with its measured value. `at_least` or `at_most` is the limit."""

    text: str
    measured: float
    at_least: float | None = None
    at_most: float | None = None
    unit: str = ""

    @property
    def is_met(self):
        return (self.at_least is None or self.measured >= self.at_least) and (
            self.at_most is None or self.measured <= self.at_most
        )


@dataclass
class Result:
    rows: list = field(default_factory=list)
    targets: list = field(default_factory=list)
    # Series for the chart: name → [(x, seconds)].
    series: dict = field(default_factory=dict)

    def take(self, case, costs):
        self.rows += [Row(case, name, measure.median(list_)) for name, list_ in costs.items()]

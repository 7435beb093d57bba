"""Writes the text of Benchmarks/RESULTS.md."""

import datetime


def markdown(machine, versions, rounds, results):
    lines = [
        "# What it costs",
        "",
        f"`make bench` measured these figures on {datetime.date.today():%d %B %Y}.",
        "",
        f"- There {'was 1 round' if rounds == 1 else f'were {rounds} rounds'}. In each round, every program ran once, one after the other. A time is the median over the rounds. A ratio is computed for each round, and the table has the median of these ratios.",
        "- The times under \"Start\" and \"Cold call\" are medians of 40 runs or more, which do not alternate with other programs.",
        "- CPU time is the sum over all processes of a program. Memory is the peak of the largest process.",
        "- Each program uses as many processes as the machine has cores. Exceptions are `manage.py generateimages` and `find`, which use one process, and the measurements under \"Cold call\" and \"Memory\", in which imagekit has one worker.",
        "- vipsthumbnail makes only one size at a time, so its time for four sizes is the sum of four runs. Each process of the newer libvips makes all sizes, with the same calls and options.",
        "",
        "| component | value |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in {**machine, **versions}.items()),
        "",
        "## Targets",
        "",
        "| target | limit | measured | result |",
        "|---|---:|---:|---|",
        *(_target(target) for result in results for target in result.targets),
        "",
        "![How the time grows](cost.svg)",
        "",
        "## Figures",
        "",
        *_tables(results),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _target(target):
    limit = f"≥ {_number(target.at_least)}" if target.at_least is not None else f"≤ {_number(target.at_most)}"
    mark = "met" if target.is_met else "**missed**"
    return f"| {target.text} | {limit}{target.unit} | {_number(target.measured)}{target.unit} | {mark} |"


def _number(value):
    if float(value).is_integer():
        return f"{int(value)}"
    if value < 1:
        return f"{value:.4f}" if value > 0.9 or value < 0.01 else f"{value:.2f}"
    return f"{value:.2f}" if value < 20 else f"{value:.0f}"


def _tables(results):
    case = None
    for row in (row for result in results for row in result.rows):
        if row.case != case:
            if case:
                yield ""
            case = row.case
            yield from (f"### {case[0].upper()}{case[1:]}", "", "| program | s | CPU s | MB |", "|---|---:|---:|---:|")
        cost = row.cost
        yield f"| {row.program} | {cost.wall:.3g} | {cost.cpu:.3g} | {cost.megabytes:.0f} |"

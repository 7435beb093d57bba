"""Draws Benchmarks/cost.svg: three small charts of the time by the number of sources, sizes, and workers."""

WIDTH, HEIGHT, MARGIN, GAP = 250, 150, 46, 24
TITLES = {
    "sources": "nothing to do: seconds by sources",
    "sizes": "144 photographs: seconds by sizes",
    "cores": "four sizes: seconds by workers",
}


def svg(series):
    panels = [(name, series[name]) for name in TITLES if series.get(name)]
    step = WIDTH + MARGIN + GAP
    body = "".join(_panel(name, points, index * step) for index, (name, points) in enumerate(panels))
    size = f'viewBox="0 0 {max(1, len(panels)) * step} {HEIGHT + 74}"'
    style = (
        "text{font:12px system-ui,sans-serif;fill:#57606a}.title{font-weight:600}"
        "path{fill:none;stroke:#0969da;stroke-width:2}circle{fill:#0969da}line{stroke:#8c959f}"
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{style}</style>{body}</svg>\n'


def _panel(name, points, left):
    max_x, max_y = max(x for x, _ in points), max(y for _, y in points)

    def position(x, y):
        return left + MARGIN + x / max_x * WIDTH, 36 + HEIGHT - y / max_y * HEIGHT

    dots = [position(x, y) for x, y in points]
    path = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in dots)
    base, start = 36 + HEIGHT, left + MARGIN
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
        f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle">{seconds:.2g} s</text>'
        for (x, y), (_, seconds) in zip(dots, points)
        if (x - start) > WIDTH * 0.05
    )
    labels = "".join(
        f'<text x="{x:.1f}" y="{base + 18}" text-anchor="middle">{_short(value)}</text>'
        for (x, _), (value, _) in zip(dots, points)
        if (x - start) > WIDTH * 0.05
    )
    axes = f'<line x1="{start}" y1="{base}" x2="{start + WIDTH}" y2="{base}"/>'
    title = f'<text class="title" x="{start}" y="14">{TITLES[name]}</text>'
    return f'<g>{title}{axes}<path d="{path}"/>{marks}{labels}</g>'


def _short(number):
    return f"{number // 1_000_000} M" if number >= 1_000_000 else f"{number // 1000} k" if number >= 1000 else f"{number}"

"""The figures as tables: this run, beside the last one at the other scale."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.bench.measures import mean_ratio

FILE = Path(__file__).resolve().parents[2] / "bench.json"
HAND, ASKING = "by hand", "by hand, asking"  # with the actor's numbers given, or asked for first
WAYS = {  # as it is called, and how the column is headed
    "ours": "ours",
    "ours, with Django": "with Django",
    HAND: "by hand",
    ASKING: "…asking",
    "guardian": "guardian",
    "guardian, direct": "direct FK",
    "netbox": "netbox",
    "no permission": "none",
}
MEAN, WORST, SLOWEST, AGAINST_GUARDIAN = 1.5, 4.0, 60.0, 8.0
Cell = dict[str, Any]
Run = dict[str, Any]


def keep(scale: float, run: Run) -> Run:
    """Write this run beside those of other scales; returns the newest of those, if there is any."""
    runs = json.loads(FILE.read_text()) if FILE.exists() else {}
    runs[f"{scale:g}"] = run
    FILE.write_text(json.dumps(runs, ensure_ascii=False, indent=1))
    others = [each for name, each in runs.items() if name != f"{scale:g}"]
    return others[-1] if others else {}


def questions(cells: list[Cell]) -> str:
    """Milliseconds, and how many times as long as the best SQL we could write by hand."""
    head = f"{'':34}{'rows':>9}" + "".join(f"{label:>15}" for label in WAYS.values())
    lines, asked = [], ""
    for cell in sorted(cells, key=lambda cell: cell["asked"]):
        if cell["asked"] != asked:
            asked = cell["asked"]
            lines += ["", asked, head]
        lines.append(f"  {cell['who']:32}{cell['rows']:>9,}" + "".join(_in(cell, w) for w in WAYS))
        lines += [
            f"    {word}: {', '.join(cell[word])}" for word in ("wrong", "walked") if cell[word]
        ]
    return "\n".join(lines)


def _in(cell: Cell, way: str) -> str:
    if way not in cell["ms"]:
        return f"{'–':>15}"
    ms, times = cell["ms"][way], cell["ms"][way] / cell["ms"][HAND]
    return f"{'> 5 s':>15}" if ms >= 5000 else f"{ms:8.1f} {times:5.1f}×"


def summary(cells: list[Cell]) -> str:
    lines = ["", f"{'geometric mean of times by hand, and the slowest':50}"]
    for way in WAYS:
        asked = [cell for cell in cells if way in cell["ms"]]
        worst = max(asked, key=lambda cell: cell["ms"][way])
        ratio = mean_ratio(cells, way, HAND)
        lines.append(
            f"  {way:20}{ratio:7.2f}×   {worst['ms'][way]:8.1f} ms"
            f" ({worst['asked']}, {worst['who']}; {len(asked)} cells)"
        )
    return "\n".join(lines)


def goals(cells: list[Cell]) -> list[tuple[str, bool]]:
    """What we hold ourselves to, and whether it was reached."""
    against = mean_ratio(cells, "guardian", "ours") or 0
    slowest = max(cell["ms"]["ours"] for cell in cells)
    return [
        ("the same rows as by hand", not any(cell["wrong"] for cell in cells)),
        ("no large table walked through", not any(cell["walked"] for cell in cells)),
        *_ratios(cells, ASKING),
        *_ratios(cells, HAND),
        (f"slowest {slowest:.0f} ms, at most {SLOWEST:.0f} ms", slowest <= SLOWEST),
        (
            f"{against:.1f} times as fast as guardian's lists, at least {AGAINST_GUARDIAN}",
            against >= AGAINST_GUARDIAN,
        ),
    ]


def _ratios(cells: list[Cell], way: str) -> list[tuple[str, bool]]:
    mean = mean_ratio(cells, "ours", way) or 0
    worst = max(cell["ms"]["ours"] / cell["ms"][way] for cell in cells)
    return [
        (f"mean {mean:.2f}× {way}, at most {MEAN}×", mean <= MEAN),
        (f"worst {worst:.1f}× {way}, at most {WORST}×", worst <= WORST),
    ]


def pages(run: Run, other: Run) -> str:
    """Server time and statements; at the other scale the statements must be as many."""
    before = {(page["who"], page["page"]): page for page in other.get("pages", [])}
    there = f"{'ms':>9}{'statements':>12}"
    lines = ["", f"{'pages':46}{there}" + (f"   scale {other['scale']:g}:{there}" if other else "")]
    for page in run["pages"]:
        line = f"  {page['who']:20}{page['page']:24}{page['ms']:9.1f}{page['statements']:12}"
        if found := before.get((page["who"], page["page"])):
            line += f"{'':14}{found['ms']:9.1f}{found['statements']:12}"
            line += "" if found["statements"] == page["statements"] else "  not flat"
        lines.append(line + (f"  walked: {', '.join(page['walked'])}" if page["walked"] else ""))
    cost = run["ledger"]
    lines.append(
        f"\nledger: a list takes {cost['with']:.1f} ms, {cost['without']:.1f} without entry"
    )
    return "\n".join(lines)

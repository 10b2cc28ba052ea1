"""Reports as text, as JSON, and as a picture of which intents are taken for which."""

from __future__ import annotations

import json
from pathlib import Path
from typing import List, Sequence

from advisor.evaluate.measures import Report

WORST_INTENTS = 5


def as_text(reports: Sequence[Report], with_misses: bool = True) -> str:
    """Returns all reports as text, every miss listed."""
    parts: List[str] = []
    for report in reports:
        lines = [report.file, "-" * len(report.file)]
        for measure in report.measures.values():
            lines.append(f"  {measure.name:36} {measure.share:7.1%}   {measure.right} of {measure.total}")
        if report.macro_f1 is not None:
            lines.append(f"  {'macro F1':36} {report.macro_f1:7.3f}")
        lines.append(f"  {'milliseconds a message, median':36} {report.median_milliseconds:7.1f}")
        worst = sorted(report.by_intent.items(), key=lambda entry: entry[1][0] / entry[1][1])[:WORST_INTENTS]
        if worst:
            lines.append("  worst: " + ", ".join(f"{intent} {right}/{total}" for intent, (right, total) in worst))
        if with_misses:
            for measure in report.measures.values():
                if measure.misses:
                    lines += ["", f"  missed, {measure.name}:"]
                    lines += [f"    {miss.expected} -> {miss.understood} ({miss.confidence:.2f}): {miss.text}" for miss in measure.misses]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def as_json(reports: Sequence[Report]) -> str:
    """Returns all reports as JSON."""
    plain = [
        {
            "file": report.file,
            "measures": {
                name: {
                    "share": measure.share,
                    "right": measure.right,
                    "total": measure.total,
                    "misses": [vars(miss) for miss in measure.misses],
                }
                for name, measure in report.measures.items()
            },
            "macro_f1": report.macro_f1,
            "by_intent": {intent: {"right": right, "total": total} for intent, (right, total) in report.by_intent.items()},
            "median_milliseconds": report.median_milliseconds,
        }
        for report in reports
    ]
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def draw_confusion(reports: Sequence[Report], path: Path) -> None:
    """Draws which intents (rows) were taken for which (columns) over all reports."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    counts = {}
    for report in reports:
        for pair, count in report.confusion.items():
            counts[pair] = counts.get(pair, 0) + count
    intents = sorted({intent for pair in counts for intent in pair})
    if not intents:
        return
    figure, axes = pyplot.subplots(figsize=(0.5 * len(intents) + 3, 0.5 * len(intents) + 2))
    matrix = [[counts.get((truth, got), 0) for got in intents] for truth in intents]
    axes.imshow(matrix, cmap="Blues")
    axes.set_xticks(range(len(intents)), intents, rotation=90)
    axes.set_yticks(range(len(intents)), intents)
    axes.set_xlabel("understood")
    axes.set_ylabel("right")
    for row, values in enumerate(matrix):
        for column, count in enumerate(values):
            if count:
                axes.text(column, row, count, ha="center", va="center", color="white" if count > 15 else "black", fontsize=8)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)

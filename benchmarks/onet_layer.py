"""Measures the imported layer: import, load, memory, and linking against all titles.

``python -m benchmarks.onet_layer ZIP`` prints a line a measure. The release is read into a temporary folder, so that
the layer in use stays as it is.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import tempfile
import time
from pathlib import Path
from typing import Callable, List, Tuple

from rapidfuzz import process

from advisor.knowledge.onet.importer import import_release
from advisor.knowledge.onet.layer import IMPORTED_FOLDER, LAYER_FILE, OnetLayer, load_layer
from advisor.knowledge.store import current_knowledge

ROUNDS = 200
MESSAGES = (
    "nurse salary",
    "How much does a truck driver earn in Canada?",
    "what does a civil engineer do all day",
    "I'm a registered nurse, 34, with a degree in biology and no coding experience, and I would like to move into "
    "data analysis or maybe become a clinical data manager; which skills do I already have, what should I learn first, "
    "and is it realistic to earn more than a nurse practitioner does after two or three years in Germany?",
    "how do I train a model on a server with the right driver",
    "police officer vs firefighter",
    "word " * 199,
    "nurse driver model server " * 38,
)


def resident_mb() -> float:
    """Memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def load_measures(folder: str, results: "multiprocessing.Queue") -> None:
    """Loads the layer in a process of its own, beside the curated knowledge base that is there anyway."""
    names = current_knowledge().occupations
    before = resident_mb()
    start = time.perf_counter()
    layer = load_layer(Path(folder), names)
    seconds = time.perf_counter() - start
    assert layer is not None
    for code in layer.codes:
        layer.occupation(code)
    results.put((seconds, resident_mb() - before))


def link_times(layer: OnetLayer) -> List[Tuple[str, float]]:
    """Milliseconds to find the titles in each message, the median of many rounds."""
    return [(message, statistics.median(_timed(lambda: layer.find_titles(message)))) for message in MESSAGES]


def _timed(work: Callable[[], object]) -> List[float]:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


def brute_force(titles: List[str]) -> float:
    """Milliseconds of the alternative: fuzzy matching of one message against every title."""
    start = time.perf_counter()
    process.extractOne(MESSAGES[1].lower(), titles)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path, metavar="ZIP")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        imported = Path(folder) / IMPORTED_FOLDER
        start = time.perf_counter()
        import_release(arguments.archive, imported)
        print(f"import:              {time.perf_counter() - start:.2f} s")
        print(f"file:                {(imported / LAYER_FILE).stat().st_size / 1e6:.2f} MB")
        context = multiprocessing.get_context("spawn")
        results = context.Queue()
        loader = context.Process(target=load_measures, args=(folder, results))
        loader.start()
        seconds, megabytes = results.get()
        loader.join()
        print(f"load:                {seconds:.2f} s")
        print(f"memory, all read:    {megabytes:.0f} MB")
        layer = load_layer(Path(folder), current_knowledge().occupations)
        assert layer is not None
        print(f"titles in the index: {len(layer.titles):,}")
        for message, milliseconds in link_times(layer):
            print(f"link, {len(message):>4} characters: {milliseconds:.3f} ms  ({message[:40]}…)")
        print(f"brute-force fuzzy matching of one message: {brute_force(layer.titles.keys):.0f} ms")


if __name__ == "__main__":
    main()

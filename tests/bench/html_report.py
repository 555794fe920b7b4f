"""How long does report.html take, how large is it, when does it paint? tests/bench/html_report.py [--sizes 5,500]

Newsrooms of 50 simulated articles are traced (untimed) and saved; a fresh process loads the run and renders it: its
seconds of processor time and its peak memory. Then Chromium opens the page from the disk: milliseconds to the first
paint, to the drawn lineage, and for one filter to draw everything again.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from playwright.sync_api import sync_playwright

import provenance as pv
from provenance.renderers import render

ROOM = 50  # articles of one simulated newsroom


def rendered(run: Path) -> dict[str, float]:
    """Seconds, and megabytes of the whole process, of rendering a saved run; the page stands in it afterwards."""
    trace = pv.load(run)
    start = time.process_time()
    files = render(trace, ["html"])
    spent = time.process_time() - start
    for name, content in files.items():
        (run / name).parent.mkdir(exist_ok=True)
        (run / name).write_bytes(content)
    beside = sum(len(content) for name, content in files.items() if name != "report.html")
    return {
        "seconds": spent,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "html_mb": len(files["report.html"]) / 1e6,
        "beside_mb": beside / 1e6,
    }


def painted(page: Path) -> dict[str, float]:
    """Milliseconds to the first paint, to the end of the script, and of one filter."""
    with sync_playwright() as room:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = room.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.goto("about:blank")
        tab.goto(page.as_uri())
        tab.wait_for_selector("[data-live]", state="attached")
        tab.wait_for_timeout(500)
        paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        ready = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
        again = """() => new Promise((done) => {
          const box = document.querySelector('[name=p]'), start = performance.now();
          box.value = 80; box.dispatchEvent(new Event('input', { bubbles: true }));
          requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start))); })"""
        found = {"paint_ms": tab.evaluate(paint), "ready_ms": tab.evaluate(ready), "filter_ms": tab.evaluate(again)}
        browser.close()
    return found


def measured(articles: int, seed: int) -> dict[str, float]:
    """One size, from simulated articles to a filter."""
    options = pv.Simulation(newsrooms=max(1, articles // ROOM), articles=min(ROOM, articles), seed=seed)
    made = pd.concat([batch.articles for batch in pv.simulate(options)], ignore_index=True)
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        pv.trace(made).save(run)
        done = subprocess.run([sys.executable, __file__, "--run", str(run)], capture_output=True, text=True, check=True)
        return {"articles": len(made), **json.loads(done.stdout), **painted(run / "report.html")}


def main() -> None:
    """A line a size."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", default="5,50,200,500,2000")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--run", type=Path, help="only render this saved run (what the fresh process does)")
    options = asked.parse_args()
    if options.run:
        print(json.dumps(rendered(options.run)))
        return
    rows = [measured(int(size), options.seed) for size in options.sizes.split(",")]
    print(pd.DataFrame(rows).round(2).to_string(index=False))


if __name__ == "__main__":
    main()

"""What the tests share: the seeds, read and traced once a worker, and a hypothesis that asks the same in every run."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings

import provenance as pv

SEEDS = Path(__file__).resolve().parent.parent / "seeds"

# No deadline: shared machines are slow without being wrong. Derandomised: a red run is red again on the next machine.
settings.register_profile("provenance", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("provenance")


@pytest.fixture(scope="session")
def seeds_articles() -> pd.DataFrame:
    """ARTICLES of the five seeds, as read."""
    return pv.read(SEEDS / "0*.txt")


@pytest.fixture(scope="session")
def seeds_trace(seeds_articles: pd.DataFrame) -> pv.Trace:
    """The trace of the five seeds, made once a worker; its frames are shared, so a test that changes one copies it."""
    return pv.trace(seeds_articles)

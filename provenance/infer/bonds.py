"""Who is whose neighbour in a family, whoever came first: what speaks for each join of two texts.

Start at `bonds`. Shared mass is not divided by length: its maximum spanning tree is the most parsimonious one, in
which the holders of each reading hang together (the S-tree). So every tree over the family is weighed by what it
shares, and how often a join stands in them is what speaks for it most; masses and differences are read beside it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from provenance.infer import trees
from provenance.infer.readings import Table

__all__ = ["BONDS", "bonds", "parsimony"]

Floats = NDArray[np.float64]

# What speaks for two texts as neighbours; symmetric.
BONDS = ("trees of all readings", "trees of rare readings", "gap", "root of mass", "mass", "differences", "nearest")
# One word changed changes six runs of one to three words: so much does one of them count. Tried .05, .2, 1.
ONCE = 1 / 6
# Log-ratios of weighted likeness, as many nats. Tried 2.5, 10, 50.
LIKE = 10.0


def parsimony(mass: Floats) -> Floats:
    """[n, n]: nats for each join from the mass of the readings that two share."""
    return mass * ONCE


def bonds(table: Table) -> Floats:
    """[n, n, bonds]: for each two what speaks for them as neighbours; symmetric, 0 for a text and itself."""
    n = len(table)
    off = ~np.eye(n, dtype=bool)
    mass = np.where(off, table.mass + table.sign_mass, 0.0)
    best = mass.max(0)
    likeness = np.log(np.where(off, table.weighted, 0.0) + 1e-3)
    differing = 1 / (1 + table.count + table.count.T)
    most = np.where(off, differing, 0.0).max(0)
    first = (mass >= best[None]).astype(float)
    made = (
        trees.neighbours(parsimony(table.mass + table.sign_mass)),
        trees.neighbours(LIKE * likeness),
        -np.log1p(np.maximum(0.0, np.minimum(best[:, None], best[None]) - mass)),
        np.sqrt(mass) / 10,
        np.log(mass / (np.median(best) + 1e-9) + 1e-3),
        differing / np.maximum(most[:, None], 1e-9) + differing / np.maximum(most[None], 1e-9),
        first + first.T,
    )
    return np.stack([np.where(off, (m + m.T) / 2, 0.0) for m in made], axis=-1)

"""What can be asked of a simulation."""

from __future__ import annotations

from dataclasses import dataclass, fields

from provenance.errors import OptionError
from provenance.newsrooms.events import STYLES

__all__ = ["MIXTURES", "Simulation"]

MIXTURES = ("newsrooms", "archive")


@dataclass(frozen=True)
class Simulation:
    """What is to be simulated; the same values give the same bytes.

    `newsrooms`: how many, each a world of its own with its agencies, outlets and events. `articles`: how many each
    leaves in the folder. `seed`: any whole number.
    `mixture`: "newsrooms" (families of copies, and independent reports), or "archive" (mostly strangers, with kinds of
    reuse planted in 12 of 100 articles: see `planted`).
    For newsrooms only, all of them shares 0..1 but the first: `depth`, generations from a first text to its last
    copy, 1 or more; `mixing`, copies that piece two texts together; `lost`, first texts that others took from and
    that are not in the folder (copies are lost a third as often); `independent`, articles that have neither parent nor
    child; `clocks`, outlets whose time stamps are right: the others are off by hours or days, or have none;
    `credited`, outlets that credit what they take, seven in ten of them by name.
    `styles`: how reports are written, of wire, feature, release. Raises OptionError for a value that cannot be.
    """

    newsrooms: int = 50
    articles: int = 40
    seed: int = 0
    mixture: str = "newsrooms"
    depth: int = 3
    mixing: float = 0.12
    lost: float = 0.4
    independent: float = 0.35
    clocks: float = 0.7
    credited: float = 0.65
    styles: tuple[str, ...] = STYLES

    def __post_init__(self) -> None:
        """Refuse what cannot be simulated."""
        for name in ("newsrooms", "articles", "depth"):
            if getattr(self, name) < 1:
                raise OptionError(f"{name} is {getattr(self, name)}: 1 or more is needed")
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(one.default, float) and not 0 <= value <= 1:
                raise OptionError(f"{one.name} is {value}: it is a share, 0 to 1")
        if self.mixture not in MIXTURES:
            raise OptionError(f"mixture is {self.mixture!r}: one of {', '.join(MIXTURES)} is needed")
        odd = [style for style in self.styles if style not in STYLES]
        if odd or not self.styles:
            raise OptionError(f"styles are {', '.join(self.styles) or 'none'}: of {', '.join(STYLES)} one is needed")

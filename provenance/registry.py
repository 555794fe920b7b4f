"""Plug-ins: one file each in a room's folder, found by a scan, looked up by name."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Generic, TypeVar

from provenance.errors import OptionError

__all__ = ["Registry"]

T = TypeVar("T")


class Registry(Generic[T]):
    """The plug-ins of one room, in the order of their names; sibling files are imported on first use."""

    def __init__(self, package: str, kind: str) -> None:
        self.package, self.kind = package, kind
        self._found: dict[str, T] = {}
        self._scanned = False

    def add(self, *names: str) -> Callable[[T], T]:
        """A decorator that enters a plug-in under each of the names; a name taken twice is an error."""

        def enter(thing: T) -> T:
            for name in names:
                if name in self._found:
                    raise OptionError(f"two plug-ins for the {self.kind} {name!r}: rename one of them")
                self._found[name] = thing
            return thing

        return enter

    def __iter__(self) -> Iterator[tuple[str, T]]:
        self._scan()
        return iter(sorted(self._found.items()))

    def __getitem__(self, name: str) -> T:
        self._scan()
        if name not in self._found:
            raise OptionError(f"no {self.kind} {name!r}: known are {', '.join(sorted(self._found))}")
        return self._found[name]

    def __contains__(self, name: str) -> bool:
        self._scan()
        return name in self._found

    def _scan(self) -> None:
        if not self._scanned:
            for module in pkgutil.iter_modules(import_module(self.package).__path__):
                import_module(f"{self.package}.{module.name}")
            self._scanned = True

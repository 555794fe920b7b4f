"""Reports: one file each, a `Trace` in, named files as bytes out.

A renderer is `@renderer("kind") def f(trace) -> Mapping[str, bytes]`: file name to content. It is pure:
no disk, no clock, no network; the same trace gives the same bytes. A new one is a new file here, and
nothing else to edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from provenance.frames import Trace
from provenance.registry import Registry

__all__ = ["RENDERERS", "Renderer", "render", "renderer"]

Renderer: TypeAlias = Callable[[Trace], Mapping[str, bytes]]

RENDERERS: Registry[Renderer] = Registry("provenance.renderers", "kind of report")


def renderer(kind: str) -> Callable[[Renderer], Renderer]:
    """A decorator that enters a function among the kinds of report, under the name a user types."""
    return RENDERERS.add(kind)


def render(trace: Trace, kinds: Iterable[str]) -> dict[str, bytes]:
    """The files of all the kinds asked for, by name; a kind named twice is made once.

    Raises OptionError for a kind that nothing here renders, before anything is rendered; it lists the
    known ones.
    """
    chosen = [RENDERERS[kind] for kind in dict.fromkeys(kinds)]
    files: dict[str, bytes] = {}
    for make in chosen:
        files.update(make(trace))
    return files

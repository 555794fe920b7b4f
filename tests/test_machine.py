"""Compiled code is kept under what went into it: the same in every process, another once a constant changes."""

from __future__ import annotations

import subprocess
import sys
from types import FunctionType

from provenance.machine import compiled


def _loop(n: int) -> int:
    return n + STEP


STEP = 1


def _twin(step: int) -> FunctionType:
    return FunctionType(_loop.__code__, {"STEP": step, "__name__": __name__}, "_loop")


def test_code_is_kept_under_another_name_once_a_constant_of_its_module_changes() -> None:
    names = [compiled(_twin(step)).py_func.__qualname__ for step in (1, 1, 2)]
    assert names[0] == names[1] != names[2]


def test_the_loops_of_alignment_are_called_alike_in_every_process() -> None:
    asked = (
        "from provenance.align import speed; "
        "print(*(speed._compiled(n).py_func.__qualname__ for n in (speed._ORDER, speed._SCAN)))"
    )
    ran = [subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True) for _ in "12"]
    told = [one.stdout for one in ran]
    assert told[0] == told[1] != ""

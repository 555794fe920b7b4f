"""The two files of a model of meaning."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from provenance.errors import InputError

__all__ = ["model"]


def model(folder: str | PathLike[str]) -> tuple[bytes, bytes]:
    """The bytes of `model.onnx` and `tokenizer.json` in a folder, for `align.meaning.encoder`.

    The model may stand in a folder `onnx`, where exports of sentence-transformers have it. Raises InputError for
    a file that is not there or cannot be read.
    """
    root = Path(folder)
    found = []
    for names in (("model.onnx", "onnx/model.onnx"), ("tokenizer.json",)):
        path = next((root / name for name in names if (root / name).is_file()), None)
        if path is None:
            raise InputError(f"{root} holds no model: no {names[0]}; name a folder with model.onnx and tokenizer.json")
        try:
            found.append(path.read_bytes())
        except OSError as broken:
            raise InputError(f"{path} cannot be read ({broken.strerror}): allow it, or copy it") from broken
    return found[0], found[1]

"""Sentences that say the same in other words, or in another language: an extra, for candidate pairs only.

Start at `similar`. It asks any `Encoder`; `encoder` makes one of a model folder's two files. Nothing here is needed by
the rest: `onnxruntime` and `tokenizers` are imported when an encoder is made (pip install 'provenance[semantic]').
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from importlib import import_module
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from provenance.align.units import stated
from provenance.errors import InputError, OptionError

__all__ = ["NEEDED", "Encoder", "encoder", "similar"]

NEEDED = ("onnxruntime", "tokenizers")  # the extra `semantic`

# Tokens of a sentence that are read where the model's own tokenizer sets no bound, the most that the common sentence
# encoders take; the longest sentence in 12,000 news articles has 361 words.
LONGEST = 512
# Sentences encoded at once: memory is this times `LONGEST` times the width of the model. By judgement.
BATCH = 32


class Encoder(Protocol):
    """Whatever turns sentences into vectors whose cosine says how alike they are in meaning."""

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """float32[n, d], a row for each text, of length 1 (or 0 for a text that says nothing)."""
        ...


def similar(
    norms_a: Sequence[str],
    norms_b: Sequence[str],
    pairs: Iterable[tuple[int, int]],
    encoder: Encoder,
    langs: tuple[str, str] = ("en", "en"),
) -> list[float]:
    """How alike in meaning the sentences of each pair (place in a, place in b) are: cosines, 0..1, in order of `pairs`.

    0 where the numbers differ or one denies what the other does not (`units.stated`): a cosine calls "was ready" and
    "was not ready" alike. Only sentences that stand in a pair are encoded, each once. Exchanging a and b changes
    nothing. Raises OptionError if the encoder does not give a row of finite numbers for each text.
    """
    places = list(pairs)
    asked = [(norms_a[i], norms_b[j]) for i, j in places]
    left, right = (
        {k: stated(norms[k], lang) for k in {place[side] for place in places}}
        for side, (norms, lang) in enumerate(zip((norms_a, norms_b), langs, strict=True))
    )
    agreed = [left[i] == right[j] for i, j in places]
    texts = sorted({text for pair, same in zip(asked, agreed, strict=True) if same for text in pair})
    if not texts:
        return [0.0] * len(asked)
    vectors = np.asarray(encoder.encode(texts), dtype=np.float32)
    if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
        shape = "x".join(map(str, vectors.shape))
        raise OptionError(f"the encoder gave {shape} for {len(texts)} texts: it must give finite float32[texts, width]")
    row = {text: vectors[n] for n, text in enumerate(texts)}
    return [
        round(min(1.0, max(0.0, float(row[one] @ row[two]))), 4) if same else 0.0
        for (one, two), same in zip(asked, agreed, strict=True)
    ]


def encoder(model: bytes, tokenizer: bytes, name: str = "the model") -> Encoder:
    """An encoder of the contents of `model.onnx` and `tokenizer.json`, as exported for sentence-transformers.

    The mean of the last layer over the tokens (Reimers & Gurevych 2019, doi:10.18653/v1/D19-1410), or the model's own
    pooling if its first output has a row for each text; of length 1. One thread, so that the sums come out alike.
    Raises OptionError if onnxruntime or tokenizers is not installed, InputError if a file is not what it should be.
    """
    try:
        runtime, reader = map(import_module, NEEDED)
    except ImportError as missing:
        raise OptionError(f"meaning needs {missing.name}: pip install 'provenance[semantic]'") from missing
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = 4  # what goes wrong is raised; nothing is to be written to the terminal
    try:
        session = runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as broken:
        raise InputError(f"{name}: model.onnx cannot be used ({_line(broken)}): export it again") from broken
    try:
        words = reader.Tokenizer.from_str(tokenizer.decode())
    except Exception as broken:
        raise InputError(f"{name}: tokenizer.json cannot be used ({_line(broken)}): export it again") from broken
    words.no_padding()
    if not words.truncation:
        words.enable_truncation(LONGEST)
    return _Onnx(session, words, name, sha256(model + tokenizer).hexdigest())


class _Onnx:
    """The encoder of a session of onnxruntime and a tokenizer; `digest` tells the model in `run.json`."""

    def __init__(self, session: Any, words: Any, name: str, digest: str) -> None:
        self.session, self.words, self.name = session, words, name
        self.digest = digest

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """float32[n, d]; texts of one length are encoded together, so that none is padded."""
        tokens = [found.ids for found in self.words.encode_batch(texts)]
        alike: dict[int, list[int]] = defaultdict(list)
        for n, ids in enumerate(tokens):
            alike[len(ids)].append(n)
        rows: dict[int, NDArray[np.float32]] = {}
        for _, places in sorted(alike.items()):
            for at in range(0, len(places), BATCH):
                some = places[at : at + BATCH]
                rows |= dict(zip(some, self._pooled([tokens[n] for n in some]), strict=True))
        width = max((len(row) for row in rows.values()), default=0)
        empty = np.zeros(width, dtype=np.float32)
        return np.array([rows[n] if len(rows[n]) else empty for n in range(len(texts))], dtype=np.float32)

    def _pooled(self, tokens: list[list[int]]) -> NDArray[np.float32]:
        ids = np.array(tokens, dtype=np.int64)
        if not ids.size:
            return np.zeros((len(tokens), 0), dtype=np.float32)
        known = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        wanted = [each.name for each in self.session.get_inputs()]
        unknown = sorted(set(wanted) - known.keys())
        if unknown:
            takes = ", ".join(known)
            raise InputError(f"{self.name}: the model asks for {unknown[0]!r}: export one that takes {takes} alone")
        try:
            out = np.asarray(self.session.run(None, {name: known[name] for name in wanted})[0], dtype=np.float32)
        except Exception as broken:
            raise InputError(f"{self.name}: model and tokenizer do not fit ({_line(broken)})") from broken
        pooled = out.mean(axis=1) if out.ndim == 3 else out
        lengths = np.linalg.norm(pooled, axis=1, keepdims=True)
        return np.asarray(pooled / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _line(problem: Exception) -> str:
    return " ".join(str(problem).split())[:160]

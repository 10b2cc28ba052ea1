"""Runs the sentence encoder: text in, unit vectors out."""

from __future__ import annotations

from pathlib import Path
from typing import List, Sequence

import numpy as np

#: Longer texts are cut: questions have a median of 11 words, and cost grows with length.
MAX_TOKENS = 128
DIMENSIONS = 384


class SentenceEncoder:
    """all-MiniLM-L6-v2 on onnxruntime; safe to use from several threads."""

    def __init__(self, model: Path, tokenizer: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # One thread a sentence: sentences are short, and the server has other messages to answer meanwhile.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str], batch_size: int = 32) -> np.ndarray:
        """Returns a float32 array of shape [len(texts), 384], each row of length 1."""
        vectors: List[np.ndarray] = [
            self._encode_batch(texts[start : start + batch_size]) for start in range(0, len(texts), batch_size)
        ]
        return np.vstack(vectors) if vectors else np.zeros((0, DIMENSIONS), dtype=np.float32)

    def _encode_batch(self, texts: Sequence[str]) -> np.ndarray:
        encodings = self._tokenizer.encode_batch(list(texts))
        input_ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        attention_mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
        position_ids = np.arange(input_ids.shape[1], dtype=np.int64)[None, :]
        (sentence,) = self._session.run(
            ["sentence"],
            {"input_ids": input_ids, "attention_mask": attention_mask, "position_ids": position_ids},
        )
        return sentence

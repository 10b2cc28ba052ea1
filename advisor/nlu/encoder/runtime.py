"""Runs the sentence encoder: text in, unit vectors out."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

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
        # The published tokenizer pads every text to 128 tokens, which takes six times as long.
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Returns a float32 array of shape [len(texts), 384], each row of length 1.

        Texts are encoded one by one: the int8 model scales its activations over a whole batch, so that a text's vector
        would depend on its neighbours (cosine down to 0.96), and training and serving would differ.
        """
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.vstack([self._encode(text) for text in texts])

    def _encode(self, text: str) -> np.ndarray:
        encoding = self._tokenizer.encode(text)
        input_ids = np.array([encoding.ids], dtype=np.int64)
        (sentence,) = self._session.run(
            ["sentence"],
            {
                "input_ids": input_ids,
                "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
                "position_ids": np.arange(input_ids.shape[1], dtype=np.int64)[None, :],
            },
        )
        return sentence

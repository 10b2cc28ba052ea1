"""The sentence encoder all-MiniLM-L6-v2 as an int8 ONNX file: made once at training, run with onnxruntime."""

from advisor.nlu.encoder.runtime import SentenceEncoder

__all__ = ["SentenceEncoder"]

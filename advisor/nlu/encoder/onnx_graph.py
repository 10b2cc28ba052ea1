"""Builds the ONNX graph of a MiniLM sentence encoder straight from its safetensors file, and quantizes it.

Doing it with ``onnx.helper`` takes about three seconds and needs neither TensorFlow nor PyTorch.
The graph's inputs are ``input_ids`` and ``attention_mask`` (int64, shape [batch, length]) and ``position_ids``
(int64, shape [1, length]); its output ``sentence`` (float32, shape [batch, 384]) is the masked mean of the last
layer, scaled to length 1, as sentence-transformers defines it for this model.
"""

from __future__ import annotations

import json
import logging
import math
import struct
import tempfile
from pathlib import Path
from typing import Dict, List, Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# The shape of all-MiniLM-L6-v2 (its config.json).
LAYERS = 6
HEADS = 12
HIDDEN = 384
HEAD_SIZE = HIDDEN // HEADS
LAYER_NORM_EPSILON = 1e-12
OPSET = 17  # the first with LayerNormalization
IR_VERSION = 8


def read_safetensors(path: Path) -> Dict[str, np.ndarray]:
    """Returns the float tensors of a safetensors file by name (the format: 8 bytes of header size, JSON, data)."""
    with path.open("rb") as stream:
        (header_size,) = struct.unpack("<Q", stream.read(8))
        header = json.loads(stream.read(header_size))
        data = stream.read()
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = entry["data_offsets"]
        tensors[name] = np.frombuffer(data[start:end], dtype="<f4").reshape(entry["shape"])
    return tensors


class _GraphBuilder:
    """Collects nodes and initializers; every method returns the name of the value that it adds."""

    def __init__(self) -> None:
        self.nodes: List[onnx.NodeProto] = []
        self.initializers: List[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operator: str, inputs: Sequence[str], **attributes: object) -> str:
        output = f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output


def build_encoder(tensors: Dict[str, np.ndarray]) -> onnx.ModelProto:
    """Returns the float32 model; ``tensors`` is what :func:`read_safetensors` returns for the weights."""
    graph = _GraphBuilder()

    def dense(value: str, prefix: str) -> str:
        weight = graph.constant(f"{prefix}.weight.T", tensors[f"{prefix}.weight"].T)
        bias = graph.constant(f"{prefix}.bias", tensors[f"{prefix}.bias"])
        return graph.add("Add", [graph.add("MatMul", [value, weight]), bias])

    def layer_norm(value: str, prefix: str) -> str:
        scale = graph.constant(f"{prefix}.weight", tensors[f"{prefix}.weight"])
        bias = graph.constant(f"{prefix}.bias", tensors[f"{prefix}.bias"])
        return graph.add("LayerNormalization", [value, scale, bias], axis=-1, epsilon=LAYER_NORM_EPSILON)

    split_shape = graph.constant("split_shape", np.array([0, 0, HEADS, HEAD_SIZE], dtype=np.int64))
    merge_shape = graph.constant("merge_shape", np.array([0, 0, HIDDEN], dtype=np.int64))
    score_scale = graph.constant("score_scale", np.array(1 / math.sqrt(HEAD_SIZE), dtype=np.float32))
    one = graph.constant("one", np.array(1, dtype=np.float32))
    half = graph.constant("half", np.array(0.5, dtype=np.float32))
    root_of_two = graph.constant("root_of_two", np.array(math.sqrt(2), dtype=np.float32))
    masked_out = graph.constant("masked_out", np.array(-10000, dtype=np.float32))
    last_axis = graph.constant("last_axis", np.array([-1], dtype=np.int64))
    middle_axes = graph.constant("middle_axes", np.array([1, 2], dtype=np.int64))
    length_axis = graph.constant("length_axis", np.array([1], dtype=np.int64))

    def heads(value: str, permutation: List[int]) -> str:
        return graph.add("Transpose", [graph.add("Reshape", [value, split_shape])], perm=permutation)

    def gelu(value: str) -> str:
        error_function = graph.add("Erf", [graph.add("Div", [value, root_of_two])])
        return graph.add("Mul", [graph.add("Mul", [value, half]), graph.add("Add", [error_function, one])])

    def embedding(prefix: str, indices: str) -> str:
        table = graph.constant(f"{prefix}.weight", tensors[f"{prefix}.weight"])
        return graph.add("Gather", [table, indices])

    # Every token is of type 0: its vector is a constant.
    token_type = graph.constant("token_type", tensors["embeddings.token_type_embeddings.weight"][0])
    words = embedding("embeddings.word_embeddings", "input_ids")
    positions = embedding("embeddings.position_embeddings", "position_ids")
    hidden = graph.add("Add", [graph.add("Add", [words, positions]), token_type])
    hidden = layer_norm(hidden, "embeddings.LayerNorm")

    mask = graph.add("Cast", ["attention_mask"], to=TensorProto.FLOAT)
    score_mask = graph.add(
        "Unsqueeze", [graph.add("Mul", [graph.add("Sub", [one, mask]), masked_out]), middle_axes]
    )

    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}"
        query = heads(dense(hidden, f"{prefix}.attention.self.query"), [0, 2, 1, 3])
        key = heads(dense(hidden, f"{prefix}.attention.self.key"), [0, 2, 3, 1])
        value = heads(dense(hidden, f"{prefix}.attention.self.value"), [0, 2, 1, 3])
        scores = graph.add("Mul", [graph.add("MatMul", [query, key]), score_scale])
        weights = graph.add("Softmax", [graph.add("Add", [scores, score_mask])], axis=-1)
        context = graph.add("Transpose", [graph.add("MatMul", [weights, value])], perm=[0, 2, 1, 3])
        attended = dense(graph.add("Reshape", [context, merge_shape]), f"{prefix}.attention.output.dense")
        hidden = layer_norm(graph.add("Add", [attended, hidden]), f"{prefix}.attention.output.LayerNorm")
        inner = gelu(dense(hidden, f"{prefix}.intermediate.dense"))
        outer = dense(inner, f"{prefix}.output.dense")
        hidden = layer_norm(graph.add("Add", [outer, hidden]), f"{prefix}.output.LayerNorm")

    token_mask = graph.add("Unsqueeze", [mask, last_axis])
    total = graph.add("ReduceSum", [graph.add("Mul", [hidden, token_mask]), length_axis], keepdims=0)
    count = graph.add("ReduceSum", [token_mask, length_axis], keepdims=0)
    mean = graph.add("Div", [total, count])
    norm = graph.add("ReduceL2", [mean], axes=[-1], keepdims=1)
    graph.nodes.append(helper.make_node("Div", [mean, norm], ["sentence"]))

    def int64_input(name: str, first: object) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.INT64, [first, "length"])

    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "all-MiniLM-L6-v2",
            inputs=[int64_input("input_ids", "batch"), int64_input("attention_mask", "batch"), int64_input("position_ids", 1)],
            outputs=[helper.make_tensor_value_info("sentence", TensorProto.FLOAT, ["batch", HIDDEN])],
            initializer=graph.initializers,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
    )
    model.ir_version = IR_VERSION
    return model


def write_quantized_encoder(weights: Path, target: Path) -> None:
    """Writes the int8 encoder (about 22 MB) made from a safetensors file to ``target``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        float_model = Path(folder) / "encoder.onnx"
        onnx.save(build_encoder(read_safetensors(weights)), str(float_model))
        logging.disable(logging.WARNING)  # it recommends a pre-processing that needs shapes which are free here
        quantize_dynamic(
            str(float_model),
            str(target),
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
            # A scale a channel and seven bits: the vectors stay at cosine 0.99 of the float model's (0.965 without),
            # and processors that lack VNNI don't saturate.
            per_channel=True,
            reduce_range=True,
        )
        logging.disable(logging.NOTSET)

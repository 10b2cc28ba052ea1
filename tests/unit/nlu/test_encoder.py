"""The sentence encoder that stands in the trained model: unit vectors, near for near meanings."""

from __future__ import annotations

import tarfile

import numpy as np
import pytest

from advisor.knowledge.store import PROJECT_FOLDER
from advisor.nlu.encoder import SentenceEncoder
from advisor.nlu.encoder.weights import WeightsError, verify

MODEL = PROJECT_FOLDER / "models" / "career_advisor.tar.gz"
needs_model = pytest.mark.skipif(not MODEL.is_file(), reason="there is no trained model")


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("encoder")
    with tarfile.open(MODEL) as archive:
        for member in archive:
            for name in ("encoder.int8.onnx", "tokenizer.json"):
                if member.name.endswith(name):
                    (folder / name).write_bytes(archive.extractfile(member).read())
    return SentenceEncoder(folder / "encoder.int8.onnx", folder / "tokenizer.json")


@needs_model
def test_vectors_have_length_1(encoder):
    vectors = encoder.encode(["What does it pay?", "hello", "a " * 500, "?", ""])
    assert vectors.shape == (5, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)


@needs_model
@pytest.mark.parametrize(
    "sentence, near, far",
    [
        ("How much does it pay?", "What is the salary?", "Which degree do I need?"),
        ("Can I work from home?", "Is remote work possible?", "What programming languages are used?"),
        ("Will AI replace programmers?", "Are developers going to be automated away?", "What certificates should I get?"),
    ],
)
def test_near_sentences_are_nearer_than_far_ones(encoder, sentence, near, far):
    one, other, third = encoder.encode([sentence, near, far])
    assert one @ other > one @ third + 0.1


@needs_model
def test_a_sentence_has_the_same_vector_alone_and_in_a_batch(encoder):
    texts = ["What does it pay?", "a much longer sentence that makes the others be padded to its own length", "hi"]
    assert encoder.encode(texts)[0] @ encoder.encode(texts[:1])[0] > 0.99


@needs_model
def test_no_sentences_are_no_vectors(encoder):
    assert encoder.encode([]).shape == (0, 384)


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    with pytest.raises(WeightsError, match="not the published file"):
        verify(tmp_path / "model.safetensors")

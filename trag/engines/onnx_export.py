"""A BERT sentence encoder as an ONNX graph, made from its safetensors without torch.

Pooling (mean over the words) and normalisation are part of the graph, so a session returns
finished sentence vectors. The layers follow the BERT paper (Devlin et al., 2018).
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = dict[str, NDArray[np.float32]]


def export(model_folder: Path, target: Path) -> None:
    """Write the ONNX file of the encoder in `model_folder` to `target`."""
    from onnx import checker, save
    from safetensors.numpy import load_file

    weights = load_file(model_folder / "model.safetensors")
    config = json.loads((model_folder / "config.json").read_text(encoding="utf-8"))
    named = {name.removeprefix("bert."): value.astype(np.float32) for name, value in weights.items()}
    graph = BertGraph(named, config).model()
    checker.check_model(graph)
    save(graph, str(target))


class BertGraph:
    """Builds the graph layer by layer; every method returns the name of the value it made."""

    def __init__(self, weights: Weights, config: dict[str, Any]) -> None:
        self._weights = weights
        self._config = config
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}

    def model(self) -> Any:
        """The whole model: token ids of shape (batch, length) in, unit vectors (batch, dimension) out."""
        from onnx import TensorProto, helper

        states = self._embeddings()
        mask = self._op("Cast", "attention_mask", to=TensorProto.FLOAT)
        bias = self._attention_bias(mask)
        for layer in range(self._config["num_hidden_layers"]):
            states = self._layer(f"encoder.layer.{layer}.", states, bias)
        self._nodes.append(self._pooled(states, mask))
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
            for name in ("input_ids", "attention_mask", "token_type_ids")
        ]
        shape = ["batch", self._config["hidden_size"]]
        output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, shape)
        graph = helper.make_graph(self._nodes, "encoder", inputs, [output], list(self._constants.values()))
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)

    def _embeddings(self) -> str:
        prefix = "embeddings."
        words = self._op("Gather", self._weight(prefix + "word_embeddings.weight"), "input_ids")
        kinds = self._op("Gather", self._weight(prefix + "token_type_embeddings.weight"), "token_type_ids")
        length = self._op(
            "Slice", self._op("Shape", "input_ids"), self._ints(1), self._ints(2), self._ints(0)
        )
        table = self._weight(prefix + "position_embeddings.weight")
        places = self._op("Slice", table, self._ints(0), length, self._ints(0))
        return self._norm(self._op("Add", self._op("Add", words, kinds), places), prefix + "LayerNorm")

    def _attention_bias(self, mask: str) -> str:
        """Zero for words, a large negative number for padding, so that softmax ignores it."""
        padding = self._op("Sub", self._floats("one", 1.0), self._op("Unsqueeze", mask, self._ints(1, 2)))
        return self._op("Mul", padding, self._floats("padding", -1e9))

    def _layer(self, prefix: str, states: str, bias: str) -> str:
        attended = self._linear(self._attention(prefix, states, bias), prefix + "attention.output.dense")
        states = self._norm(self._op("Add", attended, states), prefix + "attention.output.LayerNorm")
        inner = self._op("Gelu", self._linear(states, prefix + "intermediate.dense"))
        outer = self._linear(inner, prefix + "output.dense")
        return self._norm(self._op("Add", outer, states), prefix + "output.LayerNorm")

    def _attention(self, prefix: str, states: str, bias: str) -> str:
        heads, size = self._config["num_attention_heads"], self._config["hidden_size"]
        split = self._ints(0, 0, heads, size // heads)

        def part(name: str, order: Sequence[int]) -> str:
            flat = self._linear(states, f"{prefix}attention.self.{name}")
            return self._op("Transpose", self._op("Reshape", flat, split), perm=list(order))

        query, value = part("query", (0, 2, 1, 3)), part("value", (0, 2, 1, 3))
        scores = self._op("MatMul", query, part("key", (0, 2, 3, 1)))
        scaled = self._op("Mul", scores, self._floats("scale", (size // heads) ** -0.5))
        weights = self._op("Softmax", self._op("Add", scaled, bias), axis=-1)
        mixed = self._op("Transpose", self._op("MatMul", weights, value), perm=[0, 2, 1, 3])
        return self._op("Reshape", mixed, self._ints(0, 0, size))

    def _pooled(self, states: str, mask: str) -> Any:
        from onnx import helper

        wide = self._op("Unsqueeze", mask, self._ints(2))
        total = self._op("ReduceSum", self._op("Mul", states, wide), self._ints(1), keepdims=0)
        mean = self._op("Div", total, self._op("ReduceSum", wide, self._ints(1), keepdims=0))
        return helper.make_node("LpNormalization", [mean], ["vectors"], axis=-1, p=2)

    def _linear(self, value: str, name: str) -> str:
        product = self._op("MatMul", value, self._weight(name + ".weight", transposed=True))
        return self._op("Add", product, self._weight(name + ".bias"))

    def _norm(self, value: str, name: str) -> str:
        scale, shift = self._weight(name + ".weight"), self._weight(name + ".bias")
        epsilon = self._config["layer_norm_eps"]
        return self._op("LayerNormalization", value, scale, shift, axis=-1, epsilon=epsilon)

    def _op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        from onnx import helper

        output = f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def _weight(self, name: str, *, transposed: bool = False) -> str:
        array = self._weights[name]
        return self._constant(name, array.T if transposed else array)

    def _ints(self, *values: int) -> str:
        return self._constant("ints_" + "_".join(map(str, values)), np.array(values, np.int64))

    def _floats(self, name: str, value: float) -> str:
        return self._constant(name, np.array([value], np.float32))

    def _constant(self, name: str, array: NDArray[Any]) -> str:
        from onnx import numpy_helper

        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

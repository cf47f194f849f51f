"""Writes tests/golden/operators.json: operators with ties and with several labels a row, by PyTorch.

Run: python tools/make-operator-golden.py   (needs torch; versions are recorded in the file)
"""

import json
import pathlib
import platform

import torch

torch.manual_seed(5)
torch.set_num_threads(1)


def plain(tensor):
    return {"shape": list(tensor.shape), "data": tensor.detach().reshape(-1).tolist()}


def case(operator, function, floats, integers=None):
    """The result, and the gradients of its sum weighted by `projection`."""
    integers = integers or {}
    leaves = {name: tensor.clone().requires_grad_() for name, tensor in floats.items()}
    output = function(*leaves.values(), *integers.values())
    projection = torch.randn(output.shape)
    (output * projection).sum().backward()
    return {
        "operator": operator,
        "floats": {name: plain(tensor) for name, tensor in floats.items()},
        "integers": {name: plain(tensor) for name, tensor in integers.items()},
        "output": plain(output),
        "projection": plain(projection),
        "gradients": {name: plain(leaf.grad) for name, leaf in leaves.items()},
    }


def labels_of(x, labels):
    return torch.log_softmax(x, -1).gather(-1, labels)


whole = lambda *shape: torch.randint(-1, 2, shape).float()  # a third of the pairs are equal
labels = torch.tensor([[4, 0, 4], [0, 1, 2], [3, 3, 3], [2, 1, 2]])
cases = [
    case(name, function, floats)
    for name, function in (("maximum", torch.maximum), ("minimum", torch.minimum))
    for floats in (
        {"a": whole(4, 5), "b": whole(4, 5)},
        {"a": whole(2, 3, 1), "b": whole(4)},
        {"a": torch.tensor(0.0), "b": whole(3, 3)},
    )
]
cases += [
    case("gatherLast", lambda x, labels: x.gather(-1, labels), {"x": torch.randn(4, 5)}, {"labels": labels}),
    case("labelLogprob", labels_of, {"x": 3 * torch.randn(4, 5)}, {"labels": labels}),
    case("labelLogprob", labels_of, {"x": 3 * torch.randn(4, 5)}, {"labels": labels[:, :1]}),
]
provenance = {"command": "python tools/make-operator-golden.py", "python": platform.python_version(), "torch": torch.__version__, "seed": 5}
out = pathlib.Path(__file__).parent.parent / "tests" / "golden" / "operators.json"
out.write_text(json.dumps({"provenance": provenance, "cases": cases}) + "\n")

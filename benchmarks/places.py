"""Learns where sentences stand: a layer that brings the questions of one provision together, and apart from others'.

A prototypical classifier: the softmax over the squared distances to one learned prototype a provision, with
label smoothing, plus the pull of each question to its prototype, which keeps distances meaningful. The layer
starts as the identity on the whitened vectors (linear discriminant analysis), prototypes as the means of their
questions. Dropout, smoothing and pull were chosen on blocks of questions held out of the training.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from assistant.retrieval.meaning import Layer

__all__ = ["learn_layer"]

EPOCHS, BATCH, HIDDEN = 30, 256, 512
RATE, DECAY, DROPOUT = 2e-3, 1e-3, 0.3
SMOOTHING, PULL, SHARPNESS = 0.1, 0.05, 8.0
BY_MIDDLE, FOLLOWING = 0.3, 0.1
Array = npt.NDArray[np.float32]


@dataclass
class Adam:
    """AdamW over named arrays, changed in place (Loshchilov and Hutter, 2019)."""

    arrays: dict[str, Array]
    steps: int
    step: int = 0
    first: dict[str, Array] = field(default_factory=dict)
    second: dict[str, Array] = field(default_factory=dict)

    def follow(self, slopes: dict[str, Array]) -> None:
        self.step += 1
        rate = RATE * (1 + math.cos(math.pi * self.step / self.steps)) / 2
        for name, slope in slopes.items():
            first = self.first.setdefault(name, np.zeros_like(slope))
            second = self.second.setdefault(name, np.zeros_like(slope))
            first += 0.1 * (slope - first)
            second += 0.001 * (slope**2 - second)
            size = np.sqrt(second / (1 - 0.999**self.step)) + 1e-8
            self.arrays[name] *= 1 - rate * DECAY
            self.arrays[name] -= rate * (first / (1 - 0.9**self.step)) / size


def learn_layer(x: Array, of: npt.NDArray[np.int64], seed: int = 0) -> tuple[Layer, Array]:
    """The layer and one prototype for each number in ``of``; ``x`` are whitened vectors, one a row."""
    random = np.random.default_rng(seed)
    count, size = int(of.max()) + 1, x.shape[1]
    prototypes = np.zeros((count, size), np.float32)
    np.add.at(prototypes, of, x)
    prototypes /= np.bincount(of, minlength=count)[:, None]
    arrays: dict[str, Array] = {
        "inward": (random.uniform(-1, 1, (size, HIDDEN)) / math.sqrt(size)).astype(np.float32),
        "inward_bias": np.zeros(HIDDEN, np.float32),
        "outward": np.zeros((HIDDEN, size), np.float32),
        "outward_bias": np.zeros(size, np.float32),
        "prototypes": prototypes,
    }
    adam = Adam(arrays, EPOCHS * (len(x) // BATCH))
    middles = prototypes.copy()
    for batch in _batches(len(x), random):
        adam.follow(_slopes(arrays, middles, x[batch], of[batch], random))
    prototypes = arrays.pop("prototypes")
    return Layer(**arrays), prototypes


def _batches(count: int, random: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    for _ in range(EPOCHS):
        order = random.permutation(count)
        for start in range(0, count - BATCH + 1, BATCH):
            yield order[start : start + BATCH]


def _slopes(
    arrays: dict[str, Array],
    middles: Array,
    x: Array,
    of: npt.NDArray[np.int64],
    random: np.random.Generator,
) -> dict[str, Array]:
    """The gradient of the loss of one batch; ``middles`` follow the batch."""
    by_middle = random.random(len(middles)) < BY_MIDDLE
    prototypes = np.where(by_middle[:, None], middles, arrays["prototypes"])
    rows = np.arange(len(x))
    x = x * _kept(x.shape, random)
    before = x @ arrays["inward"] * Layer.SCALE + arrays["inward_bias"]
    kept = (before > 0) * _kept(before.shape, random)
    hidden = before * kept
    y = x + hidden @ arrays["outward"] + arrays["outward_bias"]
    np.add.at(middles, of, FOLLOWING * (y - middles[of]))
    distance = (y**2).sum(1)[:, None] - 2 * y @ prototypes.T + (prototypes**2).sum(1)
    odds = np.exp(-SHARPNESS * (distance - distance.min(1, keepdims=True)))
    by_distance = odds / odds.sum(1, keepdims=True) - SMOOTHING / len(prototypes)
    by_distance[rows, of] -= 1 - SMOOTHING + PULL
    by_distance *= np.float32(-SHARPNESS / len(x))
    by_y = 2 * (y * by_distance.sum(1)[:, None] - by_distance @ prototypes)
    by_before = by_y @ arrays["outward"].T * kept
    return {
        "inward": x.T @ by_before * Layer.SCALE,
        "inward_bias": by_before.sum(0),
        "outward": hidden.T @ by_y,
        "outward_bias": by_y.sum(0),
        "prototypes": 2
        * ~by_middle[:, None]
        * (prototypes * by_distance.sum(0)[:, None] - by_distance.T @ y),
    }


def _kept(shape: tuple[int, ...], random: np.random.Generator) -> Array:
    return (random.random(shape, np.float32) >= DROPOUT) / np.float32(1 - DROPOUT)

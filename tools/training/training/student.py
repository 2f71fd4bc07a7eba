"""Networks of a teacher, or the row head of `multimodal`: small multilayer perceptrons on the encoded row, trained
together.

Members of a `Stack` share the encoder and differ in their training stars: member 0 uses all of them, each other member
leaves one inner fold out, so its predictions on that fold can be used for calibration. A member is `networks`
perceptrons on the same batches that differ in initial weights and dropout; its logit is their mean. Training all of
them in one batched product costs little more than training one.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from . import patterns
from .encoder import NOISE_RATIOS, RATIOS, Encoder


@dataclass(frozen=True)
class Settings:
    """Hyper-parameters, the same for every fold; `epochs` counts passes over the labelled rows.

    A member has `networks` perceptrons; with `trees` > 0, its logit is joined with that of as many boosted trees per
    survey (`teacher_trees`). `shares` sets how rows are masked in training (`patterns.draw`), `noise` whether the
    encoder uses NOISE_RATIOS.
    """

    networks: int = 1
    trees: int = 0
    hidden: tuple[int, ...] = (96, 48)
    pieces: int = 6
    epochs: int = 100
    batch: int = 512
    learning_rate: float = 3e-3
    weight_decay: float = 0.05
    dropout: float = 0.35
    noise: bool = True
    shares: dict[str, float] = field(default_factory=lambda: dict(patterns.TRAINING_SHARES))

    def encoder(self, x: np.ndarray) -> Encoder:
        return Encoder(x, self.pieces, RATIOS + NOISE_RATIOS if self.noise else RATIOS)


class StackedLinear(nn.Module):
    """`members` linear layers applied side by side: [members, n, inputs] -> [members, n, outputs]."""

    def __init__(self, members: int, inputs: int, outputs: int, gain: float):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(members, inputs, outputs) * gain / inputs**0.5)
        self.bias = nn.Parameter(torch.zeros(members, 1, outputs))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.baddbmm(self.bias, x, self.weight)


class Stack(nn.Module):
    """`members` x `networks` perceptrons; those of member m start at position m * networks."""

    def __init__(self, members: int, inputs: int, hidden: tuple[int, ...], dropout: float, networks: int = 1):
        super().__init__()
        sizes = [inputs, *hidden]
        self.layers = nn.ModuleList(
            StackedLinear(members * networks, a, b, 2**0.5) for a, b in itertools.pairwise(sizes)
        )
        self.head = StackedLinear(members * networks, sizes[-1], 1, 0.1)
        self.dropout, self.networks = dropout, networks

    def of_member(self, member: int) -> slice:
        return slice(member * self.networks, (member + 1) * self.networks)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Raw logits [members * networks, n]."""
        for layer in self.layers:
            x = torch.relu(layer(x))
            if self.training and self.dropout:
                keep = torch.empty_like(x).bernoulli_(1 - self.dropout)
                x = x * keep / (1 - self.dropout)
        return self.head(x)[..., 0]


def train(
    encoder: Encoder, x: np.ndarray, label: np.ndarray, members: list[np.ndarray], settings: Settings, seed: int
) -> Stack:
    """Fit `settings.networks` networks per member; each entry of `members` holds row numbers. `patterns.draw` masks
    rows."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    stack = Stack(len(members), encoder.width, settings.hidden, settings.dropout, settings.networks)
    optimiser = torch.optim.AdamW(stack.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay)
    batch, steps = settings.batch, settings.epochs * max(1, min(len(rows) for rows in members) // settings.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.learning_rate, total_steps=steps, pct_start=0.1)
    stack.train()
    shuffled = [_ShuffledRows(rows, rng, batch) for rows in members]
    for _ in range(steps):
        chosen = np.concatenate([member.next_batch() for member in shuffled])
        rows = torch.from_numpy(
            np.where(patterns.draw(len(chosen), rng, settings.shares), x[chosen], np.float32(np.nan))
        )
        goal = torch.from_numpy(label[chosen].astype(np.float32)).view(len(members), batch)
        goal = goal.repeat_interleave(settings.networks, 0)
        with torch.no_grad():
            inputs = encoder(rows)[0].view(len(members), batch, -1).repeat_interleave(settings.networks, 0)
        loss = functional.binary_cross_entropy_with_logits(stack(inputs), goal, reduction="none")
        optimiser.zero_grad()
        loss.mean(1).sum().backward()
        optimiser.step()
        schedule.step()
    return stack.eval()


class _ShuffledRows:
    """Row numbers in shuffled passes, one batch at a time."""

    def __init__(self, rows: np.ndarray, rng: np.random.Generator, count: int):
        self.rows, self.rng, self.count, self.left = rows, rng, count, rows[:0]

    def next_batch(self) -> np.ndarray:
        while len(self.left) < self.count:
            self.left = np.concatenate([self.left, self.rng.permutation(self.rows)])
        batch, self.left = self.left[: self.count], self.left[self.count :]
        return batch


@torch.no_grad()
def logits(encoder: Encoder, stack: Stack, x: np.ndarray, member: int) -> np.ndarray:
    """Raw logits [rows] of one member: the mean of its networks."""
    mine = stack.of_member(member)
    h = encoder(torch.from_numpy(x))[0]
    for layer in stack.layers:
        h = torch.relu(h @ layer.weight[mine] + layer.bias[mine])
    return (h @ stack.head.weight[mine] + stack.head.bias[mine])[..., 0].double().mean(0).numpy()

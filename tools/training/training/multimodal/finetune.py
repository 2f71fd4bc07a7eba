"""Fitting the fusion on the Kepler light curves, from encoders that know the TESS views.

Each time a candidate is dealt, its row is the measured one, the archive's or none, and some of its
heads are left out, so that one network answers every combination. Epochs are fixed; nothing of
the tested stars is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from .network import HEADS, VIEWS, Batch, Fusion, Shape
from .views import Curves


@dataclass(frozen=True)
class Settings:
    """`networks` differ in their seed and their raw log-odds are averaged; `row_shares` of the measured row, the same without the star's errors, the archive's and none; `whole` the share of candidates of
    which every head they have is kept; `drop` the rate at which a head of the others is left out."""

    epochs: int = 24
    batch: int = 64
    learning_rate: float = 1.5e-3
    weight_decay: float = 0.03
    row_shares: tuple[float, ...] = (0.25, 0.3, 0.2, 0.25)
    whole: float = 0.4
    drop: float = 0.35
    noise: float = 0.05
    river_only: float = 0.12
    label_smoothing: float = 0.03
    networks: int = 3


@dataclass(frozen=True)
class RowLogits:
    """Row network's logit of each kind of row, float32 [n] each, in the order of `row_shares`."""

    measured: np.ndarray
    alone: np.ndarray
    archive: np.ndarray

    def table(self) -> np.ndarray:
        """[n, 4]; 0 where there is no row."""
        return np.stack([self.measured, self.alone, self.archive, np.zeros_like(self.measured)], axis=1)


def batch_of(curves: Curves, logits: np.ndarray) -> Batch:
    """Everything a candidate has, with one kind of row."""
    made = curves.views.made().astype(np.float32)
    mask = np.concatenate([np.ones((len(curves), 1), np.float32), made], axis=1)
    return Batch(torch.from_numpy(logits), {n: torch.from_numpy(v) for n, v in curves.views.flat.items()},
                 torch.from_numpy(curves.views.river), torch.from_numpy(mask))


def fit(curves: Curves, logits: RowLogits, encoders: dict | None, settings: Settings, seed: int) -> Fusion:
    """One network; all rows have labels."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = Fusion(Shape())
    if encoders is not None:
        network.encoders.load_state_dict(encoders)
    everything = batch_of(curves, logits.measured)
    rows = torch.from_numpy(logits.table())
    label = torch.from_numpy(curves.label.astype(np.float32))
    goal = label * (1 - settings.label_smoothing) + settings.label_smoothing / 2
    steps = settings.epochs * (len(curves) // settings.batch)
    optimiser = torch.optim.AdamW(network.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.learning_rate, total_steps=steps)
    network.train()
    order = np.zeros(0, int)
    for _ in range(steps):
        if len(order) < settings.batch:
            order = rng.permutation(len(curves))
        dealt, order = order[: settings.batch], order[settings.batch :]
        batch = everything.take(torch.from_numpy(dealt))
        kinds = rng.choice(4, len(dealt), p=settings.row_shares)
        batch.row_logit = rows[dealt, kinds]
        batch.mask = batch.mask * torch.from_numpy(_kept(kinds, settings, rng))
        _augment(batch, settings.noise)
        loss = functional.binary_cross_entropy_with_logits(network(batch), goal[dealt])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return network.eval()


def _kept(kinds: np.ndarray, settings: Settings, rng: np.random.Generator) -> np.ndarray:
    """Heads that each candidate keeps, float32 [n, 7]."""
    count = len(kinds)
    keep = rng.random((count, len(HEADS))) >= settings.drop
    keep[rng.random(count) < settings.whole] = True
    river = np.array([name == "river" for name in HEADS])
    style = rng.random(count)
    keep[style < settings.river_only] = river
    keep[style > 1 - settings.river_only] = ~river
    keep[:, 0] = kinds < 3
    return keep.astype(np.float32)


def _augment(batch: Batch, noise: float) -> None:
    """Time reversal of all views of a candidate, for half of them, and a little white noise."""
    count = len(batch.mask)
    flip, size = torch.rand(count, 1) < 0.5, noise * torch.rand(count, 1)
    for name in VIEWS[:-1]:
        view = batch.flat[name]
        batch.flat[name] = torch.where(flip, view.flip(1), view) + size * torch.randn_like(view)
    river = torch.where(flip[:, :, None], batch.river.flip(2), batch.river)
    batch.river = river + size[:, :, None] * torch.randn_like(river)


@torch.no_grad()
def logits(networks: list[Fusion], batch: Batch, kept: list[np.ndarray], size: int = 512) -> np.ndarray:
    """Mean raw log-odds [combinations, n] under each combination of heads (boolean [7] each)."""
    parts = []
    for i in range(0, len(batch.mask), size):
        some = batch.take(slice(i, i + size))
        total = 0.0
        for network in networks:
            embedded = network.embeddings(some)
            total = total + torch.stack([
                network.fuse(some.row_logit, embedded, some.mask * torch.from_numpy(keep.astype(np.float32)))
                for keep in kept])
        parts.append(total / len(networks))
    return torch.cat(parts, dim=1).double().numpy()

"""Fitting the views network on the Kepler light curves, from encoders that know the TESS views.

Some heads of a candidate are left out each time it is dealt, so that one network answers every
combination. Epochs are fixed; nothing of the tested stars is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from .network import VIEWS, Batch, ViewsNetwork
from .views import Curves


@dataclass(frozen=True)
class Settings:
    """`networks` differ in their seed and their raw log-odds are averaged; `whole` is the share of
    candidates that keep every head, `alone` that of those with the river only or without it, `drop`
    the rate at which a head of the others is left out."""

    networks: int = 2
    epochs: int = 24
    batch: int = 64
    learning_rate: float = 1.5e-3
    weight_decay: float = 0.03
    whole: float = 0.5
    alone: float = 0.12
    drop: float = 0.3
    noise: float = 0.05
    label_smoothing: float = 0.03


def batch_of(curves: Curves) -> Batch:
    """Every view that a candidate has."""
    return Batch({name: torch.from_numpy(view) for name, view in curves.views.flat.items()},
                 torch.from_numpy(curves.views.river), torch.from_numpy(curves.views.made().astype(np.float32)))


def fit(curves: Curves, encoders: dict | None, settings: Settings, seed: int) -> ViewsNetwork:
    """One network; all candidates have labels."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = ViewsNetwork()
    if encoders is not None:
        network.encoders.load_state_dict(encoders)
    everything = batch_of(curves)
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
        batch.mask = batch.mask * torch.from_numpy(_kept(len(dealt), settings, rng))
        _augment(batch, settings.noise)
        loss = functional.binary_cross_entropy_with_logits(network(batch), goal[dealt])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return network.eval()


def _kept(count: int, settings: Settings, rng: np.random.Generator) -> np.ndarray:
    """Views that each candidate keeps, float32 [n, 6]."""
    keep = rng.random((count, len(VIEWS))) >= settings.drop
    river = np.array([name == "river" for name in VIEWS])
    style = rng.random(count)
    keep[style < settings.whole] = True
    keep[style > 1 - 2 * settings.alone] = ~river
    keep[style > 1 - settings.alone] = river
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
def logits(networks: list[ViewsNetwork], batch: Batch, kept: list[np.ndarray], size: int = 512) -> np.ndarray:
    """Mean raw log-odds [combinations, n] under each combination of views (boolean [6] each)."""
    parts = []
    for i in range(0, len(batch.mask), size):
        some = batch.take(slice(i, i + size))
        total = 0.0
        for network in networks:
            embedded = network.embeddings(some)
            total = total + torch.stack([network.join(embedded, some.mask * torch.from_numpy(keep.astype(np.float32)))
                                         for keep in kept])
        parts.append(total / len(networks))
    return torch.cat(parts, dim=1).double().numpy()

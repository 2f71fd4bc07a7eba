"""Fits the networks of the views on the Kepler light curves, some starting from encoders pre-trained on TESS views.

Random 1-D views of a candidate, and random transits of its river, are left out of each batch, so one network handles
every combination. The number of epochs is fixed; the tested stars are not used for any choice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from .network import ONE_D, Batch, FlatNetwork, RiverNetwork
from .pretrain import augment, moved
from .views import Curves


@dataclass(frozen=True)
class Settings:
    """Networks of a kind differ in their seed and in the kernel of their convolutions [bins], one entry per network,
    and their raw log-odds are averaged. The first `from_tess` networks of the 1-D views start from the encoders of as
    many networks of the TESS views with the same kernels. `whole` is the share of candidates that keep every 1-D view,
    `drop` the rate at which a view of the others is left out, `thin` the maximum share of transits left out of half of
    the rivers."""

    tess_kernels: tuple[int, ...] = (5, 5, 5, 9, 9)
    flat_kernels: tuple[int, ...] = (5, 9, 13, 13, 13)
    from_tess: int = 1
    river_kernels: tuple[int, ...] = (5, 5, 5)
    epochs: int = 24
    batch: int = 64
    flat_rate: float = 1.5e-3
    river_rate: float = 2e-3
    weight_decay: float = 0.03
    whole: float = 0.7
    drop: float = 0.3
    thin: float = 0.5
    noise: float = 0.05
    label_smoothing: float = 0.03


def batch_of(curves: Curves) -> Batch:
    """Every available view of the candidates."""
    return Batch(
        {name: torch.from_numpy(view) for name, view in curves.views.flat.items()},
        torch.from_numpy(curves.views.river),
        torch.from_numpy(curves.views.available().astype(np.float32)),
    )


def fit_flat(curves: Curves, kernel: int, encoders: dict | None, settings: Settings, seed: int) -> FlatNetwork:
    """A network of the 1-D views; all candidates have labels."""
    torch.manual_seed(seed)
    network = FlatNetwork(kernel)
    if encoders is not None:
        network.encoders.load_state_dict(encoders)
    everything = batch_of(curves)
    rng = np.random.default_rng(seed)

    def make_batch(chosen: torch.Tensor) -> Batch:
        flat = augment({name: torch.nan_to_num(view[chosen]) for name, view in everything.flat.items()}, settings.noise)
        mask = everything.mask[chosen] * 1
        mask[:, : len(ONE_D)] *= torch.from_numpy(_kept(len(chosen), settings, rng))
        return Batch(flat, everything.river[:0], mask)

    return _fit(network, make_batch, curves.label, settings, settings.flat_rate, rng)


def fit_river(curves: Curves, kernel: int, settings: Settings, seed: int) -> RiverNetwork:
    """A network of the river image; all candidates have labels."""
    torch.manual_seed(seed)
    network, images = RiverNetwork(kernel), torch.from_numpy(curves.views.river)

    def make_batch(chosen: torch.Tensor) -> Batch:
        image = _thinned(images[chosen], settings.thin)
        image = moved(torch.where(torch.rand(len(image), 1, 1) < 0.5, image.flip(2), image))
        size = settings.noise * torch.rand(len(image), 1, 1)
        return Batch({}, image + size * torch.randn_like(image), torch.zeros(0))

    return _fit(network, make_batch, curves.label, settings, settings.river_rate, np.random.default_rng(seed))


def _fit(network, make_batch, label: np.ndarray, settings: Settings, rate: float, rng: np.random.Generator):
    goal = torch.from_numpy(label.astype(np.float32)) * (1 - settings.label_smoothing) + settings.label_smoothing / 2
    steps = settings.epochs * (len(label) // settings.batch)
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=settings.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps)
    network.train()
    order = np.zeros(0, int)
    for _ in range(steps):
        if len(order) < settings.batch:
            order = rng.permutation(len(label))
        chosen, order = torch.from_numpy(order[: settings.batch]), order[settings.batch :]
        loss = functional.binary_cross_entropy_with_logits(network(make_batch(chosen)), goal[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return network.eval()


def _kept(count: int, settings: Settings, rng: np.random.Generator) -> np.ndarray:
    """The 1-D views that each candidate keeps, float32 [n, 5]."""
    keep = rng.random((count, len(ONE_D))) >= settings.drop
    keep[rng.random(count) < settings.whole] = True
    return keep.astype(np.float32)


def _thinned(image: torch.Tensor, most: float) -> torch.Tensor:
    """Rivers without up to the share `most` of their transits, in half of the rivers; no river loses all."""
    count, rows = image.shape[:2]
    rate = torch.rand(count, 1) * most * (torch.rand(count, 1) < 0.5)
    lost = (torch.rand(count, rows) < rate)[:, :, None]
    thin = image.masked_fill(lost, torch.nan)
    return torch.where(torch.isnan(thin).all(2).all(1)[:, None, None], image, thin)


@torch.no_grad()
def flat_logits(networks: list[FlatNetwork], batch: Batch, kept: list[np.ndarray], size: int = 512) -> np.ndarray:
    """Mean raw log-odds [combinations, n] under each combination of 1-D views (boolean [5] each)."""
    parts = []
    for i in range(0, len(batch.mask), size):
        some, total = batch.take(slice(i, i + size)), 0.0
        masks = [some.mask[:, : len(ONE_D)] * torch.from_numpy(keep.astype(np.float32)) for keep in kept]
        for network in networks:
            embedded = network.embeddings(some)
            total = total + torch.stack([network.join(embedded, mask) for mask in masks])
        parts.append(total / len(networks))
    return torch.cat(parts, dim=1).double().numpy()


@torch.no_grad()
def river_logits(networks: list[RiverNetwork], batch: Batch, size: int = 512) -> np.ndarray:
    """Mean raw log-odds [n]."""
    parts = [
        torch.stack([network(batch.take(slice(i, i + size))) for network in networks]).mean(0)
        for i in range(0, len(batch.mask), size)
    ]
    return torch.cat(parts).double().numpy()

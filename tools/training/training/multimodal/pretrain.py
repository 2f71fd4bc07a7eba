"""Pre-training of the 1-D encoders on the TESS views: the vetters' classes from three views.

Only 3 % of the records are PC, so an epoch contains every PC twice and a new random half of the other classes. Some
records are shown without their scalars, so one network scores the views alone and with the published scalars.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from .heads import WIDTH
from .network import encoders
from .tess_views import CLASSES, VIEWS, TessViews

EPOCHS = 16
BATCH = 128
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 1e-2
#: how often each class of CLASSES occurs in an epoch; of a fraction, a new random share each time
TIMES_PER_EPOCH = (2.0, 0.5, 0.5, 0.5, 0.5)
#: share of the records that keep their scalars
SHOWN = 0.7
NOISE = 0.03
#: maximum shift of a view [bins]
MAX_SHIFT = 1


@dataclass(frozen=True)
class Pretrained:
    """`encoders` is a state dict for `network.encoders(kernel)`; `scores` [n, 2] are the log-odds of PC for the scored
    records, from the views alone and with the scalars."""

    encoders: dict
    scores: np.ndarray


class TessNetwork(nn.Module):
    def __init__(self, scalars: int, kernel: int):
        super().__init__()
        self.encoders = encoders(kernel)
        inputs = WIDTH * len(VIEWS) + scalars
        self.classes = nn.Sequential(
            nn.Dropout(0.3), nn.Linear(inputs, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, len(CLASSES))
        )

    def forward(self, flat: dict[str, torch.Tensor], scalars: torch.Tensor) -> torch.Tensor:
        parts = [self.encoders[name](flat[name]) for name in VIEWS]
        return self.classes(torch.cat([*parts, scalars], dim=1))


def fit(
    data: TessViews, learn: np.ndarray, score: np.ndarray, kernel: int, seed: int, epochs: int = EPOCHS
) -> Pretrained:
    """`learn` and `score` are record numbers of different stars."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = TessNetwork(data.scalars.shape[1], kernel)
    flat = {name: torch.from_numpy(values) for name, values in data.flat.items()}
    scalars, kinds = torch.from_numpy(data.scalars), torch.from_numpy(data.kind)
    steps = epochs * (len(_epoch(data.kind, learn, np.random.default_rng(0))) // BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, total_steps=steps)
    network.train()
    queue: list[np.ndarray] = []
    for _ in range(steps):
        if not queue:
            records = _epoch(data.kind, learn, rng)
            queue = [records[i : i + BATCH] for i in range(0, len(records) - BATCH + 1, BATCH)]
        chosen = torch.from_numpy(queue.pop())
        views = augment({name: values[chosen] for name, values in flat.items()}, NOISE)
        shown = (torch.rand(len(chosen), 1) < SHOWN).float()
        loss = functional.cross_entropy(network(views, scalars[chosen] * shown), kinds[chosen], label_smoothing=0.02)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    network.eval()
    return Pretrained(network.encoders.state_dict(), _scores(network, flat, scalars, score))


def augment(views: dict[str, torch.Tensor], noise: float) -> dict[str, torch.Tensor]:
    """Time reversal of all views of half of the records, a random shift of each view, and a little white noise."""
    count = len(next(iter(views.values())))
    flip, size, result = torch.rand(count, 1) < 0.5, noise * torch.rand(count, 1), {}
    for name, view in views.items():
        turned = moved(torch.where(flip, view.flip(1), view))
        result[name] = turned + size * torch.randn_like(view)
    return result


def moved(view: torch.Tensor) -> torch.Tensor:
    """Each [.., bins] of a batch shifted by up to MAX_SHIFT bins; the edge bin is repeated."""
    bins = view.shape[-1]
    steps = torch.randint(-MAX_SHIFT, MAX_SHIFT + 1, (len(view), 1))
    at = (torch.arange(bins)[None, :] + steps).clamp(0, bins - 1)
    at = at if view.dim() == 2 else at[:, None].expand(-1, view.shape[1], -1)
    return view.gather(-1, at)


def _epoch(kinds: np.ndarray, learn: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    parts = []
    for kind, times in enumerate(TIMES_PER_EPOCH):
        members = learn[kinds[learn] == kind]
        parts += [members] * int(times)
        parts.append(rng.choice(members, int(len(members) * (times % 1)), replace=False))
    return rng.permutation(np.concatenate(parts))


@torch.no_grad()
def _scores(network: TessNetwork, flat, scalars, score: np.ndarray, size: int = 1024) -> np.ndarray:
    parts = []
    for i in range(0, len(score), size):
        chosen = torch.from_numpy(score[i : i + size])
        views = {name: values[chosen] for name, values in flat.items()}
        pair = [network(views, scalars[chosen] * shown) for shown in (0.0, 1.0)]
        parts.append(torch.stack([z[:, 0] - torch.logsumexp(z[:, 1:], 1) for z in pair], dim=1))
    return torch.cat(parts).double().numpy() if parts else np.zeros((0, 2))

"""Networks of the views of a light curve: one for the 1-D views, one for the river image.

Each returns raw log-odds of a planet; `late` combines them with each other and with the row. In the network of the 1-D
views every head returns an embedding; a mask of 1 keeps it, a mask of 0 replaces it with a learned 'missing' embedding.
Local, odd and even views share one encoder.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from . import views
from .heads import KERNEL, WIDTH, RiverHead, ViewHead

#: views of the folded curve
VIEWS = ("global", "local", "secondary", "odd", "even", "river")
ONE_D = VIEWS[:-1]
#: numbers of the vetting
VETTING = "vetting"
#: heads in the order of the `mask` input
HEADS = ("row", *VIEWS, VETTING)
HIDDEN = 32
DROPOUT = 0.4


@dataclass
class Batch:
    """Views of n candidates; a missing bin is NaN, `mask` [n, 6] is 1 for the views to use."""

    flat: dict[str, torch.Tensor]
    river: torch.Tensor
    mask: torch.Tensor

    def take(self, index) -> Batch:
        return Batch({name: view[index] for name, view in self.flat.items()}, self.river[index], self.mask[index])


def encoders(kernel: int = KERNEL) -> nn.ModuleDict:
    """Encoders of the 1-D views, with the layout of the pre-trained ones."""
    return nn.ModuleDict(
        {
            "global": ViewHead(views.BINS["global"], (8, 12, 16), 2, kernel),
            "local": ViewHead(views.BINS["local"], (16, 24), kernel=kernel),
            "secondary": ViewHead(views.BINS["secondary"], (12, 16), kernel=kernel),
        }
    )


class FlatNetwork(nn.Module):
    """Raw log-odds [n] from the 1-D views."""

    def __init__(self, kernel: int = KERNEL):
        super().__init__()
        self.encoders = encoders(kernel)
        self.missing = nn.Parameter(torch.zeros(len(ONE_D), WIDTH))
        self.dropout = nn.Dropout(DROPOUT)
        self.hidden = nn.Linear(WIDTH * len(ONE_D), HIDDEN)
        self.out = nn.Linear(HIDDEN, 1)

    def embeddings(self, batch: Batch) -> torch.Tensor:
        """[n, 5, WIDTH] before the mask."""
        known = {name: torch.nan_to_num(view) for name, view in batch.flat.items()}
        return torch.stack([self.encoders[encoder_of(name)](known[name]) for name in ONE_D], dim=1)

    def join(self, embedded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        on = mask[:, : len(ONE_D), None]
        heads = (embedded * on + self.missing * (1 - on)).flatten(1)
        return self.out(self.dropout(torch.relu(self.hidden(self.dropout(heads)))))[:, 0]

    def forward(self, batch: Batch) -> torch.Tensor:
        return self.join(self.embeddings(batch), batch.mask)


class RiverNetwork(nn.Module):
    """Raw log-odds [n] from the river image."""

    def __init__(self, kernel: int = KERNEL):
        super().__init__()
        self.head = RiverHead(*views.RIVER, (16, 24), kernel)
        self.dropout = nn.Dropout(DROPOUT)
        self.hidden = nn.Linear(WIDTH, HIDDEN)
        self.out = nn.Linear(HIDDEN, 1)

    def forward(self, batch: Batch) -> torch.Tensor:
        given = (~torch.isnan(batch.river)).to(batch.river.dtype)
        embedded = self.head(torch.nan_to_num(batch.river), given)
        return self.out(self.dropout(torch.relu(self.hidden(self.dropout(embedded)))))[:, 0]


def encoder_of(view: str) -> str:
    return "local" if view in ("odd", "even") else view

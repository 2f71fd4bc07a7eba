"""Masked heads of a light curve, joined to raw log-odds of a planet.

Every head gives an embedding; a mask of 1 keeps it, a mask of 0 puts a learned 'missing' embedding
in its place. Local, odd and even views share one encoder. The row joins later, see `late`.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from . import views
from .heads import WIDTH, RiverHead, ViewHead

#: heads in the order of the `mask` input
HEADS = ("row", "global", "local", "secondary", "odd", "even", "river")
VIEWS = HEADS[1:]


@dataclass
class Batch:
    """Views of n candidates; a missing bin is NaN, `mask` [n, 6] says which views to use."""

    flat: dict[str, torch.Tensor]
    river: torch.Tensor
    mask: torch.Tensor

    def take(self, index) -> "Batch":
        return Batch({name: view[index] for name, view in self.flat.items()}, self.river[index], self.mask[index])


@dataclass(frozen=True)
class Shape:
    """Sizes of the network."""

    local: tuple[int, ...] = (16, 24)
    secondary: tuple[int, ...] = (12, 16)
    wide: tuple[int, ...] = (8, 12, 16)
    river: tuple[int, ...] = (16, 24)
    hidden: int = 32
    dropout: float = 0.4


class ViewsNetwork(nn.Module):
    """`forward` gives raw log-odds [n]."""

    def __init__(self, shape: Shape = Shape()):
        super().__init__()
        self.encoders = nn.ModuleDict({
            "global": ViewHead(views.BINS["global"], shape.wide, stride=2),
            "local": ViewHead(views.BINS["local"], shape.local),
            "secondary": ViewHead(views.BINS["secondary"], shape.secondary),
        })
        self.river = RiverHead(*views.RIVER, shape.river)
        self.missing = nn.Parameter(torch.zeros(len(VIEWS), WIDTH))
        self.dropout = nn.Dropout(shape.dropout)
        self.hidden = nn.Linear(WIDTH * len(VIEWS), shape.hidden)
        self.out = nn.Linear(shape.hidden, 1)

    def embeddings(self, batch: Batch) -> torch.Tensor:
        """[n, 6, WIDTH] before the mask."""
        given = ~torch.isnan(batch.river)
        known = {name: torch.nan_to_num(view) for name, view in batch.flat.items()}
        heads = [self.encoders["local" if name in ("odd", "even") else name](known[name]) for name in VIEWS[:-1]]
        heads.append(self.river(torch.nan_to_num(batch.river), given.to(batch.river.dtype)))
        return torch.stack(heads, dim=1)

    def join(self, embedded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        on = mask[:, :, None]
        heads = (embedded * on + self.missing * (1 - on)).flatten(1)
        return self.out(self.dropout(torch.relu(self.hidden(self.dropout(heads)))))[:, 0]

    def forward(self, batch: Batch) -> torch.Tensor:
        return self.join(self.embeddings(batch), batch.mask)

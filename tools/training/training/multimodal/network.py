"""Late fusion of masked heads: row logit, views and river to raw log-odds of a planet.

Every head gives an embedding; a mask of 1 keeps it, a mask of 0 puts a learned 'missing' embedding
in its place. The row enters as the logit of the row network, which is fitted on its own.
Local, odd and even views share one encoder.
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
    """Inputs of n candidates; a missing bin is NaN, `mask` [n, 7] says which heads to use.

    `row_logit` float32 [n] is that of the row network, whatever the mask says."""

    row_logit: torch.Tensor
    flat: dict[str, torch.Tensor]
    river: torch.Tensor
    mask: torch.Tensor

    def take(self, index) -> "Batch":
        return Batch(self.row_logit[index], {name: view[index] for name, view in self.flat.items()},
                     self.river[index], self.mask[index])


@dataclass(frozen=True)
class Shape:
    """Sizes of the network."""

    local: tuple[int, ...] = (16, 24)
    secondary: tuple[int, ...] = (12, 16)
    wide: tuple[int, ...] = (8, 12, 16)
    river: tuple[int, ...] = (16, 24)
    hidden: int = 32
    dropout: float = 0.4


class Fusion(nn.Module):
    """`forward` gives raw log-odds [n]."""

    def __init__(self, shape: Shape = Shape()):
        super().__init__()
        local = ViewHead(views.BINS["local"], shape.local)
        self.encoders = nn.ModuleDict({
            "global": ViewHead(views.BINS["global"], shape.wide, stride=2),
            "local": local,
            "secondary": ViewHead(views.BINS["secondary"], shape.secondary),
        })
        self.river = RiverHead(*views.RIVER, shape.river)
        self.missing = nn.Parameter(torch.zeros(len(VIEWS), WIDTH))
        self.missing_row = nn.Parameter(torch.zeros(2))
        self.dropout = nn.Dropout(shape.dropout)
        self.hidden = nn.Linear(WIDTH * len(VIEWS) + 2, shape.hidden)
        self.out = nn.Linear(shape.hidden, 1)
        self.row_weight = nn.Parameter(torch.ones(1))

    def embeddings(self, batch: Batch) -> torch.Tensor:
        """[n, 6, WIDTH] before the mask."""
        given = ~torch.isnan(batch.river)
        known = {name: torch.nan_to_num(view) for name, view in batch.flat.items()}
        heads = [self.encoders["local" if name in ("odd", "even") else name](known[name]) for name in VIEWS[:-1]]
        heads.append(self.river(torch.nan_to_num(batch.river), given.to(batch.river.dtype)))
        return torch.stack(heads, dim=1)

    def fuse(self, row_logit: torch.Tensor, embedded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        on = mask[:, 1:, None]
        heads = (embedded * on + self.missing * (1 - on)).flatten(1)
        row_on = mask[:, :1]
        squashed = torch.tanh(row_logit[:, None] / 4)
        row = torch.cat([squashed, squashed * squashed], dim=1) * row_on + self.missing_row * (1 - row_on)
        h = torch.relu(self.hidden(torch.cat([self.dropout(heads), row], dim=1)))
        return self.out(self.dropout(h))[:, 0] + self.row_weight * row_logit * row_on[:, 0]

    def forward(self, batch: Batch) -> torch.Tensor:
        return self.fuse(batch.row_logit, self.embeddings(batch), batch.mask)

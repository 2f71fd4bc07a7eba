"""The served computation: row network, networks of the views, trees of the vetting and late fusion as one module.

Without views the result is that of the calibrated row network, with views that of the fusion. `export` writes the same
computation as ONNX.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from ..boosted import Boosted
from ..graph import RowModel
from . import late
from .network import HEADS, ONE_D, VETTING, VIEWS, Batch, FlatNetwork, RiverNetwork

#: input name of each array of the served model, in the order of its inputs
INPUTS = ("row", *VIEWS, VETTING, "mask")


class Multimodal(nn.Module):
    """`weights` as returned by `late.table`. Heads outside `shipped` are treated as missing, regardless of the mask."""

    def __init__(
        self,
        row: RowModel,
        flat: list[FlatNetwork],
        river: list[RiverNetwork],
        vetting: Boosted,
        weights: np.ndarray,
        shipped: list[str] = HEADS,
    ):
        super().__init__()
        self.register_buffer("shipped", torch.tensor([[float(name in shipped) for name in HEADS]]))
        self.register_buffer("weights", torch.tensor(weights, dtype=torch.float32))
        self.register_buffer(
            "hidden", torch.tensor(np.stack([late.hidden(kind) for kind in late.KINDS]), dtype=torch.float32)
        )
        self.row, self.flat, self.river = row, nn.ModuleList(flat), nn.ModuleList(river)
        self.vetting = vetting

    def kinds(self, flags: torch.Tensor, with_row: torch.Tensor) -> torch.Tensor:
        """One-hot [n, 4] from the flags of the columns present and the row's mask [n, 1]."""
        archive, measured = (flags[:, [at]] for at in late.columns())
        measured = measured * (1 - archive)
        return torch.cat(
            [torch.cat([measured, 1 - archive - measured, archive], dim=1) * with_row, 1 - with_row], dim=1
        )

    def forward(
        self, row: torch.Tensor, batch: Batch, vetting: torch.Tensor, with_row: torch.Tensor, with_vetting: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Calibrated log-odds, distance and state of the row [n]. `with_row` and `with_vetting` [n, 1] are 1 for the
        heads to use."""
        row_log_odds, distance, state = self.row(row)
        row_logit, flags = self.row_logit(row)
        kinds = self.kinds(flags, with_row)
        reduced, _ = self.row_logit(torch.where(kinds @ self.hidden > 0, torch.nan, row))
        logits = [
            torch.stack([network(batch) for network in networks]).mean(0)[:, None]
            for networks in (self.flat, self.river)
        ]
        vetted = torch.from_numpy(self.vetting.logit(row.numpy(), vetting.numpy()))[:, None]
        parts = torch.cat([row_logit, reduced, *logits, vetted, torch.ones_like(with_row)], dim=1)
        weights = torch.cat([kinds * given for given in self.sets(batch.mask, with_vetting)], dim=1) @ self.weights
        return torch.where(batch.mask.amax(1) > 0, (parts * weights).sum(1), row_log_odds), distance, state

    def row_logit(self, row: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Raw logit [n, 1] of the row network, and the flags of the columns present."""
        h, _, _, flags = self.row.encoder(row)
        for layer in self.row.layers[:-1]:
            h = torch.relu(layer(h))
        return self.row.layers[-1](h), flags

    @staticmethod
    def sets(mask: torch.Tensor, vetting: torch.Tensor) -> list[torch.Tensor]:
        """1 [n, 1] where a candidate has each set of `late.GIVEN`."""
        flat, river = mask[:, : len(ONE_D)].amax(1, keepdim=True), mask[:, len(ONE_D) :]
        views = [flat * river, flat * (1 - river), (1 - flat) * river]
        return [given * vetted for vetted in (1 - vetting, vetting) for given in views]

    @torch.no_grad()
    def predict(self, inputs: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Float32 log-odds, distance and state [n] of arrays named as in INPUTS."""
        given = {name: torch.from_numpy(np.ascontiguousarray(inputs[name], np.float32)) for name in INPUTS}
        mask = given["mask"] * self.shipped
        batch = Batch({name: given[name] for name in ONE_D}, given["river"], mask[:, 1:-1])
        answers = self(given["row"], batch, given[VETTING], mask[:, :1], mask[:, -1:])
        return tuple(answer.numpy() for answer in answers)

    def parameter_count(self) -> int:
        networks = [*self.flat.parameters(), *self.river.parameters()]
        weights = sum(p.numel() for p in networks) + self.weights.numel()
        return self.row.parameter_count() + weights + self.vetting.node_count()

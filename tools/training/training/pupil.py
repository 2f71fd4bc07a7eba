"""The served network: one perceptron taught by the joined log-odds of networks and trees (distillation, Hinton et al.
2015).

The teacher answers any row, so the pupil learns from more rows than the archive has: rows with and without a label,
mixed in pairs, jittered and masked. It reads the same logarithms and ratios as the teacher's networks, on fewer ramps.
A pupil is taught by one teacher alone and sees only rows of the teacher's training stars.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from . import patterns, student
from .encoder import NOISE_RATIOS, RATIOS, Encoder, never_negative

#: shares of the rows that are mixed with another row of the survey, and that are jittered
MIXED, JITTERED = 0.4, 0.4
#: largest standard deviation of the jitter, relative to the value
JITTER = 0.15
#: log-odds beyond this are certain: the pupil need not copy how certain
CERTAIN = 9.0
#: values of log-odds whose differences count less than quadratically
HUBER = 1.0
TINY = 1e-12
#: relative frequency of a survey's rows among the made ones: K2 has a tenth of the rows, and errs most
SURVEY_WEIGHTS = (0.40, 0.38, 0.22)
#: share of made rows under each pattern; the rest get random subsets
SHARES = (
    ("all", 0.30),
    ("canonical", 0.15),
    ("five_field", 0.11),
    ("diagnostics", 0.14),
    ("transit", 0.05),
    ("period", 0.03),
    ("few", 0.06),
)


@dataclass(frozen=True)
class Settings:
    """`rows` is the number of made rows, of which each is seen `epochs` times; `pieces` the ramps of a column."""

    hidden: tuple[int, ...] = (128, 64)
    pieces: int = 5
    rows: int = 400_000
    epochs: int = 10
    batch: int = 512
    learning_rate: float = 3e-3
    weight_decay: float = 1e-2
    shares: tuple[tuple[str, float], ...] = SHARES


def encoder(x: np.ndarray, settings: Settings) -> Encoder:
    return Encoder(x, settings.pieces, RATIOS + NOISE_RATIOS)


def made_rows(x: np.ndarray, count: int, rng: np.random.Generator, shares: dict[str, float]) -> np.ndarray:
    """Float32 [count, columns]: rows of `x`, some mixed with another of the same survey, some jittered, masked."""
    chosen = x[_drawn(x[:, 0].astype(int), count, rng)].astype(float)
    mixed = rng.random(count) < MIXED
    chosen[mixed] = _mixed(chosen[mixed], x, rng)
    jittered = rng.random(count) < JITTERED
    spread = JITTER * rng.random((int(jittered.sum()), 1))
    noise = np.exp(spread * rng.normal(size=(len(spread), x.shape[1] - 1)))
    chosen[jittered, 1:] *= noise
    kept = patterns.draw(count, rng, shares)
    return np.where(kept, chosen, np.nan).astype(np.float32)


def _drawn(survey: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Positions [count] of rows, with the surveys in the shares of SURVEY_WEIGHTS."""
    rows = np.bincount(survey, minlength=len(SURVEY_WEIGHTS))
    weight = (np.array(SURVEY_WEIGHTS) / np.maximum(rows, 1))[survey]
    return rng.choice(len(survey), count, p=weight / weight.sum())


def _mixed(rows: np.ndarray, x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each row moved part of the way to another of its survey: quantities that are never negative in their logarithm,
    which keeps the ratios of a fit. A value that one of the two lacks is missing."""
    partner = np.empty_like(rows)
    for code in np.unique(rows[:, 0]):
        mine = rows[:, 0] == code
        partner[mine] = x[rng.choice(np.flatnonzero(x[:, 0] == code), int(mine.sum()))]
    share = rng.random((len(rows), 1)) * 0.5
    plain = (1 - share) * rows + share * partner
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = [np.log(np.maximum(np.abs(each), TINY)) for each in (rows, partner)]
        size = np.exp((1 - share) * logs[0] + share * logs[1])
    positive = np.r_[False, never_negative()]
    result = np.where(positive, np.where(size <= 10 * TINY, 0, size), plain)
    result[:, 0] = rows[:, 0]
    return result


def teach(answer, x: np.ndarray, settings: Settings, seed: int) -> tuple[Encoder, student.Stack]:
    """Fits a pupil to `answer(rows)`, raw log-odds of the teacher. `x` are rows of the teacher's training stars, with a
    label or without."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    rows = made_rows(x, settings.rows, rng, dict(settings.shares))
    goal = torch.from_numpy(np.clip(answer(rows), -CERTAIN, CERTAIN).astype(np.float32))
    reader = encoder(x, settings)
    stack = student.Stack(1, reader.width, settings.hidden, 0.0)
    parameters = list(stack.parameters())
    optimiser = torch.optim.AdamW(parameters, lr=settings.learning_rate, weight_decay=settings.weight_decay)
    steps = settings.epochs * max(1, len(rows) // settings.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.learning_rate, total_steps=steps, pct_start=0.1)
    loss, rows = nn.HuberLoss(delta=HUBER), torch.from_numpy(rows)
    stack.train()
    for _ in range(settings.epochs):
        order = torch.from_numpy(rng.permutation(len(rows)))
        for batch in order.split(settings.batch)[: max(1, len(rows) // settings.batch)]:
            with torch.no_grad():
                inputs = reader(rows[batch])[0]
            optimiser.zero_grad()
            loss(stack(inputs[None])[0], goal[batch]).backward()
            optimiser.step()
            schedule.step()
    return reader, stack.eval()

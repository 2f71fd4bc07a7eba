"""Networks and trees of each fold, their pupil, and the pupil that ships, calibrated across folds.

The members of a fold see its training stars alone, and the pupil of a fold is taught by that fold's teacher alone. So
each labelled row has raw log-odds from members that never saw its star. Calibration and thresholds of a fold come from
those of the other folds; those of the shipped member come from all of them.
"""

from __future__ import annotations

import hashlib
import pickle
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from . import parallel, pupil, recipe, shift, student, teacher_trees
from .boosted import Boosted
from .calibration import Calibration
from .catalogues import Rows
from .corrections import Corrections
from .encoder import Encoder
from .graph import RowModel


@dataclass(frozen=True)
class Settings:
    """The teacher, its pupil, and `sharpening`: factors of the shipped model's log-odds by state, since it learned from
    more stars than the members that calibrate it."""

    teacher: student.Settings
    pupil: pupil.Settings
    sharpening: tuple[tuple[str, float], ...] = ()

    def behind(self, name: str) -> tuple:
        """Those on which the teacher, the network or the corrections depend."""
        teacher, network = self.teacher, replace(self.pupil, corrected_rows=0, few_shares=())
        return {"teacher": (teacher,), "network": (teacher, network), "corrections": (teacher, self.pupil)}[name]

    def encoder(self, rows: Rows) -> Encoder:
        """The encoder of the served network of a model that learns from `rows`."""
        return pupil.encoder(rows.x, self.pupil)


@dataclass(frozen=True)
class Member:
    """Raw log-odds and what they are made of."""

    encoder: Encoder
    stack: student.Stack
    trees: Boosted | None = None
    corrections: Corrections | None = None

    def networks(self, x: np.ndarray) -> np.ndarray:
        """Without trees and corrections."""
        return student.logits(self.encoder, self.stack, x, 0)

    def logit(self, x: np.ndarray) -> np.ndarray:
        if self.trees:
            return teacher_trees.joined_logit(self.networks(x), self.trees, x)
        return self.networks(x) + self.corrections.logit(x) if self.corrections else self.networks(x)

    def model(self, scaling: Calibration) -> RowModel:
        return RowModel(self.encoder, self.stack, scaling, trees=self.trees, corrections=self.corrections).eval()


@dataclass(frozen=True)
class Pair:
    teacher: Member
    served: Member
    seconds: float


@dataclass(frozen=True)
class Job:
    rows: Rows
    groups: np.ndarray
    settings: Settings
    seed: int
    work: Path | None


def fit_pair(job: Job) -> Pair:
    teacher, taken = fit_teacher(job)

    known = (teacher.logit, job.rows.x, job.settings.pupil, job.seed)
    (encoder, stack), learned = _kept(job, "network", lambda: pupil.teach(*known))
    trees, corrected = _kept(job, "corrections", lambda: pupil.correct(encoder, stack, *known))
    return Pair(teacher, Member(encoder, stack, corrections=trees), taken + learned + corrected)


def fit_teacher(job: Job) -> tuple[Member, float]:
    def fit() -> Member:
        rows, settings = job.rows.take(job.rows.label >= 0), job.settings.teacher
        encoder, everything = settings.encoder(rows.x), [np.arange(len(rows))]
        stack = student.train(encoder, rows.x, rows.label, everything, settings, job.seed)
        trees = teacher_trees.fit(rows, settings.trees, job.seed) if settings.trees else None
        return Member(encoder, stack, trees)

    return _kept(job, "teacher", fit)


def _kept(job: Job, name: str, fit):
    """The result of `fit` and its processor time, read from the work folder where it was finished before."""
    settings = job.settings.behind(name)
    text = f"{settings} {job.seed} {list(job.groups)}"
    digest = hashlib.sha256(job.rows.x.tobytes() + job.rows.label.tobytes() + text.encode()).hexdigest()[:16]
    path = job.work / f"{name}-{digest}.pickle" if job.work else None
    if path is not None and path.exists():
        return pickle.loads(path.read_bytes())
    started = time.process_time()
    result = fit(), time.process_time() - started
    if path is not None:
        path.write_bytes(pickle.dumps(result))
    return result


def jobs(
    rows: Rows, groups: np.ndarray, fold: np.ndarray, settings: Settings, seed: int, work: Path | None = None
) -> list[Job]:
    """One for each fold, without its rows, and one for all rows."""
    learn = [fold != k for k in range(int(fold.max()) + 1)] + [np.ones(len(rows), bool)]
    return [Job(rows.take(part), groups[part], settings, seed + k, work) for k, part in enumerate(learn)]


def cross_fit(
    rows: Rows,
    groups: np.ndarray,
    fold: np.ndarray,
    settings: Settings,
    seed: int,
    work: Path | None = None,
    at_once: int | None = None,
) -> recipe.CrossFit:
    *pairs, final = parallel.map_jobs(fit_pair, jobs(rows, groups, fold, settings, seed, work), at_once)
    known = rows.label >= 0
    weight = shift.candidate_weights(rows, groups, seed)[known]
    scored = {}
    for name in ("teacher", "served"):
        members = [getattr(pair, name) for pair in pairs]
        held = recipe.held_out(
            rows.take(known), fold[known], weight, seed, lambda x, k, members=members: members[k].logit(x)
        )
        scored[name] = [_score(member, held.without(k), rows, fold, k, seed) for k, member in enumerate(members)]
    member = final.served
    scaling, thresholds = recipe.calibrate(member.encoder, held, rows.x, seed, dict(settings.sharpening))
    shipped = recipe.Fitted(member.model(scaling), thresholds)
    seconds = sum(pair.seconds for pair in [*pairs, final])
    return recipe.CrossFit(scored["served"], shipped, seconds, scored["teacher"])


def _score(
    member: Member, others: recipe.HeldOut, rows: Rows, fold: np.ndarray, k: int, seed: int
) -> tuple[dict, dict]:
    """Answers for the labelled rows of fold `k`, calibrated on the others, and the thresholds."""
    scaling, thresholds = recipe.calibrate(member.encoder, others, None, seed)
    return recipe.score(member.model(scaling), rows.x[(fold == k) & (rows.label >= 0)]), thresholds

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A model folder of the smoke run."""
    from training import training_run

    path = tmp_path_factory.mktemp("models") / "tabular" / "1"
    training_run.train_smoke_model(path)
    return path

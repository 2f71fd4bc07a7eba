"""The commands of the package, one function each."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import catalogues, fields, parallel


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function, text in (
        ("tabular", _tabular, "train the row model"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--data", help="data folder (default: EXOPLANET_DATA)")
        command.add_argument("--out", type=Path, help="folder to write (default: models/<name>/1)")
        command.set_defaults(run=function)
    given = parser.parse_args(arguments)
    parallel.single_thread()
    given.run(given)


def _tabular(given) -> None:
    from . import tabular

    tabular.train(catalogues.data_folder(given.data), given.out or fields.MODELS / "tabular/1")

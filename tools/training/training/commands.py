"""The commands of the package, one function each."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from . import catalogues, fields, parallel

WORK = "folder for finished fits, so that an interrupted run can continue"


def main(arguments: list[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    parallel.single_thread()
    options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text)
        added.set_defaults(run=run)
        return added

    for name in ("tabular", "baseline"):
        training = command(name, _train, f"train models/{name} from the catalogues")
        training.add_argument("--data", help="data folder (default: EXOPLANET_DATA)")
        training.add_argument("--work", type=Path, help=WORK)
        training.add_argument("--out", type=Path, help=f"folder to write (default: the next version in models/{name})")
    multimodal = command(
        "multimodal", _multimodal, "train models/multimodal from catalogues, light curves and TESS views"
    )
    multimodal.add_argument("--data", help="data folder (default: EXOPLANET_DATA)")
    multimodal.add_argument("--out", type=Path, help="folder to write (default: the next version in models/multimodal)")
    multimodal.add_argument(
        "--views", type=Path, help="output folder of tools/views; created if empty (default: a temporary folder)"
    )
    multimodal.add_argument("--work", type=Path, help=WORK)
    studies = command("studies", _studies, "add transfer, time split, leakage proof and ablations to a card")
    studies.add_argument("--data", help="data folder (default: EXOPLANET_DATA)")
    studies.add_argument("--work", type=Path, help=WORK)
    studies.add_argument("--no-ablations", action="store_true", help="only the time split and the transfers")
    studies.add_argument("--model", type=Path, help="model folder (default: the newest models/tabular)")
    update = command("context", _context, "fit and add to a card what other objects of a catalogue change")
    update.add_argument("--data", help="data folder (default: EXOPLANET_DATA)")
    update.add_argument("--model", type=Path, help="model folder (default: the newest models/tabular)")
    curve_rows = command(
        "curve-rows", _curve_rows, "fit and add to a card how rows measured from TESS light curves are decided"
    )
    curve_rows.add_argument("--data", help="data folder (default: EXOPLANET_DATA)")
    curve_rows.add_argument("--model", type=Path, help="model folder (default: the newest models/tabular)")
    curve_rows.add_argument("--work", type=Path, help=WORK)
    reach = command(
        "reach", _reach, "fit the distance of a model again, from all rows of the archive, without training"
    )
    reach.add_argument("--data", help="data folder (default: EXOPLANET_DATA)")
    reach.add_argument("--model", type=Path, help="model folder (default: the newest models/tabular)")
    smoke = command("smoke", _smoke, "run the whole path on a small synthetic data set")
    smoke.add_argument("--out", type=Path, required=True)
    check = command("check", _check, "recompute every metric of the cards from oof.csv")
    check.add_argument("--model", type=Path, action="append", help="model folder (default: all)")
    score = command("evaluate", _evaluate, "score a data folder with the shipped ONNX files")
    score.add_argument("--data", help="data folder (default: EXOPLANET_DATA)")
    score.add_argument("--model", type=Path, action="append", help="model folder (default: all)")
    command("report", _report, "write models/README.md and the plots from the cards")
    return parser


def _work_folder(options: argparse.Namespace) -> Path | None:
    if options.work:
        options.work.mkdir(parents=True, exist_ok=True)
    return options.work


def model_folders(requested: list[Path] | None) -> list[Path]:
    """The folders on the command line, or every model folder of the repository that has a card."""
    return requested or sorted(path.parent for path in fields.MODELS.glob("*/*/card.json"))


def newest_version(model: Path) -> Path:
    return max((path.parent for path in model.glob("*/card.json")), key=lambda path: int(path.name))


def next_version(model: Path) -> Path:
    """The folder of the next version: a released version is never changed."""
    released = any(model.glob("*/card.json"))
    return model / (str(int(newest_version(model).name) + 1) if released else "1")


def _train(options: argparse.Namespace) -> None:
    from . import candidates, card, training_run

    folder = catalogues.data_folder(options.data)
    out = options.out or next_version(fields.MODELS / options.command)
    rows, groups, fold = training_run.load(folder)
    training_run.train(
        options.command,
        rows,
        groups,
        fold,
        out,
        tables=card.table_files(folder),
        scores=candidates.koi_scores(folder),
        work=_work_folder(options),
    )
    print((out / "metrics.txt").read_text())


def _multimodal(options: argparse.Namespace) -> None:
    from .multimodal import run

    out = options.out or next_version(fields.MODELS / "multimodal")
    run.train(catalogues.data_folder(options.data), out, options.views, options.work)


def _studies(options: argparse.Namespace) -> None:
    from . import studies

    model = options.model or newest_version(fields.MODELS / "tabular")
    studies.add_to_card(catalogues.data_folder(options.data), model, _work_folder(options), not options.no_ablations)


def _context(options: argparse.Namespace) -> None:
    from . import context, report_context

    model = options.model or newest_version(fields.MODELS / "tabular")
    print(
        "\n".join(
            report_context.sections({"context": context.add_to_card(model, catalogues.data_folder(options.data))})
        )
    )


def _curve_rows(options: argparse.Namespace) -> None:
    from . import curve_rows, report_curve_rows

    model = options.model or newest_version(fields.MODELS / "tabular")
    section = curve_rows.add_to_card(model, catalogues.data_folder(options.data), _work_folder(options))
    print("\n".join(report_curve_rows.sections({"curve_rows": section})))


def _reach(options: argparse.Namespace) -> None:
    from . import reach

    content = reach.refit(
        options.model or newest_version(fields.MODELS / "tabular"), catalogues.data_folder(options.data)
    )
    for mission, caught in content["in_distribution"]["caught"].items():
        print(mission, ", ".join(f"{name} {shares['all']:.1%}" for name, shares in caught.items()))


def _smoke(options: argparse.Namespace) -> None:
    from . import training_run

    started = time.perf_counter()
    content = training_run.train_smoke_model(options.out)
    print(
        f"smoke model in {options.out}: largest difference from PyTorch {content['export']['largest_difference']:.1e}, "
        f"{time.perf_counter() - started:.0f} s"
    )


def _check(options: argparse.Namespace) -> None:
    from . import check

    failed = False
    for folder in model_folders(options.model):
        found = check.mismatches(folder)
        failed |= bool(found)
        print(f"{folder.parent.name}/{folder.name}: {'all metrics agree' if not found else f'{len(found)} mismatches'}")
        for line in found[:20]:
            print(f"  {line}")
    sys.exit(1 if failed else 0)


def _evaluate(options: argparse.Namespace) -> None:
    from . import evaluate, results, training_run

    folder = catalogues.data_folder(options.data)
    for model in model_folders(options.model):
        optimistic = evaluate.trained_on(folder, model)
        note = ": trained on these tables, so the figures are optimistic" if optimistic else ""
        measured = evaluate.evaluate(folder, model)
        print(f"{model.parent.name}/{model.name}{note}")
        if measured["twins"]:
            print(f"left out: {measured['twins']} rows of stars that the model was trained on under another name")
        print(results.as_text(measured))
        if model.parent.name == "multimodal":
            _evaluate_curves(folder, model, training_run.SEED)


def _evaluate_curves(folder: Path, model: Path, seed: int) -> None:
    from .multimodal import evaluate as curves
    from .multimodal import measure

    if curves.has_curves(folder):
        print(measure.curves_text(curves.curves(folder, model, seed)))


def _report(options: argparse.Namespace) -> None:
    from . import report

    report.write(fields.MODELS)

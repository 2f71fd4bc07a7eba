"""`evaluate` on a folder of tables that a user made: FITS, with stars that the model was trained on."""

import re

import numpy as np
import pytest
from astropy.table import Table

from training import catalogues, commands, fields, golden, results

ROWS = 120


def toi_table(rows):
    """The columns of the archive's TOI table for rows of TESS."""
    form, table = catalogues.archive_tables()["toi"], Table()
    table["toi"] = 100.01 + np.arange(len(rows))
    table["tid"] = np.arange(len(rows)) + 1
    table["tfopwg_disp"] = np.where(rows.label == 1, "CP", "FP")
    table["toi_created"] = "2024-01-01"
    for field, (choice, *_) in form["fields"].items():
        position = fields.index(field)
        table[choice["column"]] = rows.x[:, position].astype(float) / choice.get("scale", 1)
        if field + fields.ERROR_SUFFIXES[0] in fields.column_names():
            for offset, side in enumerate(("low", "high"), start=1):
                error = rows.x[:, position + offset].astype(float) / choice.get("scale", 1)
                table[choice["column"] + form["error_suffixes"][side]] = -error if side == "low" else error
    return table


@pytest.fixture
def data(tmp_path, folder):
    """TOIs of which the first two are, under another name, stars of training."""
    tables = tmp_path / "catalogs"
    tables.mkdir()
    made = golden.synthetic_rows(4 * ROWS, 77)
    toi_table(made.take(np.flatnonzero(made.mission == "TESS")[:ROWS])).write(tables / "toi.fits")
    trained = results.read_table(folder / "oof.csv")["star_id"].iloc[:2]
    names = "\n".join(f"{star},TIC{number}" for number, star in enumerate(trained, start=1))
    (tables / "cross_ids.csv").write_text(f"star_a,star_b\n{names}\n")
    return tmp_path


def test_a_fits_table_is_scored_with_its_coverage_slope_and_share_in_distribution(data, folder, capsys):
    commands.main(["evaluate", "--data", str(data), "--model", str(folder)])
    printed = capsys.readouterr().out
    assert "optimistic" not in printed
    assert "left out: 2 rows of stars that the model was trained on under another name" in printed
    assert re.search(rf"^TOI +all +{ROWS - 2} ", printed, re.MULTILINE)
    head = re.search(r"^survey .*planets .*false p\. .*single .*slope .*bias .*inside$", printed, re.MULTILINE)
    line = re.compile(r"^TOI +all(( +[+-]?\d+\.\d+){6})$", re.MULTILINE).search(printed, head.end())
    planets, false_positives, single, _, _, inside = map(float, line.group(1).split())
    assert all(0 <= share <= 1 for share in (planets, false_positives, single, inside))
    assert "TOI: planets whose set contains planet, by stratum" in printed
    assert re.search(r"^  input: canonical +\d+ +[01]\.\d+ \([01]\.\d+\)", printed, re.MULTILINE)


def test_rows_in_wrong_units_are_less_often_in_distribution(data, folder, capsys):
    def inside():
        commands.main(["evaluate", "--data", str(data), "--model", str(folder)])
        return float(re.findall(r"^TOI +all.* (\d\.\d+)$", capsys.readouterr().out, re.MULTILINE)[-1])

    before = inside()
    path = data / "catalogs/toi.fits"
    table = Table.read(path)
    depth = catalogues.archive_tables()["toi"]["fields"]["depth"][0]["column"]
    for name in table.colnames:
        if name.startswith(depth):
            table[name] = table[name] / 1e6
    table.write(path, overwrite=True)
    assert inside() < before - 0.5

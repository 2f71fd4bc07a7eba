"""Rows are read by the same rules as in libs/catalog, and all names of a star belong to one group."""

import numpy as np
import pytest
from astropy.table import Table

from training import catalogues, fields, folds

K2_TABLE = """# synthetic rows
pl_name,hostname,default_flag,disposition,pl_orbper,pl_orbpererr1,pl_orbpererr2,pl_orbperlim,pl_trandep,sy_kepmag,sy_gaiamag
K2-1 b,K2-1,1,CONFIRMED,3.5,0.1,-0.2,0,0.05,,12.5
EPIC 200000001 c,K2-1,0,CANDIDATE,7.5,0.1,-0.1,0,,11.5,12.5
EPIC 200000002.01,EPIC 200000002,1,FALSE POSITIVE,9.5,0.1,-0.1,1,0,11.5,12.5
K2-9 b,K2-9,1,CONFIRMED,9.5,0.1,-0.1,-1,,,
"""
TOI_TABLE = """toi,tid,tfopwg_disp,toi_created,pl_orbper,st_dist,st_disterr1,st_disterr2
101.01,7,CP,2019-01-01,2.5,,3,-3
"""


@pytest.fixture
def data(tmp_path):
    (tmp_path / "catalogs").mkdir()
    (tmp_path / "catalogs/k2_candidates.csv").write_text(K2_TABLE)
    (tmp_path / "catalogs/toi.csv").write_text(TOI_TABLE)
    (tmp_path / "catalogs/cross_ids.csv").write_text("star_a,star_b\nEPIC200000001,TIC7\n")
    return tmp_path


def value(rows, object_id, field):
    return rows.x[list(rows.object_id).index(object_id), fields.index(field)]


def test_host_name_and_epic_number_of_a_k2_star_are_one_group(data):
    groups = folds.star_groups(
        np.array(["K2-1", "EPIC200000001", "TIC7", "K2-9", "EPIC200000002"], object), catalogues.load_cross_ids(data)
    )
    assert groups[0] == groups[1] == groups[2]
    assert len(set(groups)) == 3


def test_the_star_key_is_the_epic_number_or_the_host_name(data):
    rows = catalogues.load(data)
    assert dict(zip(rows.object_id, rows.star_id, strict=True)) == {
        "TOI-101.01": "TIC7",
        "K2-1 b": "K2-1",
        "EPIC 200000002.01": "EPIC200000002",
        "K2-9 b": "K2-9",
    }


@pytest.mark.parametrize("object_id", ["EPIC 200000002.01", "K2-9 b"])
def test_a_limit_is_missing_but_its_row_is_kept(data, object_id):
    rows = catalogues.load(data)
    for field in ("period", "period_err_low", "period_err_high"):
        assert np.isnan(value(rows, object_id, field))


def test_a_measurement_keeps_its_errors(data):
    rows = catalogues.load(data)
    given = [value(rows, "K2-1 b", name) for name in ("period", "period_err_low", "period_err_high", "depth")]
    assert given == pytest.approx([3.5, 0.2, 0.1, 500])


def test_zero_in_place_of_a_positive_quantity_is_missing(data):
    assert np.isnan(value(catalogues.load(data), "EPIC 200000002.01", "depth"))


def test_the_first_column_with_a_value_counts(data):
    rows = catalogues.load(data)
    assert value(rows, "EPIC 200000002.01", "star_mag") == 11.5
    assert value(rows, "K2-1 b", "star_mag") == 12.5


def test_errors_without_a_value_are_missing(data):
    assert np.isnan(value(catalogues.load(data), "TOI-101.01", "star_distance_err_low"))


def as_fits(path):
    """Replaces a CSV table by a FITS table with upper-case names, in which masked cells are missing."""
    table = Table.read(path.read_text(), format="ascii.csv", comment="#")
    table.rename_columns(table.colnames, [name.upper() for name in table.colnames])
    table.write(path.with_suffix(".fits"))
    path.unlink()


def test_a_fits_table_gives_the_rows_of_its_csv(data):
    from_csv, names = catalogues.load(data), catalogues.load_cross_ids(data)
    for name in ("k2_candidates", "toi", "cross_ids"):
        as_fits(data / f"catalogs/{name}.csv")
    from_fits = catalogues.load(data)
    assert np.array_equal(from_csv.x, from_fits.x, equal_nan=True)
    for field in ("label", "mission", "object_id", "star_id"):
        assert list(getattr(from_csv, field)) == list(getattr(from_fits, field))
    assert catalogues.load_cross_ids(data) == names


def test_a_fits_table_with_arrays_in_its_cells_is_refused_with_the_column(data):
    path = data / "catalogs/toi.fits"
    (data / "catalogs/toi.csv").unlink()
    Table({"toi": [101.01], "flux": np.ones((1, 4))}).write(path)
    with pytest.raises(SystemExit, match="column flux has arrays"):
        catalogues.load(data)

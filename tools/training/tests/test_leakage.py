"""Columns that reveal the label are refused by name."""

import pytest

from training import catalogues, fields, leakage

LEAKING = [
    "koi_score",
    "koi_fpflag_nt",
    "koi_fpflag_co",
    "koi_pdisposition",
    "kepler_name",
    "koi_count",
    "koi_tce_plnt_num",
    "koi_tce_delivname",
    "toi_created",
    "pl_tranmid",
    "koi_time0bk",
    "epoch",
    "ra",
    "robovetter_score",
    "some_fpp",
    "disp_refname",
    "rowupdate",
    "diagnostics.koi_count",
]


@pytest.mark.parametrize("column", LEAKING)
def test_a_leaking_column_is_refused_by_name(column):
    with pytest.raises(leakage.LeakingColumnError, match=column):
        leakage.refuse(["period", column])


def test_no_column_of_the_contract_leaks():
    leakage.refuse(fields.column_names())


def test_no_archive_column_that_feeds_a_field_leaks():
    for form in catalogues.archive_tables().values():
        for choices in form["fields"].values():
            leakage.refuse([choice["column"] for choice in choices])

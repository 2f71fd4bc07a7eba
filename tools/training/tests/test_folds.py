"""A star is in one fold only, under all of its names."""

import numpy as np

from training import folds


def stars(count):
    return np.array([f"KIC{i // 2}" for i in range(count)], object)


def test_no_star_is_in_two_folds():
    names = stars(400)
    fold = folds.assign(folds.star_groups(names, []), seed=3)
    assert all(len(set(fold[names == name])) == 1 for name in set(names))


def test_cross_ids_put_both_names_in_one_fold():
    names = np.array(["KIC1", "TIC9", "EPIC5", "TIC 8", "KIC7"], object)
    groups = folds.star_groups(names, [("KIC1", "TIC9"), ("TIC9", "EPIC5")])
    assert groups[0] == groups[1] == groups[2]
    assert len({groups[0], groups[3], groups[4]}) == 3
    for seed in range(20):
        fold = folds.assign(groups, seed)
        assert fold[0] == fold[1] == fold[2]


def test_folds_do_not_depend_on_row_order():
    names = stars(200)
    groups = folds.star_groups(names, [])
    order = np.random.default_rng(0).permutation(len(names))
    assert (folds.assign(groups, 5)[order] == folds.assign(groups[order], 5)).all()


def test_every_fold_has_its_share_of_each_stratum():
    groups = np.array([f"star{i}" for i in range(1000)], object)
    strata = np.where(np.arange(1000) < 100, "rare", "common")
    fold = folds.assign(groups, 1, strata=strata)
    assert np.bincount(fold[strata == "rare"]).tolist() == [20] * 5

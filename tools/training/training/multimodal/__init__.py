"""The multimodal model: a row, 1-D views and a river image of one candidate, any of them missing.

In the order in which data passes through them: `views` (folded views of all KOIs with a light curve, from tools/views)
and `tess_views` (published TESS views); `row_network`, `heads`, `network`, `late` and `graph` (the served computation);
`pretrain` and `finetune`; `study` (one fold) and `run` (all folds); `measure`, `export` and `publish`.
"""

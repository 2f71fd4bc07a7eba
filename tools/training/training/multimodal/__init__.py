"""The multimodal model: a row, 1-D views and a river image of one candidate, any of them missing.

`views` (the folded views of all KOIs with a light curve, made by tools/views) and `tess_views`
(the published TESS views) -> `splits` (folds by star over all sets) -> `row_network`, `heads`,
`network`, `late` and `graph` (what is served) -> `pretrain`, `finetune` (how it is fitted) -> `study`
(one fold) -> `run` (all folds) -> `measure`, `export`, `publish` (metrics, ONNX graph, card).
"""

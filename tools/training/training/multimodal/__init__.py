"""The multimodal model: a row, 1-D views and a river image of one candidate, any of them missing.

`views` (the folded views of all KOIs with a light curve, made by tools/views) and `tess_views`
(the published TESS views) -> `splits` (folds by star over all sets) -> `heads` and `network`
(what is served) -> `pretrain`, `finetune` (how it is fitted) -> `study` (out-of-fold scores of
every combination of heads) -> `measure`, `export`, `publish` (metrics, ONNX graph, card).
"""

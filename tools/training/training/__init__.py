"""Training of the transit-vetting models: catalogues in, ONNX graph and card out.

The folder reads as the path a number takes: `fields` (which columns exist) -> `catalogues`
(archive tables to rows) -> `leakage` (what may never be a column) -> `folds` (splits by star)
-> `patterns` (which fields a request gives) -> `student` (networks) and `boosted` (trees) -> `calibration`,
`conformal` (what an answer means) -> `graph` (the whole served computation) -> `export`
(ONNX, card) -> `metrics`, `check`, `evaluate`, `report` (what it is worth).
"""

"""Training of the transit-vetting models: catalogues in, ONNX graph and card out.

The modules in the order in which data passes through them: `fields` (columns), `catalogues` (archive tables to rows),
`leakage` (forbidden columns), `folds` (splits by star), `patterns` (which fields a request supplies), `encoder`,
`student` (networks) and `teacher_trees`, `pupil` and `corrections` (what both teach), `calibration` and `conformal`
(probabilities and prediction sets), `graph` (the complete served computation), `export` (ONNX), `card`; then `metrics`,
`check`, `evaluate` and `report`.
"""

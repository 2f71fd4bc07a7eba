/** The model card that training writes beside each model file, as far as serving reads it. The rest is passed through. */
export interface ModelCard {
  name: string;
  version: string;
  kind: string;
  description: string;
  /** Model file beside the card. */
  file: string;
  sha256: string;
  parameters: number;
  /** Inputs of the model file; without it `row` alone. The first length of a shape stands for the rows. */
  inputs?: { name: string; shape: (string | number)[] }[];
  /** Heads of a model that also reads views, in the order of the `mask` input; one that does not ship is never used. */
  heads?: { name: string; input: string; ships: boolean }[];
  /** Thresholds of the 95 % sets where views are given. */
  curve_thresholds?: Record<string, { planet: number; false_positive: number }>;
  /** Columns of the row in the model's order. */
  features: { name: string; unit: string; description: string }[];
  /** At most ten groups of features, for the explanation. */
  groups: { name: string; title: string; features: string[] }[];
  in_distribution: { limit: number };
  conformal: { level: number; thresholds: Record<string, { planet: number; false_positive: number }> };
  [more: string]: unknown;
}

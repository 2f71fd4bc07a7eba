/** Least probabilities with which each class is in a 95 % set. */
export interface Thresholds {
  planet: number;
  false_positive: number;
}

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
  /** Thresholds of the 95 % sets where views are given, by mission; without a mission's no class is excluded. */
  curve_thresholds?: Record<string, Thresholds>;
  /** Columns of the row in the model's order. */
  features: { name: string; unit: string; description: string }[];
  /** At most ten groups of features, for the explanation. */
  groups: { name: string; title: string; features: string[] }[];
  /** Columns that count for each mission; the others change nothing. Without an entry all do. */
  fields_by_source?: Record<string, string[]>;
  /** Kinds of input by how much a row gives; the output `state` is a position in this list, −1 for a row that gives nothing. */
  states: string[];
  /** Largest distance that counts as inside. */
  in_distribution: { limit: number };
  /** Thresholds of the 95 % sets by mission and kind of input; where there are none, no class is excluded. */
  conformal: { level: number; thresholds: Record<string, Record<string, Thresholds>> };
  [more: string]: unknown;
}

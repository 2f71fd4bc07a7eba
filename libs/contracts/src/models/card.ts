/** Minimum probability for each class to be in the 95 % set. */
export interface Thresholds {
  planet: number;
  false_positive: number;
}

/** The card that training writes beside each model file: the entries that serving reads. Other entries are passed on unchanged. */
export interface ModelCard {
  name: string;
  version: string;
  kind: string;
  description: string;
  /** Model file beside the card. */
  file: string;
  sha256: string;
  parameters: number;
  /** Inputs of the model file; `row` alone where this is absent. The first dimension of each shape is the number of rows. */
  inputs?: { name: string; shape: (string | number)[] }[];
  /** Heads of a model that also reads views, in the order of the `mask` input. A head with `ships: false` is never used. */
  heads?: { name: string; input: string; ships: boolean }[];
  /** Thresholds of the 95 % sets for rows with views, by mission. For a mission without thresholds no class is excluded. */
  curve_thresholds?: Record<string, Thresholds>;
  /** Columns of the row in the model's order. */
  features: { name: string; unit: string; description: string }[];
  /** At most ten groups of features, for the explanation. */
  groups: { name: string; title: string; features: string[] }[];
  /** Columns that the model uses for each mission; all of them for a mission without an entry. */
  fields_by_source?: Record<string, string[]>;
  /** Kinds of input, by how many of the used fields a row supplies. The output `state` is an index into this list, −1 for a row that supplies none. */
  states: string[];
  /** Maximum distance of an input that counts as in distribution. */
  in_distribution: { limit: number };
  /** Thresholds of the 95 % sets by mission and kind of input. Without thresholds no class is excluded. */
  conformal: { level: number; thresholds: Record<string, Record<string, Thresholds>> };
  [more: string]: unknown;
}

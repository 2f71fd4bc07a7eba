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
  /** Inputs in the order of the model's columns. */
  features: { name: string; unit: string; description: string }[];
  /** At most ten groups of features, for the explanation. */
  groups: { name: string; title: string; features: string[] }[];
  in_distribution: { limit: number };
  conformal: { level: number; thresholds: Record<string, { planet: number; false_positive: number }> };
  [more: string]: unknown;
}

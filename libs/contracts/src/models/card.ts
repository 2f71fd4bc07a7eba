import type { Source } from '../candidate/fields';

/** Lowest probability with which each class is in a 95 % set. */
export interface Thresholds {
  planet: number;
  false_positive: number;
}

/** Changes of the log-odds of a planet by what the other rows of a catalogue say, and thresholds that keep the prediction sets valid with them. */
export interface ContextUpdate {
  /** By a match with another star: where the row is the weaker of the two, and otherwise. */
  match: { weaker: number; other: number };
  /** By the number of objects on the star. */
  multiplicity: { two: number; more: number };
  /** With several objects, "false positive" is in the set from this probability on, if the card's thresholds ask for more. */
  false_positive_from: number;
}

/** A change of the log-odds of a measured row: `weight` × (value − `centre`), with the value kept within its limits. */
export interface CurveRowTerm {
  column: string;
  /** Whether the natural logarithm of the value is taken. */
  log: boolean;
  from: number;
  to: number;
  centre: number;
  weight: number;
}

/** How a row that was measured from a light curve is decided: what the model reads of it, and how its answer is calibrated. */
export interface CurveRowRule {
  name: string;
  /** Columns that a row must supply. The first rule of the mission whose columns are all there applies. */
  needs: string[];
  /** Columns that the model and the terms read; all others are hidden from them. */
  reads: string[];
  /** The log-odds of the answer: `slope` × those of the model + `offset` + terms. */
  slope: number;
  offset: number;
  terms: CurveRowTerm[];
  /** Lowest probability with which each class is in a 95 % set. */
  thresholds: Thresholds;
}

/** How a model decides rows measured from the light curves of a mission. */
export interface CurveRows {
  /** What the rules were fitted on, as a part of a sentence. */
  fitted_on: string;
  /** Whether rows of the mission were there to check the answers. */
  checked: boolean;
  /** The mission that the row is given to the model as, where that is not its own. */
  read_as?: Source;
  rules: CurveRowRule[];
}

/**
 * The model card that training writes beside each model file, as far as serving reads it; other entries are passed through. Its
 * JSON schema is `card.schema.json` in model-runtime.
 */
export interface ModelCard {
  name: string;
  version: string;
  kind: string;
  description: string;
  /**
   * Place of the model when a request names none, 1 for the first, by what the request supplies. A model without a place comes
   * after those that have one.
   */
  rank?: { row?: number; light_curve?: number };
  /** Model file beside the card. */
  file: string;
  sha256: string;
  parameters: number;
  /** Inputs of the model file; without it `row` alone. The first dimension of a shape is that of the rows. */
  inputs?: { name: string; shape: (string | number)[] }[];
  /** Heads of the model, named as in answers, in the order of the `mask` input; a head that does not ship is never used. */
  heads?: { name: string; input: string; ships: boolean }[];
  /** Thresholds of the 95 % sets of answers that use views, by mission; for a mission without thresholds no class is excluded. */
  curve_thresholds?: Record<string, Thresholds>;
  /** How rows measured from light curves are decided without views, by mission; a mission without an entry is decided like catalogue rows. */
  curve_rows?: Record<string, CurveRows>;
  /** Columns of the row in the model's order. */
  features: { name: string; unit: string; description: string }[];
  /** At most ten groups of features, for the explanation. */
  groups: { name: string; title: string; features: string[] }[];
  /** Columns that the model uses for each mission; the others change nothing. All columns for a mission without an entry. */
  fields_by_source?: Record<string, string[]>;
  /** Kinds of input by which fields a row supplies; the output `state` is a position in this list, −1 for a row without usable fields. */
  states: string[];
  /** Largest distance inside the training distribution. */
  in_distribution: { limit: number };
  /** Thresholds of the 95 % sets by mission and kind of input; without thresholds no class is excluded. */
  conformal: { level: number; thresholds: Record<string, Record<string, Thresholds>> };
  /** How the other rows of a catalogue change the answer of a row, by mission. A mission without an entry is not changed. */
  context?: { update: Record<string, ContextUpdate> };
  [more: string]: unknown;
}

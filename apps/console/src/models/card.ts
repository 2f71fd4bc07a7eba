/** The parts of a model card that the console shows. Another model may lack any of them. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

export interface Scores {
  rows: number;
  planets: number;
  accuracy?: Interval;
  auc?: Interval;
  ap?: Interval;
  brier?: Interval;
  ece?: Interval;
  precision_95?: { recall: number | null } | null;
  precision_99?: { recall: number | null } | null;
}

export interface ReliabilityBin {
  mean: number;
  share: number;
  rows: number;
}

export interface Card {
  name: string;
  version: string;
  description: string;
  parameters: number;
  created?: string;
  intervals?: string;
  metrics?: Record<string, Record<string, Scores>>;
  reliability?: Record<string, Record<string, ReliabilityBin[]>>;
  snr_bins?: Record<
    string,
    Record<string, { rows: number; planets: number; accuracy: number | null; auc: number | null }>
  >;
  in_distribution: { caught?: Record<string, Record<string, Record<string, number>>> };
  training?: { labels?: { counts?: Record<string, Record<string, number>> } };
  notes?: string[];
}

/** What each kind of input of the metrics means. */
export const INPUTS: Record<string, string> = {
  all: 'all fields and errors',
  canonical: 'fields without errors',
  five_field: 'period, radius and their errors',
  diagnostics: 'all, and KOI diagnostics',
  transit: 'period, duration and depth',
  period: 'period alone',
};

/** "10-15" before "100-inf", and what is unknown last. */
export const bySnr = (a: string, b: string): number => lowerEdge(a) - lowerEdge(b);
const lowerEdge = (bin: string): number => (Number.isNaN(Number.parseFloat(bin)) ? Infinity : Number.parseFloat(bin));

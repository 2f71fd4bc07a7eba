/** A scored row for which the table has a disposition. */
export interface LabelledRow {
  key: number;
  id: string | null;
  probability: number;
  prediction: string;
  isPlanet: boolean;
}

const BINS = 10;
const MAX_POINTS = 101;
const MAX_DISAGREEMENTS = 20;

/** How scores agree with the dispositions of the table. */
export function agreementOf(rows: readonly LabelledRow[]) {
  const byScore = [...rows].sort((a, b) => b.probability - a.probability);
  return {
    labelled: rows.length,
    confusion: confusionOf(rows),
    roc: rocOf(byScore),
    calibration: calibrationOf(rows),
    disagreements: disagreementsOf(byScore),
  };
}

function confusionOf(rows: readonly LabelledRow[]): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = { planet: {}, false_positive: {} };
  for (const { isPlanet, prediction } of rows) {
    const row = counts[isPlanet ? 'planet' : 'false_positive'];
    row[prediction] = (row[prediction] ?? 0) + 1;
  }
  return counts;
}

/** The curve, thinned to 101 points, and the area under it by trapezoids; rows of one probability are one step. */
function rocOf(byScore: readonly LabelledRow[]): { auc: number; points: { fpr: number; tpr: number }[] } | null {
  const planets = byScore.filter(({ isPlanet }) => isPlanet).length;
  const others = byScore.length - planets;
  if (planets === 0 || others === 0) return null;
  const points = [{ fpr: 0, tpr: 0 }];
  let auc = 0;
  let [hits, misses] = [0, 0];
  byScore.forEach(({ isPlanet, probability }, index) => {
    if (isPlanet) hits++;
    else misses++;
    if (byScore[index + 1]?.probability === probability) return;
    const last = points[points.length - 1];
    const point = { fpr: misses / others, tpr: hits / planets };
    auc += ((point.fpr - last.fpr) * (point.tpr + last.tpr)) / 2;
    points.push(point);
  });
  const step = Math.max(1, Math.ceil(points.length / MAX_POINTS));
  return { auc, points: points.filter((_, index) => index % step === 0 || index === points.length - 1) };
}

/** In ten bins of the probability: how many rows, their mean probability and the share that are planets. */
function calibrationOf(rows: readonly LabelledRow[]) {
  const bins = Array.from({ length: BINS }, (_, bin) => ({
    from: bin / BINS,
    to: (bin + 1) / BINS,
    rows: 0,
    sum: 0,
    planets: 0,
  }));
  for (const { probability, isPlanet } of rows) {
    const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))];
    bin.rows++;
    bin.sum += probability;
    bin.planets += Number(isPlanet);
  }
  return bins
    .filter((bin) => bin.rows > 0)
    .map(({ from, to, rows: count, sum, planets }) => ({
      from,
      to,
      rows: count,
      mean_probability: sum / count,
      planets: planets / count,
    }));
}

/** Rows whose score and disposition disagree most. */
function disagreementsOf(byScore: readonly LabelledRow[]) {
  const wrong = ({ isPlanet, probability }: LabelledRow) => (isPlanet ? 1 - probability : probability);
  return [...byScore]
    .filter((row) => wrong(row) > 0.5)
    .sort((a, b) => wrong(b) - wrong(a))
    .slice(0, MAX_DISAGREEMENTS)
    .map(({ key, id, probability, prediction, isPlanet }) => ({
      key,
      id,
      probability,
      prediction,
      disposition: isPlanet ? 'planet' : 'false_positive',
    }));
}

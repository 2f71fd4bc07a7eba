import type { AnalysisDto } from '@exoplanet/contracts';
import { INNER, MARGIN, WIDTH } from './page';
import { textAt, wrapped } from './svg-text';

interface Heading {
  title: string;
  /** At the right: the answer, and below it what the tests say. */
  answer: string;
  outcome: { text: string; colour: string };
  /** What decided the answer. */
  decision?: string | undefined;
}

/** The title of a page, and below it what the curve is made of. */
export function heading(
  { target, files, points, span }: AnalysisDto,
  { title, answer, outcome, decision }: Heading,
): string {
  const subtitle = [
    target.mission,
    files.map(({ stretch, file }) => stretch ?? file).join(' '),
    `${points} points over ${span.toFixed(1)} d`,
  ]
    .filter(Boolean)
    .join(' · ');
  return [
    textAt(MARGIN, MARGIN + 14, wrapped(title, INNER * 0.62, 18, 1)[0], { size: 18, weight: 'bold' }),
    textAt(WIDTH - MARGIN, MARGIN + 8, answer, { size: 11, weight: 'bold', anchor: 'end' }),
    textAt(WIDTH - MARGIN, MARGIN + 24, outcome.text, {
      size: 11,
      weight: 'bold',
      anchor: 'end',
      colour: outcome.colour,
    }),
    textAt(MARGIN, MARGIN + 32, wrapped(subtitle, INNER * 0.8, 10, 1)[0], { size: 10, colour: '#333' }),
    ...(decision ? wrapped(decision, INNER, 8, 2) : []).map((line, index) =>
      textAt(MARGIN, MARGIN + 43 + 9 * index, line, { size: 8, colour: '#333' }),
    ),
  ].join('');
}

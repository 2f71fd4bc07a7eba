import { Panel } from '../design/controls';
import styles from './catalog.module.css';
import { columnOf, type Detection } from './catalog-types';

/** The input catalogues of stars: what their column is called, and the mission whose stars they number. */
const INPUT_CATALOGUES = [
  { prefix: 'TIC', column: /(^|[^a-z])ti[cd]/i, mission: 'TESS' },
  { prefix: 'KIC', column: /(^|[^a-z])(kic|kepid)/i, mission: 'KEPLER' },
  { prefix: 'EPIC', column: /(^|[^a-z])epic/i, mission: 'K2' },
] as const;

/** The name of a star as archives take it: a bare number belongs to the catalogue of its column, or of the mission of its row. */
export function starName(star: string, column: string, mission: string | undefined): string {
  if (!/^\d+$/.test(star)) return star;
  const catalogue =
    INPUT_CATALOGUES.find((each) => each.column.test(column)) ??
    INPUT_CATALOGUES.find((each) => each.mission === mission?.toUpperCase());
  return catalogue ? `${catalogue.prefix} ${star}` : star;
}

/** Links by the number of the star. They leave this page only on a click. */
export function ArchiveLinks({
  cells,
  detection,
}: {
  cells: Record<string, string | null>;
  detection: Detection | null;
}) {
  const column = columnOf(detection, 'star_id') ?? '';
  const star = cells[column]?.replace(/\.0$/, '');
  if (!star) return null;
  const name = starName(star, column, cells[columnOf(detection, 'source') ?? ''] ?? sourceOf(detection));
  const links: [string, string][] = [
    ['ExoFOP', `https://exofop.ipac.caltech.edu/tess/target.php?id=${encodeURIComponent(name)}`],
    ['Simbad', `https://simbad.cds.unistra.fr/simbad/sim-id?Ident=${encodeURIComponent(name)}`],
  ];
  return (
    <Panel title={name}>
      <p className={styles.set}>
        {links.map(([text, href]) => (
          <a key={text} href={href} target="_blank" rel="noreferrer">
            {text}
          </a>
        ))}
      </p>
    </Panel>
  );
}

/** The mission of a table that has one for all rows. */
function sourceOf(detection: Detection | null): string | undefined {
  const source = detection?.preview.find(({ after }) => after)?.after?.source;
  return typeof source === 'string' ? source : undefined;
}

import { Panel } from '../design/controls';
import styles from './catalog.module.css';
import { columnOf, type Detection } from './catalog-types';

/** Links by the number of the star. They leave this page only on a click. */
export function ArchiveLinks({
  cells,
  detection,
}: {
  cells: Record<string, string | null>;
  detection: Detection | null;
}) {
  const star = cells[columnOf(detection, 'star_id') ?? '']?.replace(/\.0$/, '');
  if (!star) return null;
  const kind = detection?.kind ?? '';
  const prefix = /koi|tce/i.test(kind) ? 'KIC ' : /toi/i.test(kind) ? 'TIC ' : '';
  const name = /^\d+$/.test(star) ? `${prefix}${star}` : star;
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

const files = import.meta.glob<string>('../../../../docs/glossary.md', {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** The field's words, read from the one place where they are explained: docs/glossary.md. */
export function parseGlossary(markdown: string): Map<string, string> {
  const terms = new Map<string, string>();
  for (const [, heading, meaning] of markdown.matchAll(/^\*\*(.+?)\.\*\* (.+)$/gm)) {
    const plain = meaning.replace(/[*_`]/g, '').replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
    // "Multiple event statistic (MES)" is found under either name, "BKJD, BTJD" under both.
    const [, name, short] = /^(.*?)(?: \((.+)\))?$/.exec(heading)!;
    for (const key of [...name.split(', '), ...(short ? [short] : [])]) terms.set(key.toLowerCase(), plain);
  }
  return terms;
}

const TERMS = parseGlossary(Object.values(files).join('\n'));

/** Names of fields whose word in the glossary is another one. */
const WORD_OF_FIELD: Record<string, string> = {
  snr: 'snr',
  teq: 'teq',
  insol: 'insolation',
  impact: 'impact parameter',
  log_odds: 'log-odds',
};

/** What a word or a field means; undefined where the glossary does not say. */
export const meaningOf = (name: string): string | undefined => TERMS.get((WORD_OF_FIELD[name] ?? name).toLowerCase());

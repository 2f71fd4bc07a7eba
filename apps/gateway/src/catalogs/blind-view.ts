import { type StoredCatalog, UPLOADED } from '@exoplanet/catalog-store';
import { AppError, type CatalogRowDto, type CatalogTable } from '@exoplanet/contracts';
import type { RowSelectionDto } from './catalogs.dto';

/** Our columns that would reveal the answer to a voter. */
const HIDDEN = new Set([
  'rank',
  'probability',
  'p16',
  'p50',
  'p84',
  'prediction',
  'set',
  'reasons',
  'checks',
  'distance',
  'in_distribution',
  'match',
  'match_relation',
  'probability_alone',
  'votes',
]);

/** What a reader of a catalogue may see: everything, or during a blind review only the results of rows that the reader has voted on. */
export class BlindView {
  private constructor(
    private readonly blind: boolean,
    private readonly voted: ReadonlySet<number>,
    /** Columns of the upload that hold an answer: dispositions, scores and flags. */
    private readonly answers: ReadonlySet<string>,
    private readonly rows: number,
  ) {}

  static async of(
    catalog: StoredCatalog,
    table: CatalogTable | undefined,
    voter: string | undefined,
    asked: boolean,
  ): Promise<BlindView> {
    const blind = asked || (await catalog.settingsStore.read()).blind;
    const votes = blind ? await catalog.voteStore.votes() : [];
    const own = votes.filter((vote) => vote.voter === voter && vote.undone_at === null);
    const answers = table?.columns.filter(({ role }) => role === 'not_used').map(({ name }) => name);
    return new BlindView(
      blind,
      new Set(own.map(({ key }) => key)),
      new Set(answers),
      table ? table.rows - table.refused : 0,
    );
  }

  /** Whether something is hidden from the reader. */
  get isBlind(): boolean {
    return this.blind && this.voted.size < this.rows;
  }

  /** The order of a page when none is asked for: ranks would reveal the answer. */
  get defaultSort(): string {
    return this.isBlind ? 'key' : 'rank';
  }

  /** @throws AppError BLIND_REVIEW */
  requireOpen(what: string): void {
    if (this.isBlind)
      throw new AppError('BLIND_REVIEW', `${what} shows results and dispositions; vote on every row first`);
  }

  /** @throws AppError BLIND_REVIEW where the order or the filter uses a hidden column */
  check({ sort = '', filter = [] }: RowSelectionDto, names: readonly string[] = []): void {
    if (!this.isBlind) return;
    const used = [...sort.split(',').map((name) => name.trim().replace(/^-/, '')), ...names];
    const hidden = (name: string) => HIDDEN.has(name) || this.answers.has(name) || this.isUploadedAnswer(name);
    const column =
      used.find(hidden) ??
      [...HIDDEN, ...this.answers, ...[...this.answers].map((name) => UPLOADED + name)].find((name) =>
        filter.some((text) => text.startsWith(`${name}:`)),
      );
    if (column !== undefined) throw new AppError('BLIND_REVIEW', `${column} is hidden until you have voted`);
  }

  private isUploadedAnswer(name: string): boolean {
    return name.startsWith(UPLOADED) && this.answers.has(name.slice(UPLOADED.length));
  }

  /** The row as the reader may see it. */
  show(row: CatalogRowDto): CatalogRowDto {
    if (!this.isBlind || this.voted.has(row.key)) return row;
    const cells = Object.fromEntries(Object.entries(row.cells).filter(([name]) => !this.answers.has(name)));
    const { explanation: _, ...shown } = row;
    return { ...shown, cells, rank: null, result: null, votes: null };
  }
}

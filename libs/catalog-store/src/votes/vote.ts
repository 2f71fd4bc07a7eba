/** A person's disposition of a candidate: planet candidate, false positive, false alarm, eclipsing binary, stellar variability, instrumental. */
export const DISPOSITIONS = ['PC', 'FP', 'FA', 'EB', 'V', 'IS', 'unsure'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** One vote on one row, written once. */
export interface Vote {
  vote_id: string;
  key: number;
  voter: string;
  disposition: Disposition;
  /** 1 is the most urgent. */
  priority?: 1 | 2 | 3;
  comment?: string;
  at: string;
  /** The result that the voter could see. */
  shown: { model: string | null; probability: number | null; blind: boolean };
}

/** Withdraws a vote; the vote itself is kept. */
export interface Undo {
  undoes: string;
  voter: string;
  at: string;
}

export type VoteEntry = Vote | Undo;

/** A vote, and when it was withdrawn. */
export interface VoteRecord extends Vote {
  /** When it was withdrawn. */
  undone_at: string | null;
}

/** Consensus on one row, from each voter's latest vote that was not withdrawn. */
export interface RowVotes {
  key: number;
  voters: number;
  /** The disposition of more than half of the voters; `split` where there is none. */
  consensus: Disposition | 'split';
  dispositions: Partial<Record<Disposition, number>>;
}

/** All votes in the order in which they were cast. */
export function votesOf(entries: Iterable<VoteEntry>): VoteRecord[] {
  const undone = new Map<string, string>();
  const votes = new Map<string, Vote>();
  for (const entry of entries) {
    if ('undoes' in entry) undone.set(entry.undoes, entry.at);
    else votes.set(entry.vote_id, entry);
  }
  return [...votes.values()]
    .map((vote) => ({ ...vote, undone_at: undone.get(vote.vote_id) ?? null }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Each voter's latest vote that was not withdrawn, by row. */
function standingVotes(votes: readonly VoteRecord[]): Map<number, Map<string, VoteRecord>> {
  const rows = new Map<number, Map<string, VoteRecord>>();
  for (const vote of votes) {
    if (vote.undone_at !== null) continue;
    const row = rows.get(vote.key) ?? new Map<string, VoteRecord>();
    rows.set(vote.key, row.set(vote.voter, vote));
  }
  return rows;
}

export function consensusOf(votes: readonly VoteRecord[]): RowVotes[] {
  return [...standingVotes(votes)].map(([key, byVoter]) => {
    const dispositions: RowVotes['dispositions'] = {};
    for (const { disposition } of byVoter.values()) dispositions[disposition] = (dispositions[disposition] ?? 0) + 1;
    const majority = DISPOSITIONS.find((name) => (dispositions[name] ?? 0) * 2 > byVoter.size);
    return { key, voters: byVoter.size, consensus: majority ?? 'split', dispositions };
  });
}

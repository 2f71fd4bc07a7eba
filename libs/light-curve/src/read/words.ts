/** Different words of one column that are kept; a column with more is free text. */
const MAX_WORDS = 1000;

/** A column of text: each different word once, and for every row the index of its word, NaN where the cell is empty. */
export interface Words {
  readonly list: readonly string[];
  readonly index: Float64Array;
}

/** Gives each word its number, in the order in which they appear. */
export class WordList {
  readonly list: string[] = [];
  private readonly numbers = new Map<string, number>();

  /** Undefined for a word beyond those that are kept. */
  add(word: string): number | undefined {
    const known = this.numbers.get(word);
    if (known !== undefined) return known;
    if (this.list.length === MAX_WORDS) return undefined;
    this.numbers.set(word, this.list.length);
    return this.list.push(word) - 1;
  }
}

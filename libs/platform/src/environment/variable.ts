import { Transform } from 'class-transformer';

export interface VariableOptions {
  /** What the variable does, one sentence. */
  description: string;
  /** Value when it is not set; undefined where there is none. */
  default?: unknown;
  /** The default as it is written in the environment, where that is not its JSON. */
  written?: string;
  unit?: string;
  /** Converts the text of the environment to the value. Text that it cannot convert is returned unchanged, so that validation refuses it. @default the text itself */
  read?: (text: string) => unknown;
  /** Which process reads it; `used-by.spec.ts` checks it. */
  used_by: 'gateway' | 'worker' | 'both';
}

const declared = new Map<string, VariableOptions>();

/** Declares a property of the environment class: how its text is converted, its default and its documentation. */
export function Variable(options: VariableOptions): PropertyDecorator {
  return (target, property) => {
    declared.set(String(property), options);
    Transform(({ value }: { value: unknown }) => {
      const absent = value === undefined || (typeof value === 'string' && value.trim() === '');
      if (absent) return options.default;
      return typeof value === 'string' && options.read ? options.read(value.trim()) : value;
    })(target, property);
  };
}

/** The declared variables in order. */
export const variables = (): ReadonlyMap<string, VariableOptions> => declared;

/** A default as text of the environment; empty where there is none. */
export function defaultText({ default: value, written }: VariableOptions): string {
  if (written !== undefined) return written;
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export const asNumber = (text: string): unknown =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;

const TRUE = ['1', 'true', 'yes', 'on'];
const FALSE = ['0', 'false', 'no', 'off'];
export function asBoolean(text: string): unknown {
  const word = text.toLowerCase();
  return TRUE.includes(word) ? true : FALSE.includes(word) ? false : text;
}

export function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Reads a list of words in lower case, separated by commas or as a JSON array. */
export function asWords(text: string): unknown {
  const lower = text.toLowerCase();
  if (lower.startsWith('[')) return asJson(lower);
  return lower
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}

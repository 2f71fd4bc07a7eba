import { Ajv, type ErrorObject } from 'ajv';

interface DescribedSchema {
  description?: string;
  properties?: Record<string, DescribedSchema>;
}

/** Longest value that an error message quotes [characters]. */
const MAX_QUOTED_LENGTH = 80;

/**
 * Compiles a JSON schema whose descriptions are noun phrases, so that an error reads "expected <description> at `<path>`".
 * @returns a function that describes the first problem of a value, undefined when there is none
 */
export function schemaCheck(schema: object): (value: unknown) => string | undefined {
  const validate = new Ajv({ verbose: true, allowUnionTypes: true, strictTuples: false }).compile(schema);
  return (value) => (validate(value) ? undefined : sentence(validate.errors![validate.errors!.length - 1]));
}

function sentence({ keyword, instancePath, parentSchema, params, data, message }: ErrorObject): string {
  const path = instancePath.split('/').slice(1).map(unescaped);
  if (keyword === 'anyOf') {
    const choices = (parentSchema as { anyOf: { required: string[] }[] }).anyOf.map(({ required }) => required);
    return `expected ${choices.map((names) => names.map((name) => `\`${name}\``).join(' and ')).join(', or ')}`;
  }
  if (keyword === 'required') {
    const { missingProperty: missing } = params as { missingProperty: string };
    const own = (parentSchema as DescribedSchema).properties?.[missing]?.description;
    return `expected ${own ?? 'an entry'} at \`${pathOf([...path, missing])}\`, found nothing`;
  }
  const expected = (parentSchema as DescribedSchema).description ?? `a value that ${message}`;
  return `expected ${expected}${path.length > 0 ? ` at \`${pathOf(path)}\`` : ''}, found ${quoted(data)}`;
}

/** `features[3].unit` */
const pathOf = (steps: readonly string[]): string =>
  steps.map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : `${index > 0 ? '.' : ''}${step}`)).join('');

/** A step of a JSON pointer (RFC 6901). */
const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

function quoted(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text;
}

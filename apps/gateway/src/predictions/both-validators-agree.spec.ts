import { Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { CandidateDto, DIAGNOSTICS, formProblems, MEASUREMENTS } from '@exoplanet/contracts';
import { openApiDocument } from '../platform/openapi/document';
import { CandidateValidator } from './candidate-validator';

@Controller()
class CandidateController {
  @Post()
  echo(@Body() candidate: CandidateDto): CandidateDto {
    return candidate;
  }
}

@Module({ controllers: [CandidateController] })
class CandidateModule {}

describe('Ajv and class-validator agree on a candidate', () => {
  const validator = new CandidateValidator();
  beforeAll(async () => {
    const app = await NestFactory.create(CandidateModule, new FastifyAdapter(), { logger: false });
    validator.compile(openApiDocument(app).components?.schemas ?? {});
  });

  const values: unknown[] = [
    undefined,
    null,
    0,
    -0,
    1,
    -1,
    0.5,
    1e-30,
    1e6,
    1e6 + 1,
    1e12,
    1e13,
    -1e12,
    -1e13,
    15,
    15.1,
    -5.1,
    40,
    41,
    NaN,
    Infinity,
    '1',
    '',
    true,
    [],
    [1],
    {},
    'KEPLER',
    'x'.repeat(128),
    'x'.repeat(129),
  ];
  const fields = [
    'source',
    'id',
    'star_id',
    'epoch',
    'diagnostics',
    'unknown',
    ...MEASUREMENTS.flatMap(({ name, errors }) =>
      errors ? [name, `${name}_err`, `${name}_err_low`, `${name}_err_high`] : [name],
    ),
  ];
  const good = { source: 'KEPLER', snr: 12 };

  it.each(fields)('%s, for any value', (field) => {
    for (const value of values) {
      const row = { ...good, [field]: value };
      expect({ field, value, accepted: validator.accepts(row) }).toEqual({
        field,
        value,
        accepted: formProblems(row).length === 0,
      });
    }
  });

  it.each([...DIAGNOSTICS.map(({ name }) => name), 'koi_score'])('diagnostics.%s, for any value', (field) => {
    for (const value of values) {
      const row = { ...good, diagnostics: { [field]: value } };
      expect({ field, value, accepted: validator.accepts(row) }).toEqual({
        field,
        value,
        accepted: formProblems(row).length === 0,
      });
    }
  });

  it.each([null, 1, 'row', [], [good], true, {}].map((row) => [row]))('a row that is %j', (row) => {
    expect(validator.accepts(row)).toBe(formProblems(row).length === 0);
  });

  it('explains every row that it rejects', () => {
    expect(validator.problems({ ...good, constructor: 1 })).toHaveLength(1);
    expect(validator.problems(JSON.parse('{"source":"KEPLER","snr":1,"toString":1}'))).toHaveLength(1);
  });
});

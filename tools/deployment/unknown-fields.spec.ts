import { expect, it } from 'vitest';
import { unknownFields } from './unknown-fields.mjs';

it('finds a misspelt field of a manifest', { timeout: 60_000 }, () => {
  const container = { name: 'gateway', image: 'exoplanet-gateway', livenesProbe: {} };
  const deployment = { selector: {}, template: { spec: { containers: [container] } } };
  expect(unknownFields([{ apiVersion: 'apps/v1', kind: 'Deployment', spec: deployment } as never])).toEqual([
    expect.stringContaining('livenesProbe'),
  ]);
});

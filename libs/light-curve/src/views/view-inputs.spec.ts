import { describe, expect, it } from 'vitest';
import type { View } from './view';
import { viewInputs } from './view-inputs';

const bins = { count: 3, width: 0.1, from: -1, to: 1 };
const view = (scale: number): View => ({
  made: true,
  values: Float32Array.of(0, -1, 0.5),
  bins,
  scale: { level: 1, scale },
  coverage: 1,
});
const none = { made: false, problem: 'too_few_points' } as const;

describe('the views that a model reads', () => {
  it('are on the depth scale of the local view: an eclipse half as deep reaches -0.5', () => {
    const inputs = viewInputs({
      global: view(4e-3),
      local: view(2e-3),
      secondary: view(1e-3),
      odd: none,
      even: none,
      river: none,
    });
    expect([...inputs.global!]).toEqual([0, -2, 1]);
    expect([...inputs.local!]).toEqual([0, -1, 0.5]);
    expect([...inputs.secondary!]).toEqual([0, -0.5, 0.25]);
  });

  it('leave out what could not be made, and are empty without a local view', () => {
    expect(
      Object.keys(
        viewInputs({ global: view(1), local: view(1), secondary: none, odd: none, even: view(1), river: none }),
      ),
    ).toEqual(['global', 'local', 'even']);
    expect(
      viewInputs({ global: view(1), local: none, secondary: view(1), odd: none, even: none, river: none }),
    ).toEqual({});
  });
});

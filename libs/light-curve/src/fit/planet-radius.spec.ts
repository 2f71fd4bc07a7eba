import { expect, it } from 'vitest';
import { earthRadii } from './planet-radius';

it("the error of a planet's radius holds the errors of the radius ratio and of the star", () => {
  // 0.01 of the Sun is 1.09076 Earth radii; 10 % in the star and 5 % in the ratio are 11.18 % together.
  const radius = earthRadii({ value: 0.01, error: 0.0005 }, 1, 0.1);
  expect(radius.value).toBeCloseTo(1.09076, 5);
  expect(radius.error / radius.value).toBeCloseTo(0.1118, 4);
  expect(earthRadii({ value: 0.01, error: 0.0005 }, 1).error / radius.value).toBeCloseTo(0.05, 9);
});

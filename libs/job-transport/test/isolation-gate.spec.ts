import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { IsolationGate } from '../src/server/isolation-gate';

/** Enters runs in the order given and records which have started. */
function gateWith(...runs: [name: string, isolated: boolean][]) {
  const gate = new IsolationGate();
  const started: string[] = [];
  for (const [name, isolated] of runs) void gate.enter(isolated).then(() => started.push(name));
  return { gate, started };
}

it('starts ordinary runs side by side', async () => {
  const { started } = gateWith(['a', false], ['b', false]);
  await turn();
  expect(started).toEqual(['a', 'b']);
});

it('starts an isolated run when the others have ended, and holds back those that come after it', async () => {
  const { gate, started } = gateWith(['a', false], ['alone', true], ['b', false], ['c', false]);
  await turn();
  expect(started).toEqual(['a']);
  gate.leave(false);
  await turn();
  expect(started).toEqual(['a', 'alone']);
  gate.leave(true);
  await turn();
  expect(started).toEqual(['a', 'alone', 'b', 'c']);
});

it('starts isolated runs one after the other', async () => {
  const { gate, started } = gateWith(['x', true], ['y', true]);
  await turn();
  expect(started).toEqual(['x']);
  gate.leave(true);
  await turn();
  expect(started).toEqual(['x', 'y']);
});

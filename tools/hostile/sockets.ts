import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Dice } from './dice';
import { hostileJson } from './values';

const TYPES = [
  'subscribe_task',
  'unsubscribe_task',
  'subscribe_workers',
  'unsubscribe_workers',
  'ping',
  'error',
  'disconnect',
  '__proto__',
  '',
];
/** Maximum time for a connection to open, and time that it stays open after its last message [ms]. */
const OPEN_TIMEOUT = 10_000;
const LINGER = 20;

function hostileMessage(dice: Dice): string {
  if (dice.chance(0.3)) return hostileJson(dice);
  const task = dice.chance(0.5) ? `"p${'0'.repeat(35)}"` : hostileJson(dice);
  return `{"type":${JSON.stringify(dice.pick(TYPES))},"task_id":${task}}`;
}

/** Frames for the raw WebSocket: messages, and bytes that are none. */
export const rawFrame = (dice: Dice): string | Uint8Array =>
  dice.chance(0.2) ? dice.bytes(dice.below(2000)) : hostileMessage(dice);

/** Frames for socket.io, written by hand: its client refuses to send some of them. `42[name, payload]` is an event. */
export function socketIoFrame(dice: Dice): string | Uint8Array {
  if (dice.chance(0.2))
    return dice.pick(['40', '41', '2', '3', '1', '43[', '451-["x"]', '42', '42[]', '421e9["a"]', '4', '']);
  if (dice.chance(0.1)) return dice.bytes(dice.below(2000));
  return `42[${JSON.stringify(dice.pick(TYPES))},${hostileMessage(dice)}]`;
}

/** Opens a connection, sends frames as long as the server keeps it open, and closes it, politely or not. */
export async function attackSocket(
  dice: Dice,
  address: string,
  frames: readonly (string | Uint8Array)[],
): Promise<void> {
  const socket = new WebSocket(address.replace('http', 'ws'));
  socket.on('error', () => undefined);
  await new Promise<void>((done) => {
    for (const event of ['open', 'close', 'error'] as const) socket.once(event, () => done());
    setTimeout(done, OPEN_TIMEOUT).unref();
  });
  for (const frame of frames) if (socket.readyState === WebSocket.OPEN) socket.send(frame);
  await delay(LINGER);
  if (dice.chance(0.5)) socket.terminate();
  else socket.close();
}

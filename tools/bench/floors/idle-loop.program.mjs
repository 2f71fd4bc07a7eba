// The floor of the event-loop lag: how late the loop of an idle process runs. Prints the 99 % quantile [ms].
// usage: idle-loop.program.mjs SECONDS
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

const RESOLUTION_MS = 10;
const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
histogram.enable();
await delay(Number(process.argv[2]) * 1000);
console.log(Math.max(0, histogram.percentile(99) / 1e6 - RESOLUTION_MS));

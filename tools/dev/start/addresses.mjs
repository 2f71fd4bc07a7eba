/**
 * What a person can open or type now.
 * @param {{ gateway?: string, monitor?: string, worker?: string, redis: string, workers: number }} running
 */
export function addresses({ gateway, monitor, worker, redis, workers }) {
  const entries = {
    API: gateway,
    Documentation: gateway && `${gateway}/docs`,
    Health: gateway && `${gateway}/health`,
    'Queue page': monitor,
    'Worker health': worker && `${worker}/health/ready`,
    Redis: redis,
  };
  const table = Object.entries(entries)
    .filter(([, address]) => address)
    .map(([name, address]) => `    ${name.padEnd(14)} ${address}`);
  if (!gateway) return table.join('\n');
  const request = [
    '    First request:',
    `      curl -X POST "${gateway}/predict?wait=10" -H "Content-Type: application/json" \\`,
    `        -d '{"period": 9.488, "duration": 2.9575, "depth": 615.8, "radius": 2.26, "snr": 35.8, "source": "KEPLER"}'`,
  ];
  const more =
    workers === 0 ? ['    No worker yet; in another terminal:', `      REDIS_URL=${redis} ./start.sh worker`] : [];
  return [...table, ...more, ...request].join('\n');
}

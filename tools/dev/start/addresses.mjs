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
    `        -d '{"period": 1.5, "radius": 1.2, "period_err": 0.01, "radius_err": 0.05, "source": "KEPLER"}'`,
  ];
  const more =
    workers === 0 ? ['    No worker yet; in another terminal:', `      REDIS_URL=${redis} ./start.sh worker`] : [];
  return [...table, ...more, ...request].join('\n');
}

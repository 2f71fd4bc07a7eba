/** What a person can open or type now. */
export function addresses({ gateway, monitor, worker, redis, workers }) {
  const lines = [
    gateway && ['API', gateway],
    gateway && ['Documentation', `${gateway}/docs`],
    gateway && ['Health', `${gateway}/health`],
    monitor && ['Queue page', monitor],
    worker && ['Worker health', `${worker}/health/ready`],
    ['Redis', redis],
  ];
  const table = lines.filter(Boolean).map(([name, address]) => `    ${name.padEnd(14)} ${address}`);
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

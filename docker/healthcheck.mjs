// Exits with 0 when the service is ready; the image has no curl. The argument is the name of the variable that holds the port.
const port = process.env[process.argv[2]];
const { ok } = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(4_000) }).catch(
  () => ({ ok: false }),
);
process.exit(ok ? 0 : 1);

// Exits with 0 when the service is ready. Its argument names the environment variable with the port. The image has no curl.
const port = process.env[process.argv[2] ?? 'PORT'];
const { ok } = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(4_000) }).catch(
  () => ({ ok: false }),
);
process.exit(ok ? 0 : 1);

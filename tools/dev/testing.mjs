/** What tests of other projects use, as `@exoplanet/dev`: real Redis servers, free ports and waits. */
export { freePort } from './free-port.mjs';
export { findChromium } from './install/chromium.mjs';
export { findFakeTime } from './install/fake-time.mjs';
export { findRedisServer } from './redis/redis-program.mjs';
export { startRedis } from './redis/redis-server.mjs';
export { isMissing, pythonWith } from './requirements.mjs';
export { startS3 } from './s3/moto-server.mjs';
export { UnreachableConditionError, until } from './until.mjs';

export { openRedis, PipelinedRedis, type RedisConnection } from './open-redis';
export { describeAddress, parseRedisUrl, type RedisAddress, RedisUrlError } from './redis-url';

export { openRedis, PipelinedRedis, type RedisConnection } from './open-redis';
export { describeAddress, parseRedisUrl, type RedisAddress, type RedisNode, RedisUrlError } from './redis-url';

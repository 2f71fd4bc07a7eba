import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MODEL_NAME, MODEL_VERSION_ID } from '@exoplanet/contracts';
import { ApiKeyDto, asApiKeys } from './api-key.dto';
import { IsReadableFile } from './is-readable-file';
import { IsRedisUrl } from './is-redis-url';
import { asBoolean, asJson, asNumber, asWords, Variable } from './variable';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Log levels of other systems, as ours. */
const LEVEL_NAMES: Record<string, LogLevel> = {
  warning: 'warn',
  critical: 'fatal',
  verbose: 'debug',
  trace: 'debug',
  log: 'info',
};

/** Every environment variable of the gateway and the workers. All are read once, at start. */
export class EnvDto {
  @Variable({ description: 'Address on which the HTTP servers listen', default: '0.0.0.0', used_by: 'both' })
  @IsString()
  HOST!: string;

  @Variable({ description: 'Port of the gateway', default: 8000, read: asNumber, used_by: 'gateway' })
  @IsInt()
  @Min(0)
  @Max(65535)
  PORT!: number;

  @Variable({
    description: 'Write debug log lines, and include internal error messages in answers',
    default: false,
    read: asBoolean,
    used_by: 'both',
  })
  @IsBoolean({ message: '$property must be true or false' })
  DEBUG!: boolean;

  @Variable({
    description:
      'Address of Redis: redis://[user:password@]host:port[/database]; of Sentinels redis+sentinel://host:port,host:port/master[/database]; of a cluster redis+cluster://host:port,host:port; for TLS write rediss in place of redis in each form',
    default: 'redis://127.0.0.1:6379',
    used_by: 'both',
  })
  @IsRedisUrl()
  REDIS_URL!: string;

  @Variable({ description: 'Password for Redis, if the URL contains none', used_by: 'both' })
  @IsOptional()
  @IsString()
  REDIS_PASSWORD?: string;

  @Variable({ description: 'Password for the Sentinels, if they ask for one', used_by: 'both' })
  @IsOptional()
  @IsString()
  REDIS_SENTINEL_PASSWORD?: string;

  @Variable({
    description:
      'File with the certificates (PEM) of the authority that signed the certificate of Redis, if it is a private one',
    used_by: 'both',
  })
  @IsOptional()
  @IsReadableFile()
  REDIS_CA?: string;

  @Variable({
    description: 'File with the certificate (PEM) that is shown to Redis, if it asks clients for one; needs REDIS_KEY',
    used_by: 'both',
  })
  @IsOptional()
  @IsReadableFile()
  REDIS_CERT?: string;

  @Variable({ description: 'File with the private key (PEM) of REDIS_CERT', used_by: 'both' })
  @IsOptional()
  @IsReadableFile()
  REDIS_KEY?: string;

  @Variable({
    description:
      'First part of every key in Redis. Two systems that share a Redis need different prefixes. On a cluster it becomes a hash tag, {exoplanet}',
    default: 'exoplanet',
    used_by: 'both',
  })
  @Matches(/^[A-Za-z0-9_{}-]{1,64}$/, { message: '$property must be 1 to 64 characters of A-Z a-z 0-9 _ - { }' })
  KEY_PREFIX!: string;

  @Variable({
    description: 'Origins of other sites whose pages may call the API from a browser, as a JSON array',
    default: ['http://localhost:3000', 'http://localhost:3001'],
    read: asJson,
    used_by: 'gateway',
  })
  @IsArray({ message: '$property must be a JSON array of origins, for example ["http://localhost:3000"]' })
  @IsUrl(
    {
      require_tld: false,
      require_protocol: true,
      protocols: ['http', 'https'],
      allow_query_components: false,
      allow_fragments: false,
    },
    { each: true },
  )
  CORS_ORIGINS!: string[];

  @Variable({
    description:
      'Host names under which the gateway answers while API_KEYS is not set, separated by commas or as a JSON array; *.example.org stands for all names below. Addresses, localhost and the name of the machine are always allowed',
    default: [],
    written: '',
    read: asWords,
    used_by: 'gateway',
  })
  @IsArray({ message: '$property must be a list of host names, for example api.example.org,*.example.org' })
  @Matches(/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/, {
    each: true,
    message: '$property must be a list of host names, for example api.example.org,*.example.org',
  })
  ALLOWED_HOSTS!: string[];

  @Variable({
    description:
      'Minimum level of the log lines that are written: debug, info, warn, error or fatal, upper or lower case (WARNING is warn)',
    default: 'info',
    read: (text) => LEVEL_NAMES[text.toLowerCase()] ?? text.toLowerCase(),
    used_by: 'both',
  })
  @IsIn(LOG_LEVELS)
  LOG_LEVEL!: LogLevel;

  @Variable({
    description: 'Format of the log lines: json, or pretty for reading in a terminal',
    default: 'json',
    read: (text) => text.toLowerCase(),
    used_by: 'both',
  })
  @IsIn(['json', 'pretty'])
  LOG_FORMAT!: 'json' | 'pretty';

  @Variable({ description: 'Maximum number of rows in one batch', default: 10_000, read: asNumber, used_by: 'gateway' })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  MAX_BATCH_SIZE!: number;

  @Variable({
    description: 'Maximum size of a request body',
    unit: 'bytes',
    default: 64 * 1024 * 1024,
    read: asNumber,
    used_by: 'gateway',
  })
  @IsInt()
  @Min(1024)
  MAX_BODY_SIZE!: number;

  @Variable({
    description:
      'Maximum number of requests per minute, opened sockets included, for each API key, or for each address where there is no key; counted by all gateways together. 0 means no limit',
    default: 0,
    read: asNumber,
    used_by: 'gateway',
  })
  @IsInt()
  @Min(0)
  RATE_LIMIT!: number;

  @Variable({
    description:
      'Maximum number of rows that wait for workers: an estimate, in which a light curve counts as one row; beyond it requests get 503. 0 means no limit',
    default: 1_000_000,
    read: asNumber,
    used_by: 'gateway',
  })
  @IsInt()
  @Min(0)
  MAX_QUEUE!: number;

  @Variable({
    description: 'Memory for the bodies of all requests in progress; beyond it requests get 503',
    unit: 'bytes',
    default: 256 * 1024 * 1024,
    read: asNumber,
    used_by: 'gateway',
  })
  @IsInt()
  @Min(1024)
  BODY_MEMORY_LIMIT!: number;

  @Variable({
    description: 'Folder for uploaded files until they are submitted; the temporary folder of the system when not set',
    used_by: 'gateway',
  })
  @IsOptional()
  @IsString()
  UPLOAD_PATH?: string;

  @Variable({
    description: 'Disk space for uploaded files of all requests in progress; beyond it requests get 503',
    unit: 'bytes',
    default: 1024 * 1024 * 1024,
    read: asNumber,
    used_by: 'gateway',
  })
  @IsInt()
  @Min(1024)
  UPLOAD_DISK_LIMIT!: number;

  @Variable({
    description:
      'Where catalogues are kept: a folder, on a volume that gateways and workers share where they run on several hosts, or `s3://bucket/prefix`, with region, credentials and address from the variables of AWS (`AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT_URL_S3`)',
    default: '.data/catalogs',
    used_by: 'both',
  })
  @Matches(/^(s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/|$)|(?![a-z0-9]+:\/\/).)/i, {
    message: '$property must be a folder or s3://bucket/prefix',
  })
  CATALOG_STORE!: string;

  @Variable({
    description:
      'Maximum size of the local copies of a bucket’s files, in the temporary folder of each machine; files that were used in the last five minutes are kept beyond it',
    unit: 'bytes',
    default: 4 * 1024 * 1024 * 1024,
    read: asNumber,
    used_by: 'both',
  })
  @IsInt()
  @Min(64 * 1024 * 1024)
  CATALOG_CACHE!: number;

  @Variable({
    description: 'How long a catalogue that is not pinned is kept; 0 keeps all of them',
    unit: 's',
    default: 30 * 24 * 3600,
    read: asNumber,
    used_by: 'gateway',
  })
  @IsInt()
  @Min(0)
  CATALOG_TTL!: number;

  @Variable({
    description: 'Maximum size of an uploaded catalogue as sent, before it is decompressed',
    unit: 'bytes',
    default: 1024 * 1024 * 1024,
    read: asNumber,
    used_by: 'gateway',
  })
  @IsInt()
  @Min(1024)
  MAX_CATALOG_SIZE!: number;

  @Variable({
    description:
      'Memory of the database that reads and writes catalogues; what exceeds it is written to temporary files. A worker has a second one of this size while it reads a table',
    unit: 'bytes',
    default: 128 * 1024 * 1024,
    read: asNumber,
    used_by: 'both',
  })
  @IsInt()
  @Min(32 * 1024 * 1024)
  CATALOG_MEMORY!: number;

  @Variable({
    description:
      'Maximum time of one run of a task on a worker. Reading a catalogue is limited by its size, not by time',
    unit: 's',
    default: 300,
    read: asNumber,
    used_by: 'both',
  })
  @IsNumber()
  @Min(0.1)
  TASK_TIMEOUT!: number;

  @Variable({
    description:
      'Time between two heartbeats of a worker, between two worker updates on a socket and between two progress messages of a task',
    unit: 's',
    default: 2,
    read: asNumber,
    used_by: 'both',
  })
  @IsNumber()
  @Min(0.05)
  @Max(3600)
  TELEMETRY_UPDATE_INTERVAL!: number;

  @Variable({
    description: 'How long a finished task is kept',
    unit: 's',
    default: 3600,
    read: asNumber,
    used_by: 'both',
  })
  @IsInt()
  @Min(1)
  RESULT_TTL!: number;

  @Variable({
    description: 'Maximum number of completed commands, and of failed ones, that are kept of each kind',
    default: 100_000,
    read: asNumber,
    used_by: 'worker',
  })
  @IsInt()
  @Min(1)
  RESULT_LIMIT!: number;

  @Variable({
    description:
      'Maximum memory in Redis for unfinished commands, room for their results, and stored payloads above 64 KB',
    unit: 'bytes',
    default: 512 * 1024 * 1024,
    read: asNumber,
    used_by: 'both',
  })
  @IsInt()
  @Min(1024)
  PAYLOAD_MEMORY_LIMIT!: number;

  @Variable({
    description: 'Number of prediction commands that a worker runs at the same time',
    default: 64,
    read: asNumber,
    used_by: 'worker',
  })
  @IsInt()
  @Min(1)
  @Max(1024)
  WORKER_CONCURRENCY!: number;

  @Variable({ description: 'Name of the worker. Host name and process id if it is not set', used_by: 'worker' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9._-]{1,64}$/, { message: '$property must be 1 to 64 characters of A-Z a-z 0-9 . _ -' })
  WORKER_NAME?: string;

  @Variable({
    description: "Port of the worker's health routes; 0 chooses a free port",
    default: 0,
    read: asNumber,
    used_by: 'worker',
  })
  @IsInt()
  @Min(0)
  @Max(65535)
  WORKER_HEALTH_PORT!: number;

  @Variable({ description: 'Folder with the models: <name>/<version>/card.json', default: 'models', used_by: 'worker' })
  @IsString()
  MODEL_PATH!: string;

  @Variable({
    description:
      'Name of the model that answers requests that name none. If it is not set, the worker chooses the best model for the data',
    used_by: 'worker',
  })
  @IsOptional()
  @Matches(MODEL_NAME, { message: '$property must be the name of a model' })
  DEFAULT_MODEL?: string;

  @Variable({
    description:
      'Model version, as name@version, that also scores every request without answering it. A metric shows how often it disagrees',
    used_by: 'worker',
  })
  @IsOptional()
  @Matches(MODEL_VERSION_ID, { message: '$property must be name@version' })
  SHADOW_MODEL?: string;

  @Variable({
    description:
      'Execution providers of ONNX Runtime in order of preference, separated by commas or as a JSON array: cuda, cpu',
    default: ['cpu'],
    written: 'cpu',
    read: asWords,
    used_by: 'worker',
  })
  @IsArray({ message: '$property must be a list of cuda and cpu, for example cuda,cpu' })
  @ArrayNotEmpty()
  @IsIn(['cpu', 'cuda'], { each: true })
  EXECUTION_PROVIDERS!: ('cpu' | 'cuda')[];

  @Variable({
    description:
      'API keys as a JSON array of {"name", "sha256", "roles"}; the roles are submit, read and operate. If it is not set, every request is allowed',
    read: asApiKeys,
    used_by: 'gateway',
  })
  @IsOptional()
  @IsArray({ message: '$property must be a JSON array of {"name", "sha256", "roles"}' })
  @ArrayNotEmpty()
  @ArrayUnique(({ name }: ApiKeyDto) => name, { message: '$property must have every name once' })
  @ValidateNested({ each: true, message: '$property must be a JSON array of {"name", "sha256", "roles"}' })
  API_KEYS?: ApiKeyDto[];

  @Variable({
    description:
      'Base address of the OpenTelemetry collector (OTLP over HTTP) that receives traces. If it is not set, there are no traces',
    used_by: 'both',
  })
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  @Variable({
    description: 'Port of the queue page; 0 switches the page off',
    default: 5555,
    read: asNumber,
    used_by: 'gateway',
  })
  @IsInt()
  @Min(0)
  @Max(65535)
  MONITOR_PORT!: number;
}

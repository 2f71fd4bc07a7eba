/**
 * How Node runs the gateway and the workers, here and in the images (`docker/Dockerfile`). The small young generation keeps
 * an idle program below 150 MB: start-up fills it to its limit, and it never shrinks.
 */
export const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=8'];

/**
 * How the C library's allocator (glibc) works in the gateway, here and in the image: memory that DuckDB frees goes back to the operating
 * system at once, and few threads have a heap of their own. A gateway that exports a million rows needs 80 MB less. Another C
 * library ignores it.
 */
export const GATEWAY_ALLOCATOR = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

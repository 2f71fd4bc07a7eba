/**
 * How Node runs the gateway and the workers, here and in the images (`docker/Dockerfile`). The small young generation keeps
 * an idle program below 150 MB: start-up fills it to its limit, and it never shrinks.
 */
export const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=8'];

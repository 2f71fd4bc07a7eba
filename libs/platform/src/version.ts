/** Version of the software, from package.json at build time. */
export const VERSION = process.env.npm_package_version ?? '0.0.0';

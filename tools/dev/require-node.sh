# shellcheck shell=bash
# Sourced by start.sh and test.sh: stops with a clear line where Node.js is missing or too old.
node_version=$(node -p 'process.versions.node' 2>/dev/null || true)
if ! node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null; then
  echo "Node.js 20.19 or newer is needed, ${node_version:-none} was found: see https://nodejs.org" >&2
  exit 1
fi

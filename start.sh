#!/usr/bin/env bash
# Brings the whole system up: ./start.sh --help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=tools/dev/require-node.sh
. tools/dev/require-node.sh
exec node tools/dev/start.mjs "$@"

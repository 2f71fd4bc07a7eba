#!/usr/bin/env bash
# Checks everything; the last line is "N passed, N failed". A part of it: ./test.sh --help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=tools/dev/require-node.sh
. tools/dev/require-node.sh
exec node tools/dev/test.mjs "$@"

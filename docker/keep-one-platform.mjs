// The package of ONNX Runtime has 290 MB of binaries for every platform: removes those of other platforms.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const binaries = 'node_modules/onnxruntime-node/bin';

for (const napi of readdirSync(binaries)) {
  for (const platform of readdirSync(join(binaries, napi))) {
    for (const arch of readdirSync(join(binaries, napi, platform))) {
      if (platform !== process.platform || arch !== process.arch)
        rmSync(join(binaries, napi, platform, arch), { recursive: true });
    }
  }
}

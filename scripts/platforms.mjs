// The platforms a package is made for, and what of onnxruntime-node's and sharp's binaries each one needs.
import fs from 'node:fs';
import path from 'node:path';

/** VS Code's names of the platforms; Linux with glibc. */
export const TARGETS = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];

const WITHOUT = {
  'darwin-x64': 'onnxruntime-node has no binaries for Macs with Intel processors, so no package is made for them',
  'alpine-x64': 'onnxruntime-node has no binaries for musl, so no package is made for Alpine',
  'alpine-arm64': 'onnxruntime-node has no binaries for musl, so no package is made for Alpine',
  web: 'training and mining need a process beside the files, so no package is made for VS Code without a workspace host',
};

/** The platform of a name given by a person: its npm names { target, os, cpu }. Throws an Error that says which there are. */
export function platform(target) {
  if (!TARGETS.includes(target))
    throw new Error(`${target}: ${WITHOUT[target] ?? 'no such platform is known'}. Expected one of ${TARGETS.join(', ')}, or all.`);
  const [os, cpu] = target.split('-');
  return { target, os, cpu };
}

/**
 * Takes the engine's binaries of other platforms out of `modules`, and copies of one library under several names, of which the binding asks for
 * one. Throws where the platform's own binaries are missing.
 */
export function keepBinaries(modules, { target, os, cpu }) {
  const all = path.join(modules, 'onnxruntime-node/bin/napi-v6');
  const own = path.join(all, os, cpu);
  const image = path.join(modules, '@img', `sharp-${target}`);
  for (const folder of [own, image])
    if (!fs.existsSync(folder)) throw new Error(`${target}: ${folder} not found, expected its binaries. Check that the package has them.`);
  for (const system of fs.readdirSync(all))
    for (const processor of fs.readdirSync(path.join(all, system)))
      if (system !== os || processor !== cpu) fs.rmSync(path.join(all, system, processor), { recursive: true });
  for (const name of unusedTwins(own)) fs.rmSync(path.join(own, name));
}

/** Names of libraries in a folder that equal another one, byte for byte, and that the binding does not ask for by name. */
function unusedTwins(folder) {
  const binding = fs.readFileSync(path.join(folder, 'onnxruntime_binding.node'));
  const libraries = fs.readdirSync(folder).filter((name) => !name.endsWith('.node'));
  const bytes = Object.fromEntries(libraries.map((name) => [name, fs.readFileSync(path.join(folder, name))]));
  const asked = libraries.filter((name) => binding.includes(`${name}\0`));
  return libraries.filter((name) => !asked.includes(name) && asked.some((other) => bytes[other].equals(bytes[name])));
}

// Assembles the WebAssembly of src/pixels/kernel into modules' bytes, which the sources carry as text: nothing has to be found on the disk at run time.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

const folder = new URL('../src/pixels/kernel/', import.meta.url);

/** Text of each source file that carries a module, by its name. */
export async function pixelKernels() {
  const { parseWat } = await wabt();
  const files = {};
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.wat')).map((file) => file.slice(0, -4))) {
    const module = parseWat(`${name}.wat`, await readFile(new URL(`${name}.wat`, folder), 'utf8'), { simd: true });
    module.validate({ simd: true });
    const bytes = Buffer.from(module.toBinary({}).buffer).toString('base64');
    module.destroy();
    files[`${name}Module.ts`] =
      `/** Made of ${name}.wat by scripts/pixelKernel.mjs: WebAssembly, in base64. */\nexport const ${name.toUpperCase()}_MODULE =\n  '${bytes}';\n`;
  }
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [name, text] of Object.entries(await pixelKernels())) await writeFile(new URL(name, folder), text);

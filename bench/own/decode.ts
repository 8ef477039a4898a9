/** Our contestant in `data`: files to frames of stored values, one after the other in one thread, or their bytes alone. */
import { readFile } from 'node:fs/promises';
import { readImage } from '../../src/images/read';
import { answer } from './serve';

const { files, bytesAlone } = JSON.parse(process.argv[2]) as { files: string[]; bytesAlone?: boolean };

async function pass(): Promise<{ milliseconds: number; count: number }> {
  const start = performance.now();
  for (const file of files) await (bytesAlone ? readFile(file) : readImage(file));
  return { milliseconds: performance.now() - start, count: files.length };
}

await pass();
await answer('Node.js', pass);

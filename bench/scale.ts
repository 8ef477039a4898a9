/** `scale`: what memory cutting a data set takes, by the number of its views. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Benchmark, count } from './benchmark';
import { FORMS, type Form, writeFilms } from './dataFiles';
import { type Figure, figure } from './report';
import { Worker } from './worker';

interface ScaleOptions {
  films: number;
  views: string[];
  form: Form;
  threads: number;
}

export const scale: Benchmark<ScaleOptions> = {
  name: 'scale',
  description: 'peak memory of cutting full-size films to patches, by their number',
  configure: (command) =>
    command
      .option('--films <n>', 'films that are written; views take them in turn', count, 4)
      .option('--views <n...>', 'numbers of views', ['50', '500'])
      .option('--form <name>', `one of ${FORMS.join(', ')}`, 'PNG')
      .option('--threads <n>', 'threads', count, os.availableParallelism()),
  async run({ films, views: numbers, form, threads }, log) {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'bench-scale-'));
    try {
      const written = (await writeFilms(dir, films)).views[form];
      const cases: Figure[] = [];
      for (const number of numbers.map(count)) {
        const views = Array.from({ length: number }, (_, i) => ({ ...written[i % films], id: `view-${i}` }));
        const task = JSON.stringify({ views, threads, cold: true });
        const worker = new Worker(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('own/cut.ts', import.meta.url)), task]);
        try {
          await worker.answer();
          const { milliseconds, count: patches } = await worker.ask<{ milliseconds: number; count: number }>({ steps: 1 });
          const { peakBytes } = await worker.ask<{ peakBytes: number }>({ peak: true });
          log(`${number} views: ${patches} patches in ${(milliseconds / 1000).toFixed(0)} s, peak ${(peakBytes / 2 ** 20).toFixed(0)} MB`);
          cases.push(figure(`${number} views in ${form}, ${patches} patches`, 'less', peakBytes / 2 ** 20, null));
        } finally {
          await worker.close();
        }
      }
      return { name: 'scale', unit: 'MB', cases };
    } finally {
      await rm(dir, { recursive: true });
    }
  },
};

/** `data`: full-size films to stored values and to patches, against Python's way with Pillow, pydicom, scikit-image and NumPy. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Benchmark, count, type Log } from './benchmark';
import { type FilmFiles, FORMS, type Form, writeFilms } from './dataFiles';
import { disturbance, otherShare, ticks } from './otherLoad';
import { findPeer } from './peer';
import { type Figure, figure, median } from './report';
import type { Contestant } from './turns';
import { Worker } from './worker';

interface DataOptions {
  films: number;
  rounds: number;
  threads: number;
  forms: string[];
  python?: string;
}

/** What a pass of a contestant did: frames or patches. */
interface Pass {
  milliseconds: number;
  count: number;
}

interface Measured {
  /** Frames or patches a second, the median over the rounds. */
  rate: number;
  peakMegabytes: number;
}

const MODULES = ['numpy', 'PIL', 'skimage', 'pydicom'];
/** What reads a form in Python, where anything in Debian does. */
const READER: Record<Form, string | undefined> = {
  LJPEG: undefined,
  PNG: 'Pillow',
  TIFF: 'Pillow',
  PGM: 'Pillow',
  DICOM: 'pydicom',
  'DICOM RLE': 'pydicom',
  'DICOM JPEG lossless': undefined,
  'DICOM JPEG-LS': undefined,
  'DICOM JPEG 2000': 'pydicom',
};
/** Forms that are cut to patches too: the others differ in their decoder alone. */
const CUT: readonly Form[] = ['PNG', 'LJPEG', 'DICOM', 'DICOM RLE'];
const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const ours = (label: string, script: string, task: object): Contestant => ({
  label,
  command: process.execPath,
  args: ['--import', 'tsx', at(`own/${script}.ts`), JSON.stringify(task)],
});

export const data: Benchmark<DataOptions> = {
  name: 'data',
  description: 'full-size films to stored values, by format, and to patches, against Pillow, pydicom, scikit-image and NumPy',
  configure: (command) =>
    command
      .option('--films <n>', 'films of a pass', count, 8)
      .option('--rounds <n>', 'passes of each contestant', count, 3)
      .option('--threads <n>', 'threads of ours, and processes of Python', count, os.availableParallelism())
      .option('--forms <names...>', `of ${FORMS.join(', ')}`, [...FORMS])
      .option('--python <path>', 'the Python that has Pillow and scikit-image (default: $DEEPMINER_PYTHON, python3, /usr/bin/python3)'),
  async run(options, log) {
    const peer = await findPeer(options.python, log, MODULES);
    const theirs = (label: string, task: object): Contestant[] =>
      peer ? [{ label, command: peer.python, args: ['-u', at('peer/pictures.py'), JSON.stringify(task)] }] : [];
    const dir = await mkdtemp(path.join(os.tmpdir(), 'bench-data-'));
    try {
      const films = await writeFilms(dir, options.films);
      const cases = [...(await decoding(films, theirs, options, log)), ...(await cutting(films, theirs, options, log))];
      return { name: 'data', unit: 'frames/s', cases };
    } finally {
      await rm(dir, { recursive: true });
    }
  },
};

type Theirs = (label: string, task: object) => Contestant[];

/** Files to stored values in one thread, beside reading their bytes and doing nothing with them. */
async function decoding({ views, megabytes }: FilmFiles, theirs: Theirs, { rounds, forms }: DataOptions, log: Log): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const form of FORMS.filter((name) => forms.includes(name))) {
    const files = views[form].map((view) => view.file);
    const reader = READER[form];
    log(`${form}, ${megabytes[form].toFixed(1)} MB a film`);
    const contestants = [
      ours('ours', 'decode', { files }),
      ours('bytes', 'decode', { files, bytesAlone: true }),
      ...(reader ? theirs(reader, { files }) : []),
    ];
    const { measured, disturbed } = await inTurn(contestants, rounds, log);
    const [own, bytes] = ['ours', 'bytes'].map((label) => measured.get(label)?.rate);
    const speed = own && bytes && `${(own * megabytes[form]).toFixed(0)} MB/s, bytes alone ${(bytes * megabytes[form]).toFixed(0)} MB/s`;
    const note = [speed, reader ?? 'no reader in Python', disturbed].filter(Boolean).join('; ');
    figures.push(figure(`${form} decoded in one thread`, 'more', own ?? null, measured.get(reader ?? '')?.rate ?? null, note));
  }
  return figures;
}

/** Files to a patch store over all cores. */
async function cutting({ views }: FilmFiles, theirs: Theirs, { rounds, threads, forms }: DataOptions, log: Log): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const form of CUT.filter((name) => forms.includes(name))) {
    log(`${form} to patches`);
    const task = { views: views[form] };
    const readable = READER[form] !== undefined;
    const contestants = [
      ours('threads', 'cut', { ...task, threads }),
      ours('one thread', 'cut', { ...task, threads: 1 }),
      ...(readable
        ? [
            ...theirs('Pillow, one process', { ...task, resize: 'Pillow' }),
            ...theirs('Pillow, processes', { ...task, resize: 'Pillow', processes: threads }),
            ...theirs('scikit-image, one process', { ...task, resize: 'scikit-image' }),
            ...theirs('scikit-image, processes', { ...task, resize: 'scikit-image', processes: threads }),
          ]
        : []),
    ];
    const { measured, disturbed } = await inTurn(contestants, rounds, log);
    const rate = (label: string): number | null => measured.get(label)?.rate ?? null;
    const peak = (label: string): number | null => measured.get(label)?.peakMegabytes ?? null;
    const name = `${form} to patches of 224 px`;
    const against = (label: string, peer: string) =>
      figures.push(figure(`${name}, patches/s, ${label} to ${peer}`, 'more', rate(label), rate(peer), disturbed));
    if (!readable) {
      figures.push(figure(`${name}, patches/s, ${threads} threads`, 'more', rate('threads'), null, disturbed));
      continue;
    }
    for (const peer of ['scikit-image', 'Pillow']) {
      against('threads', `${peer}, one process`);
      against('threads', `${peer}, processes`);
      against('one thread', `${peer}, one process`);
    }
    figures.push(figure(`${name}, peak memory in MB, of all processes`, 'less', peak('threads'), peak('Pillow, processes')));
  }
  return figures;
}

/** A pass of each contestant in turn, `rounds` times; who fails is named in the log and left out. */
async function inTurn(
  contestants: readonly Contestant[],
  rounds: number,
  log: Log,
): Promise<{ measured: Map<string, Measured>; disturbed: string }> {
  const running: { label: string; worker: Worker; rates: number[] }[] = [];
  const measured = new Map<string, Measured>();
  const before = await ticks();
  const workers = contestants.map(({ label, command, args }) => ({ label, worker: new Worker(command, args), rates: [] as number[] }));
  try {
    for (const contestant of workers)
      try {
        await contestant.worker.answer();
        running.push(contestant);
      } catch (error) {
        log(`  ${contestant.label} could not be measured: ${error instanceof Error ? error.message : error}`);
      }
    for (let round = 0; round < rounds; round++)
      for (const { worker, rates } of running) {
        const { count: done, milliseconds } = await worker.ask<Pass>({ steps: 1 });
        rates.push((done * 1000) / milliseconds);
      }
    for (const { label, worker, rates } of running) {
      const { peakBytes } = await worker.ask<{ peakBytes: number }>({ peak: true });
      measured.set(label, { rate: median(rates), peakMegabytes: peakBytes / 2 ** 20 });
      log(`  ${label.padEnd(26)} ${rates.map((rate) => rate.toFixed(2)).join(', ')} a second, peak ${(peakBytes / 2 ** 20).toFixed(0)} MB`);
    }
  } finally {
    await Promise.all(workers.map(({ worker }) => worker.close()));
  }
  return { measured, disturbed: disturbance(otherShare(before, await ticks())) };
}

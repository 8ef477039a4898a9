/** What a benchmark is: a name, its options, and a run that gives a report. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Report } from './report';

export interface Benchmark<O = never> {
  name: string;
  description: string;
  /** Adds the benchmark's own options. */
  configure(command: Command): Command;
  run(options: O, log: Log): Promise<Report>;
}

/** A line for people, on standard error. */
export type Log = (line: string) => void;

/** Options of every benchmark that runs networks against a peer. */
export interface NetworkOptions {
  networks: string[];
  batches: number[];
  /** Side of the input in pixels; undefined: 64 for `small`, else 224. */
  size?: number;
  /** Rounds of every contestant; undefined: as many as a minute takes, 3 to 30. */
  rounds?: number;
  threads: number;
  device: string;
  python?: string;
  compile?: boolean;
  tf32?: boolean;
  /** Only one contestant is in memory at a time. */
  apart?: boolean;
}

/** Adds the options of NetworkOptions. */
export function networkOptions(command: Command, networks: string, batches: string, threads: number): Command {
  return command
    .option('--networks <names>', 'small, resnet18, resnet34, resnet50, resnet101, resnet152', names, names(networks))
    .option('--batches <sizes>', 'batch sizes', counts, counts(batches))
    .option('--size <pixels>', 'side of the input (default: 64 for small, else 224)', count)
    .option('--rounds <n>', 'rounds of each contestant (default: what a minute takes, 3 to 30)', count)
    .option('--threads <n>', 'threads of both sides', count, threads)
    .option('--device <name>', 'our device; on any but cpu the peer uses CUDA', 'cpu')
    .option('--python <path>', 'the Python that has torch (default: $DEEPMINER_PYTHON, python3, /usr/bin/python3)')
    .option('--compile', 'let the peer try torch.compile too')
    .option('--apart', 'a process for every turn, where the contestants do not fit into memory together')
    .option('--tf32', 'let the peer round products to TF32 on CUDA (default: whole float32, as ours)');
}

export function count(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('expected a whole number from 1');
  return Number(text);
}

function counts(text: string): number[] {
  return text.split(',').map(count);
}

function names(text: string): string[] {
  const list = text.split(',').filter(Boolean);
  if (list.length === 0) throw new InvalidArgumentError('expected names with commas between');
  return list;
}

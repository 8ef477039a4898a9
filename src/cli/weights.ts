/** `deepminer weights`: published ImageNet weights to begin a training with; `deepminer export`: a run's network for other programs. */
import path from 'node:path';
import { type Command, Option } from 'commander';
import type { ExportedNetwork, FetchedWeights, WeightListing } from '../protocol/compute';
import { at, type Call, type ProjectOptions } from './call';
import { table } from './terminal';

const FORMATS = ['safetensors', 'onnx'] as const;
type Format = (typeof FORMATS)[number];

export function weightsCommand(command: Command, call: Call): void {
  command.description('ImageNet weights to begin a training with: network.weights "imagenet" in deepminer.json');
  command
    .command('fetch')
    .description('fetch the weights of one network once, for all projects; goes on where it was cut')
    .argument('<architecture>', 'resnet18, resnet34, resnet50, resnet101 or resnet152')
    .addOption(
      new Option('--version <n>', '1: of the paper\'s time; 2: trained anew, "imagenet-v2" in deepminer.json')
        .choices(['1', '2'])
        .default('1'),
    )
    .option('--mirror <url>', "https address of a folder with the same files, instead of the publisher's")
    .action((architecture: string, o: { version: '1' | '2'; mirror?: string }, self: Command) =>
      call(self, 'fetchWeights', { architecture, version: Number(o.version) as 1 | 2, mirror: o.mirror }, fetchedText),
    );
  command
    .command('list')
    .description('what is published, and what is stored here')
    .action((_: unknown, self: Command) => call(self, 'listWeights', {}, listText));
}

export function exportCommand(command: Command, call: Call): void {
  command
    .description("write a run's network for other programs: safetensors for PyTorch, plain ONNX for the rest")
    .argument('<out>', 'file to write')
    .addOption(new Option('-f, --format <format>', 'default: by the ending of <out>').choices(FORMATS))
    .action((out: string, o: ProjectOptions & { format?: Format }, self: Command) =>
      call(self, 'exportNetwork', { ...at(o), format: o.format ?? formatOf(out, self), out: path.resolve(out) }, exportText),
    );
}

function formatOf(file: string, command: Command): Format {
  return (
    FORMATS.find((format) => file.toLowerCase().endsWith(`.${format}`)) ??
    command.error('error: expected a file ending in .safetensors or .onnx, or --format.', { exitCode: 2 })
  );
}

function fetchedText(f: FetchedWeights): string {
  const origin = f.stored ? 'stored already' : `fetched from ${f.url}`;
  return `${f.architecture} version ${f.version}: ${megabytes(f.bytes)} MB, ${origin}
${f.file}
SHA-256 ${f.sha256} (the publisher makes its first 8 digits known, and they agree)

Begin with these weights: "network": {"architecture": "${f.architecture}", "weights": "imagenet${f.version === 1 ? '' : `-v${f.version}`}"} in deepminer.json`;
}

function listText(listings: WeightListing[]): string {
  const rows = listings.map((w) => [
    w.architecture,
    String(w.version),
    w.fileName,
    w.bytes === undefined ? 'no' : `${megabytes(w.bytes)} MB`,
  ]);
  return `${table(['network', 'version', 'file', 'stored'], rows)}\n\nFetch one: deepminer weights fetch resnet152`;
}

function exportText(e: ExportedNetwork): string {
  return `${e.run}: ${e.tensors} tensors of a network for ${e.classes.join(', ')}\n${e.file}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** deepminer inspect: an ONNX file of any exporter, as it would be a network here. */
import path from 'node:path';
import type { Command } from 'commander';
import type { NetworkInspection } from '../protocol/inspection';
import type { Call } from './call';
import { count } from './options';

export function inspectCommand(program: Command, call: Call): void {
  program
    .command('inspect')
    .description('show what an ONNX classifier of any exporter would be as a network here (network.architecture "imported")')
    .argument('<file>', 'an .onnx file')
    .option('--size <pixels>', 'side of the patches (default: as it was exported)', count)
    .option('--features <name>', 'node or value to take as last feature map')
    .option('--head <name>', 'node or value to take as logits')
    .action((file: string, o: { size?: number; features?: string; head?: string }, command: Command) =>
      call(command, 'inspectNetwork', { file: path.resolve(file), ...o }, inspectionText),
    );
}

export function inspectionText(found: NetworkInspection): string {
  const operators = Object.entries(found.operators)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([op, times]) => `${op} ${times}`);
  const field = found.receptiveField;
  const lines = [
    `${found.file}: operator set ${found.opset}, seen with images of ${found.size} pixels`,
    ...found.found,
    `Units: ${found.units}. Trained numbers before the linear layer: ${found.parameters}.`,
    found.ownOutputs === undefined
      ? 'Its own ending cannot be kept.'
      : `Its own linear layer of ${found.ownOutputs} outputs can be kept (network.keepHead).`,
    `Operators: ${operators.join(', ')}.`,
    'unknown' in field
      ? `What a unit sees is not certain: ${field.unknown}.`
      : `A unit sees ${field.size} pixels, the next one ${field.stride} pixels further; the first is centred at ${field.offset}.`,
  ];
  if (found.untrainable.length === 0) lines.push('Every operator has a gradient rule: it can be trained.');
  else
    lines.push(
      'Cannot be trained, for want of gradient rules:',
      ...found.untrainable.map(({ op, node, place }) => `  ${op} in node ${node}, ${place}`),
    );
  return lines.join('\n');
}

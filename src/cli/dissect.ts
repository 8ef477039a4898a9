/** `deepminer dissect`: which units detect which concepts, by overlap with masks (Network Dissection). */
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { DETECTOR_IOU, DISSECTION_QUANTILE, type Dissection } from '../protocol/concepts';
import { atDevice, type Call, type ProjectOptions } from './call';

interface DissectOptions extends ProjectOptions {
  masks?: string;
  quantile: number;
  allUnits?: boolean;
}

export function dissectCommand(command: Command, call: Call): void {
  command
    .description(`IoU of the mined units with masks of known concepts; a unit detects its best concept from ${DETECTOR_IOU} on`)
    .option('--masks <dir>', 'folder of masks, <concept>/<view id>.png (default: the masks beside the views, as the sample has them)')
    .option('--quantile <share>', 'share of its activations above which a unit speaks', share, DISSECTION_QUANTILE)
    .option('--all-units', 'every unit of the network, not the mined ones alone')
    .action(({ masks, quantile, allUnits, ...o }: DissectOptions, self: Command) =>
      call(self, 'dissect', { ...atDevice(o), masks: masksFolder(masks), quantile, allUnits }, dissectionText),
    );
}

/** Relative to where the command was called. */
export function masksFolder(masks: string | undefined): string | undefined {
  return masks === undefined ? undefined : path.resolve(masks);
}

function dissectionText({ text, files }: Dissection): string {
  return `${text}\n\n${files.report}\n${files.table}\n${files.chart}`;
}

function share(text: string): number {
  const x = Number(text);
  if (!(x > 0 && x < 1)) throw new InvalidArgumentError('expected a share between 0 and 1.');
  return x;
}

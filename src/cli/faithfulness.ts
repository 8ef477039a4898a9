/** deepminer faithfulness: what silenced units and removed pixels do to the decisions, and where the maps point. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Canvas, FaithfulnessOptions } from '../protocol/faithfulness';
import { atDevice, type Call, type ProjectOptions } from './call';
import { count, whole } from './options';

interface FaithfulnessCommandOptions extends ProjectOptions {
  part?: 'test' | 'holdout';
  views?: number;
  steps?: number;
  seed?: number;
  draws?: number;
  replacement?: Canvas;
  start?: Canvas;
  blur?: number;
  region?: FaithfulnessOptions['region'];
  randomOrder?: FaithfulnessOptions['randomOrder'];
  toleranceMm?: number;
  tolerancePixels?: number;
}

export function faithfulnessCommand(command: Command, call: Call): void {
  const canvases = ['mean', 'black', 'blur'];
  command
    .description('measure how faithful units and maps are: silenced units, deletion and insertion, pointing game')
    .addOption(new Option('--part <part>', 'part of the split to measure on (default: test)').choices(['test', 'holdout']))
    .option('--views <n>', 'views for the deletion and insertion curves; 0: none (default: 20)', from0)
    .option('--steps <n>', 'steps of a curve (default: 20)', count)
    .option('--seed <n>', 'seed of the sample of views, of random orders and random units (default: 1)', whole)
    .option('--draws <n>', 'random sets of units to compare with (default: 20)', count)
    .addOption(new Option('--replacement <what>', 'what deletion puts in place of pixels (default: mean)').choices(canvases))
    .addOption(new Option('--start <what>', 'what insertion starts from (default: blur)').choices(canvases))
    .option('--blur <share>', "standard deviation of the blur, as a share of a patch's side (default: 0.25)", from0Real)
    .addOption(
      new Option('--region <where>', 'pixels to take away: the breast, or the whole view (default: tissue)').choices(['tissue', 'view']),
    )
    .addOption(new Option('--random-order <grain>', 'grain of the random order (default: cells)').choices(['cells', 'pixels']))
    .addOption(
      new Option('--tolerance-mm <mm>', 'how far from an outline a point still hits it').argParser(from0Real).conflicts('tolerancePixels'),
    )
    .option('--tolerance-pixels <n>', 'the same in pixels of the view (default: 0)', from0Real)
    .action((o: FaithfulnessCommandOptions, self: Command) => {
      const { toleranceMm, tolerancePixels, project: _, run: __, device: ___, ...options } = o;
      const tolerance =
        toleranceMm !== undefined ? { mm: toleranceMm } : tolerancePixels !== undefined ? { pixels: tolerancePixels } : undefined;
      return call(self, 'measureFaithfulness', { ...atDevice(o), ...options, tolerance }, ({ text, file }) => `${text}\n\n${file}`);
    });
}

function from0(text: string): number {
  const n = whole(text);
  if (n < 0) throw new InvalidArgumentError('expected a whole number from 0.');
  return n;
}

function from0Real(text: string): number {
  const x = Number(text);
  if (text.trim() === '' || !(x >= 0)) throw new InvalidArgumentError('expected a number from 0.');
  return x;
}

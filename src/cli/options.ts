/** Options that several commands share, and what their words may be. */
import { type Command, InvalidArgumentError } from 'commander';

/** Adds --project. */
export function projectOption(command: Command): Command {
  return command.option('-p, --project <dir>', 'folder with deepminer.json', '.');
}

/** Adds --project and --run. */
export function onProject(command: Command): Command {
  return projectOption(command).option('-r, --run <name>', 'run below runs/ (default: the newest)');
}

export function whole(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
}

export function count(text: string): number {
  const n = whole(text);
  if (n < 1) throw new InvalidArgumentError('expected a whole number from 1.');
  return n;
}

export function positive(text: string): number {
  const x = Number(text);
  if (!(x > 0)) throw new InvalidArgumentError('expected a number above 0.');
  return x;
}

/** `1e-2,1e-3` */
export function positives(text: string): number[] {
  return text.split(',').map(positive);
}

export function part(text: string): string {
  if (!['train', 'holdout', 'test'].includes(text)) throw new InvalidArgumentError('expected train, holdout or test.');
  return text;
}

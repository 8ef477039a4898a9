/** `deepminer similar`: the hold-out views whose units speak most like a view's. */
import type { Command } from 'commander';
import type { SimilarViews } from '../protocol/similar';
import { sharedNames, similarHead } from '../units/similarText';
import { atDevice, type Call, type ProjectOptions } from './call';
import { onDevice } from './devices';
import { count, onProject } from './options';
import { table } from './terminal';

interface SimilarOptions extends ProjectOptions {
  count?: number;
  sameCase?: boolean;
  class?: string;
}

export function similarCommand(program: Command, call: Call): void {
  onDevice(
    onProject(program.command('similar').description('the hold-out views on which the units have influences most like those on a view')),
  )
    .argument('<view>', 'a view id (deepminer views lists them) or an image file')
    .option('-n, --count <n>', 'how many (default: 5)', count)
    .option('--same-case', 'other views of the same case too')
    .option('--class <name>', 'compare influences on this class (default: the one decided for the view)')
    .action((view: string, o: SimilarOptions, self: Command) => {
      const { count, sameCase, class: className } = o;
      return call(self, 'similarViews', { ...atDevice(o), view, count, sameCase, className }, similarText);
    });
}

export function similarText(similar: SimilarViews): string {
  const rows = similar.views.map((v) => [
    v.viewId,
    v.label ?? 'unknown',
    v.distance.toFixed(3),
    v.cosine.toFixed(3),
    v.shared.map(({ unit }) => unit).join(' '),
  ]);
  const names = sharedNames(similar);
  return [
    similarHead(similar),
    '',
    table(['view', 'label', 'distance', 'cosine', 'shared among the most influential'], rows),
    ...(names.length > 0 ? ['', ...names] : []),
    '',
    similar.notice,
  ].join('\n');
}

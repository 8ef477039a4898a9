/** The masks that lie beside the data set's own views, as the sample has them. */
import type { View } from '../dataset/model';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { conceptMaskFiles, readMask } from '../sample/concepts';
import { type ConceptSource, maskOrWarning } from './source';

/** The whole breast is where everything is: no phenomenon. */
const NO_PHENOMENON = 'BREAST';

/** Throws ProblemError when none of the views has masks. */
export async function ownMasks(views: readonly View[], task: Task): Promise<ConceptSource> {
  const filesOf = async (view: View) => (await conceptMaskFiles(view.file)).filter(({ concept }) => concept !== NO_PHENOMENON);
  const found = (await Promise.all(views.map(filesOf))).flat();
  if (found.length === 0)
    throw new ProblemError({
      code: 'concepts.none',
      found: 'a data set without concept masks',
      expected: 'masks beside its hold-out views, as the sample has, or a folder of masks',
      remedy:
        'Name a folder of masks, <concept>/<view id>.png (option --masks), or let experts name the units (command DeepMiner: Annotate Units).',
    });
  return {
    name: 'data set',
    concepts: [...new Set(found.map(({ concept }) => concept))].sort(),
    async masks(view) {
      const files = await filesOf(view);
      return files.map(({ concept, file }) => ({ concept, read: () => maskOrWarning(() => readMask(file), task) }));
    },
  };
}

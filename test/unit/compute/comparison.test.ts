/** Two explanations side by side: what is explained, what is warned of, and the picture for viewers without our renderer. */
import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import sharp from 'sharp';
import { type ComparedBy, compareViews, sideBySide } from '../../../src/compute/comparison';
import type { MethodContext, MethodTable } from '../../../src/compute/method';
import { COMPARISON_MIME } from '../../../src/protocol/comparison';
import type { ExplainParams, ExplainResult } from '../../../src/protocol/compute';
import { quietTask } from '../../../src/protocol/task';

const context: MethodContext = { ...quietTask(), cellOutput: () => undefined };

/** A method that explains by echoing what it was asked. */
function echo(asked: ExplainParams[]): Pick<MethodTable, 'explain'> {
  return {
    explain: async (params: ExplainParams) => {
      asked.push(params);
      const { view, className = 'malignant', run = 'run-009' } = params;
      const explanation = { viewId: view, explainedClass: view === 'sound' ? 'normal' : className, source: { run, network: `of ${run}` } };
      return { explanation, text: `${view} for ${explanation.explainedClass} by ${run}`, file: '' } as unknown as ExplainResult;
    },
  } as Pick<MethodTable, 'explain'>;
}

describe('comparing explanations', () => {
  const compare = async (other: string | undefined, by?: ComparedBy) => {
    const asked: ExplainParams[] = [];
    const result = await compareViews({ project: 'p', view: 'ill', other, by }, echo(asked), context);
    return { ...result, asked: asked.map(({ view, className, run }) => [view, className, run]) };
  };

  it('explains two views, and warns that they are explained for different classes', async () => {
    const { comparison, asked, items } = await compare('sound', { run: 'run-002' });
    equal(comparison.of, 'views');
    deepEqual(asked, [
      ['ill', undefined, 'run-002'],
      ['sound', undefined, 'run-002'],
    ]);
    match(comparison.warnings.join(), /One is explained for malignant, the other for normal/);
    deepEqual(JSON.parse(items[COMPARISON_MIME]), comparison);
    match(items['text/plain'], /ill for malignant by run-002\n\nsound for normal/);
  });

  it('explains one view for two classes, without a warning', async () => {
    const { comparison, asked } = await compare(undefined, { classes: ['benign', 'malignant'] });
    equal(comparison.of, 'classes');
    deepEqual(
      asked.map(([, className]) => className),
      ['benign', 'malignant'],
    );
    deepEqual(comparison.warnings, []);
  });

  it('warns that the units of two networks are not the same', async () => {
    const { comparison, asked } = await compare(undefined, { runs: ['run-001', 'run-002'] });
    equal(comparison.of, 'networks');
    deepEqual(
      asked.map(([, , run]) => run),
      ['run-001', 'run-002'],
    );
    match(comparison.warnings.join(), /units of their own/);
  });

  it('says so where both are the same', async () => match((await compare('ill')).comparison.warnings.join(), /the same explanation/));

  it('takes exactly one pair', async () => {
    await rejects(compare(undefined), /compare\(viewA, viewB\)/);
    await rejects(compare('sound', { classes: ['benign', 'malignant'] }), /exactly one pair/);
    await rejects(compare(undefined, { runs: ['run-001'] as unknown as [string, string] }), /exactly one pair/);
  });

  it('sets pictures of different heights level at the top', async () => {
    const picture = (height: number, background: string) =>
      sharp({ create: { width: 16, height, channels: 3, background } })
        .png()
        .toBuffer();
    const joined = sharp(await sideBySide([await picture(16, '#000000'), await picture(32, '#000000')])).greyscale();
    const { data, info } = await joined.raw().toBuffer({ resolveWithObject: true });
    deepEqual([info.width, info.height], [72, 32]);
    const dark = (x: number, y: number) => data[y * info.width + x] < 40;
    deepEqual([dark(4, 4), dark(4, 28), dark(36, 4), dark(64, 28)], [true, false, false, true]);
  });
});

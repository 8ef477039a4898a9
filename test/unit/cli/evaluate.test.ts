/** What a terminal says of an evaluation: short, with the reasons for what is missing. */
import assert from 'node:assert/strict';
import { evaluationReport } from '../../../src/cli/evaluate';
import { interruption } from '../../../src/cli/interruption';
import { buildProgram } from '../../../src/cli/program';
import { fakeEvaluation } from '../../e2e/pages/fakeEvaluation';

describe('deepminer evaluate', () => {
  it('prints a line a class with the areas of patches, views and cases and their intervals, and where the rest lies', () => {
    const e = fakeEvaluation();
    const text = evaluationReport(e);
    const malignant = e.view.classes.malignant;
    assert.ok(!('missing' in malignant));
    const { low, high } = malignant.interval!;
    assert.match(
      text,
      /^run-001, epoch-10\.onnx: 672 patches, 96 views and 24 cases of the test part; \d+\.\d % of the patches decided right$/m,
    );
    assert.ok(text.includes(`${malignant.auc.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`), text);
    assert.match(text, /1000 resamples of 24 cases.*\/p\/runs\/run-001\/evaluation\/test$/m);
    assert.ok(text.split('\n').length < 14, text);
  });

  it('says of a class that cannot be evaluated why', () => {
    const text = evaluationReport(fakeEvaluation({ without: true }));
    assert.match(text, /^malignant +- +- +- +- +-$/m);
    assert.match(text, /^malignant, views: No ROC curve: the test part has no malignant view\.$/m);
  });

  it('knows two parts, and takes any other for wrong usage', async () => {
    const program = buildProgram(interruption(new AbortController().signal));
    for (const each of [program, ...program.commands]) each.configureOutput({ writeErr: () => undefined });
    await assert.rejects(program.parseAsync(['node', 'deepminer', 'evaluate', '--part', 'train']), { code: 'commander.invalidArgument' });
  });
});

/** What a schema cannot say of deepminer.json: fields that must fit each other. */
import { ProblemError } from '../protocol/problem';
import type { Config } from './config';
import { lineOf } from './fieldLine';

type Wrong = { at: string[]; found: string; expected: string; remedy: string } | undefined;

/** Every way in which the settings contradict themselves, each at the line of a field. */
export function meaningProblems(config: Config, file: string, text: string): ProblemError[] {
  return [wrongSplit, wrongAssessments, wrongNetwork, wrongWeights, wrongBackground].flatMap((check) => {
    const wrong = check(config);
    if (!wrong) return [];
    const { at, ...words } = wrong;
    return [new ProblemError({ code: 'project.field', file, line: lineOf(text, at), ...words })];
  });
}

function wrongSplit({ dataset }: Config): Wrong {
  const { holdout, test } = dataset.split;
  if (holdout + test < 1) return undefined;
  return {
    at: ['dataset', 'split'],
    found: `dataset.split with holdout ${holdout} and test ${test}, which leaves nothing to train on`,
    expected: 'two shares whose sum is below 1',
    remedy: 'The paper uses 0.1 and 0.1.',
  };
}

function wrongAssessments({ dataset }: Config): Wrong {
  const { benign, malignant } = dataset.assessments;
  const both = benign.filter((category) => malignant.includes(category));
  if (both.length === 0) return undefined;
  return {
    at: ['dataset', 'assessments'],
    found: `dataset.assessments with BI-RADS ${both.join(', ')} both benign and malignant`,
    expected: 'every assessment in one of the two lists at most',
    remedy: 'Take it out of one; in neither, patches of such findings are ambiguous.',
  };
}

function wrongNetwork({ network }: Config): Wrong {
  const imported = network.architecture === 'imported';
  const foreign = (['file', 'features', 'head', 'keepHead', 'mean', 'std'] as const).find(
    (field) => network[field] !== null && network[field] !== false,
  );
  if (imported ? network.file !== null : foreign === undefined) return undefined;
  return {
    at: ['network', foreign ?? 'architecture'],
    found: imported
      ? 'network.architecture "imported" without network.file'
      : `network.${foreign} with the architecture ${network.architecture}`,
    expected: imported ? 'the ONNX file of a classifier, relative to deepminer.json' : 'the architecture "imported"',
    remedy: imported
      ? 'Name the file in network.file, or choose another architecture.'
      : `Set network.architecture to "imported", or leave ${foreign} out.`,
  };
}

function wrongWeights({ training, classes }: Config): Wrong {
  const weighed = training.classWeights;
  const unknown = weighed === null || weighed === 'balanced' ? [] : Object.keys(weighed).filter((name) => !classes.includes(name));
  if (unknown.length === 0) return undefined;
  return {
    at: ['training', 'classWeights', unknown[0]],
    found: `training.classWeights for "${unknown.join('", "')}"`,
    expected: `weights of the classes ${classes.join(', ')}`,
    remedy: 'Correct the name; a class that is left out counts 1.',
  };
}

function wrongBackground({ explanation: { background }, classes }: Config): Wrong {
  if (background === null || classes.includes(background)) return undefined;
  return {
    at: ['explanation', 'background'],
    found: `explanation.background "${background}"`,
    expected: `one of the classes ${classes.join(', ')}, or null`,
    remedy: 'Name the class that means "nothing found", or write null.',
  };
}

/** Explains one view: forward through the fully convolutional network, decision, evidence of named units, words and picture. */

import path from 'node:path';
import { labelOrder } from '../dataset/viewLabel';
import { readManifest, readMinedUnits } from '../mining/folder';
import type { ViewNetwork } from '../mining/forward';
import { receptiveField } from '../network/receptiveField';
import { isPhotograph } from '../patches/photograph';
import { forNetwork } from '../patches/view';
import type { Explanation } from '../protocol/explanation';
import { ProblemError } from '../protocol/problem';
import { assemble } from './assemble';
import type { ExplanationRequest } from './request';
import { readSubject, viewPicture } from './subject';
import { summaryOf } from './summary';
import { reportOf, sentenceOf } from './wording';

export type { ExplanationRequest } from './request';

export interface ExplainedView {
  explanation: Explanation;
  text: string;
}

/**
 * Explains a view or an image file with an open network. Throws ProblemError when it cannot be read, or when the mining result is another
 * network's. Stops between its steps on abort.
 */
export async function explainWith(network: Pick<ViewNetwork, 'run'>, request: ExplanationRequest): Promise<ExplainedView> {
  const { classifier, config, task, source } = request;
  const step = (done: number, message: string) => {
    task.signal.throwIfAborted();
    task.progress({ stage: 'explain', done, total: 3, message });
  };
  const manifest = await readManifest(request.mining);
  if (manifest.network !== source.network) throw otherNetwork(request.mining, manifest.network, source.network);
  const mined = await readMinedUnits(request.mining);

  step(0, 'read the view');
  const order = labelOrder(classifier.classes, config.explanation.background);
  const subject = await readSubject(request.view, { order, photograph: isPhotograph(config) });
  const input = forNetwork(subject.rows, config, classifier.inputSize);

  step(1, 'run the network');
  const response = await network.run(input, request.features?.inputs([subject.caseId]));
  step(2, 'weigh the evidence');
  const { explanation, support } = assemble(request, {
    subject,
    input,
    response,
    field: receptiveField(classifier.graph),
    mined,
    region: manifest.options.region,
  });
  const worded: Explanation = {
    ...explanation,
    view: await viewPicture(subject.rows, input),
    source: { ...source, checkpoint: path.basename(source.checkpoint), mining: manifest.hash },
  };
  worded.sentence = sentenceOf(worded, support, config.explanation.background);
  worded.summary = summaryOf(worded, support);
  step(3, worded.decidedClass);
  return { explanation: worded, text: reportOf(worded) };
}

function otherNetwork(dir: string, found: string, expected: string): ProblemError {
  return new ProblemError({
    code: 'explanation.otherNetwork',
    file: path.join(dir, 'manifest.json'),
    found: `a mining result of network ${found.slice(0, 12)}`,
    expected: `one of network ${expected.slice(0, 12)}`,
    remedy: 'Mine this network with "deepminer mine" (command DeepMiner: Mine Units).',
  });
}

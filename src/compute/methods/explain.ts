/** explain: one view's explanation as JSON, picture and words, kept in the run. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { settledAnswers } from '../../annotation/projectAnswers';
import type { CaseFeatures } from '../../auxiliary/caseFeatures';
import type { View } from '../../dataset/model';
import { explainWith } from '../../explanation/explain';
import { drawExplanation, stillOf } from '../../explanation/picture';
import { portableName } from '../../project/fileName';
import { writeFileWhole, writeJson } from '../../project/files';
import { ProblemError } from '../../protocol/problem';
import type { Task } from '../../protocol/task';
import { featuresOf } from '../features';
import type { Method } from '../method';
import { openMining } from '../mined';
import { deviceWork } from '../thisMachine';
import { withViewNetwork } from '../warmNetwork';
import { type OpenData, type OpenRun, openData, openRun, viewsOf } from '../workspace';

export const explain: Method<'explain'> = async ({ project, run: name, view: wanted, className, png: pngFile, still, device }, context) => {
  const data = await openData(project, context);
  const run = await openRun(data.project, name);
  const { dir, manifest } = await openMining(run, data);
  const { answers } = await settledAnswers(data.project.annotationsDir, manifest.network);
  const features = await knownFeatures(run, data, context);
  const view = await findView(data, wanted);
  const onDevice = await deviceWork(device, context);
  const { explanation, text } = await onDevice((session) =>
    withViewNetwork(run, session, context.signal, (network) =>
      explainWith(network, {
        classifier: run.classifier,
        view,
        part: typeof view === 'string' ? undefined : data.parts.get(view.caseId),
        className,
        mining: dir,
        answers,
        features,
        config: { ...run.config.config, explanation: data.project.config.explanation },
        source: { network: run.network, architecture: run.summary.network, run: run.run, checkpoint: run.checkpoint },
        task: context,
      }),
    ),
  );
  const of = className === undefined ? '' : `.${className}`;
  const file = path.join(run.dir, 'explanations', `${portableName(`${explanation.viewId}${of}`)}.json`);
  await writeJson(file, explanation);
  if (pngFile) await writeFileWhole(pngFile, await drawExplanation(explanation));
  return { explanation, ...(still && { still: Buffer.from(await stillOf(explanation)).toString('base64') }), text, file };
};

export const drawStill: Method<'drawStill'> = async ({ explanation }) => ({
  still: Buffer.from(await stillOf(explanation)).toString('base64'),
});

/** What is known of cases beside their images; a table that cannot be read costs the features, said as a warning, not the explanation. */
export async function knownFeatures(run: OpenRun, data: OpenData, task: Task): Promise<CaseFeatures | undefined> {
  // What is wrong with the rows of other cases is not this view's affair.
  const quiet: Task = { ...task, log: (level, message) => task.log(level === 'warn' ? 'debug' : level, message) };
  try {
    return await featuresOf(run.classifier, { ...data, project: { ...data.project, config: run.config.config } }, quiet);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    task.log('warn', error.message);
    return undefined;
  }
}

/** A view of the data set by its id or file, else any image file. */
export async function findView(data: OpenData, wanted: string): Promise<View | string> {
  const file = path.resolve(data.project.dir, wanted);
  const view = viewsOf(data).find((v) => v.id === wanted || v.file === file);
  if (view) return view;
  if ((await stat(file).catch(() => undefined))?.isFile()) return file;
  throw new ProblemError({
    code: 'explain.noView',
    found: `"${wanted}", which is neither a view of the data set nor an image file`,
    expected: 'a view id or an image file',
    remedy: 'List the views with "deepminer views", or give the path of an image.',
  });
}

/** fetchWeights, listWeights, exportNetwork: weights into this machine, and a run's network out of it. */
import path from 'node:path';
import { openProject } from '../../project/project';
import { exportClassifier } from '../../weights/export';
import { cachedFile, readRecord } from '../../weights/fetch/cache';
import { fetchWeights as fetchPublished } from '../../weights/fetch/fetchWeights';
import { PUBLISHED, publishedWeights } from '../../weights/published';
import type { Method } from '../method';
import { openRun } from '../workspace';

export const fetchWeights: Method<'fetchWeights'> = async ({ architecture, version = 1, mirror }, context) => {
  const weights = publishedWeights(architecture, version);
  const fetched = await fetchPublished(weights, context, { mirror });
  return { architecture, version: weights.version, ...fetched };
};

export const listWeights: Method<'listWeights'> = () =>
  Promise.all(
    PUBLISHED.map(async (weights) => {
      const { architecture, version, fileName } = weights;
      const stored = await readRecord(weights);
      return { architecture, version, fileName, ...(stored && { file: cachedFile(weights), bytes: stored.bytes }) };
    }),
  );

export const exportNetwork: Method<'exportNetwork'> = async ({ project, run: name, format, out }) => {
  const { run, checkpoint, classifier, network } = await openRun(await openProject(project), name);
  const file = path.resolve(out);
  const tensors = await exportClassifier(classifier, format, file);
  return { run, checkpoint, network, format, file, tensors, classes: [...classifier.classes] };
};

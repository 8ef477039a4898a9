/** openProject: what a project holds, and what is wrong with it. */
import type { Part } from '../../dataset/model';
import type { Method } from '../method';
import { openData } from '../workspace';

export const openProject: Method<'openProject'> = async ({ project: dir }, context) => {
  const { project, dataset, parts } = await openData(dir, context);
  const views = dataset.cases.flatMap((c) => c.views);
  const casesIn = (part: Part) => [...parts.values()].filter((p) => p === part).length;
  return {
    dir,
    classes: project.config.classes,
    cases: dataset.cases.length,
    views: views.length,
    findings: views.reduce((sum, v) => sum + v.findings.length, 0),
    split: { train: casesIn('train'), holdout: casesIn('holdout'), test: casesIn('test') },
    problems: dataset.problems,
  };
};

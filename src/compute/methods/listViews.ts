/** listViews: the views of a data set with their part of the split and label. */
import { labelOrder, viewLabel } from '../../dataset/viewLabel';
import type { Method } from '../method';
import { openData, viewsOf } from '../workspace';

export const listViews: Method<'listViews'> = async ({ project, part }, context) => {
  const data = await openData(project, context);
  const { classes, explanation } = data.project.config;
  const order = labelOrder(classes, explanation.background);
  return viewsOf(data, part).map((view) => ({
    viewId: view.id,
    caseId: view.caseId,
    file: view.file,
    label: viewLabel(view, order),
    part: data.parts.get(view.caseId)!,
    findings: view.findings.length,
  }));
};

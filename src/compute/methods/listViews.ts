/** listViews: the views of a data set with their part of the split and label. */
import { viewLabel } from '../../dataset/viewLabel';
import type { Method } from '../method';
import { openData, viewsOf } from '../workspace';

export const listViews: Method<'listViews'> = async ({ project, part }, context) => {
  const data = await openData(project, context);
  return viewsOf(data, part).map((view) => ({
    viewId: view.id,
    caseId: view.caseId,
    file: view.file,
    label: viewLabel(view.findings),
    part: data.parts.get(view.caseId)!,
    findings: view.findings.length,
  }));
};

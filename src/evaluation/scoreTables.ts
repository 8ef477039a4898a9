/** The scores of an evaluation as tables for others to compute from: patches, views and cases with what they are told apart by. */

import { AMBIGUOUS } from '../patches/patch';
import type { Finding } from '../protocol/finding';
import { FINDING_PROPERTIES, VIEW_PROPERTIES } from './breakdown';
import { type Cell, csvText } from './csv';
import { largest, type Scores } from './items';
import { findingsOfClass, type KnownCase, type KnownView, labelOf } from './parts';

const OF_VIEWS = ['scanner', 'projection', 'laterality', 'density'] as const;
const OF_FINDINGS = ['subtlety', 'finding'] as const;
/** Between several values in a cell. */
const AND = ';';

/** One line a patch, in the order of the patch store. Rectangles in view pixels; probabilities in full. */
export function patchTable(cases: readonly KnownCase[], { classes, probabilities }: Scores): string {
  const rows = cases.flatMap((c) => c.views.flatMap((v) => v.patches.map((p) => ({ c, v, ...p })))).sort((a, b) => a.row - b.row);
  return csvText(
    ['case', 'view', 'x', 'y', 'size', 'label', ...probabilityColumns(classes), ...OF_VIEWS, ...OF_FINDINGS],
    rows.map(({ c, v, patch, row, findings }) => [
      c.id,
      patch.viewId,
      patch.x,
      patch.y,
      patch.size,
      patch.label === AMBIGUOUS ? 'ambiguous' : classes[patch.label],
      ...probabilities.subarray(row * classes.length, (row + 1) * classes.length),
      ...OF_VIEWS.map((by) => VIEW_PROPERTIES[by](v)),
      ...ofFindings(findings),
    ]),
  );
}

/** One line a view; `label` is its own class or the worst of its findings', which need not be one of the network's. */
export function viewTable(cases: readonly KnownCase[], scores: Scores): string {
  return csvText(
    ['case', 'view', 'label', 'decided', 'patches', ...probabilityColumns(scores.classes), ...OF_VIEWS, ...OF_FINDINGS],
    cases.flatMap((c) =>
      c.views.map((v) => [c.id, v.view.id, ...summary([v], scores), ...OF_VIEWS.map((by) => VIEW_PROPERTIES[by](v)), ...own([v], scores)]),
    ),
  );
}

/** One line a case. */
export function caseTable(cases: readonly KnownCase[], scores: Scores): string {
  return csvText(
    ['case', 'label', 'decided', 'patches', ...probabilityColumns(scores.classes), 'scanner', 'density', ...OF_FINDINGS],
    cases.map((c) => [
      c.id,
      ...summary(c.views, scores),
      ...(['scanner', 'density'] as const).map((by) => [...new Set(c.views.map(VIEW_PROPERTIES[by]))].join(AND)),
      ...own(c.views, scores),
    ]),
  );
}

/** Names of the columns that hold probabilities. */
export function probabilityColumns(classes: readonly string[]): string[] {
  return classes.map((name) => `p_${name}`);
}

function summary(views: readonly KnownView[], scores: Scores): Cell[] {
  const { classes } = scores;
  const patches = views.flatMap((v) => v.patches);
  const label = labelOf(
    views.map((v) => v.view),
    scores,
  );
  if (patches.length === 0) return [label, undefined, 0, ...classes.map(() => undefined)];
  const { decided, scores: top } = largest(patches, scores);
  return [label, classes[decided], patches.length, ...Array.from(top)];
}

/** Properties of the findings that stand for the views' true class. */
function own(views: readonly KnownView[], scores: Scores): string[] {
  const shown = views.map((v) => v.view);
  const label = labelOf(shown, scores);
  return ofFindings(scores.classes.includes(label) ? findingsOfClass(shown, label) : []);
}

function ofFindings(findings: readonly Finding[]): string[] {
  return OF_FINDINGS.map((by) => [...new Set(findings.flatMap(FINDING_PROPERTIES[by]))].sort().join(AND));
}

/** The class that a finding, a view or a case counts for: one rule for labels, split, evaluation and every picture. */
import type { Finding, Pathology } from '../protocol/finding';
import { severity, type View } from './model';

type Named = Pick<Finding, 'pathology' | 'className'>;
/** What a view is told apart by. */
export type Labelled = { className?: View['className']; findings: readonly Named[] };

/** Which label counts where there are several, and what is left where there is none. */
export interface LabelOrder {
  /** The first that occurs counts. */
  first: readonly string[];
  /** Of views without finding or class of their own, and last of all where others occur too. */
  healthy: string;
}

const classOfPathology = (pathology: Pathology | 'normal'): string => (pathology === 'benign_without_callback' ? 'benign' : pathology);

/** Worst first. An unproven finding may be malignant, so it outweighs a benign one. */
const BY_PATHOLOGY = [...new Set(severity.filter((s) => s !== 'normal').map(classOfPathology))];

/**
 * Malignant, unproven, benign, then the other classes in the order of deepminer.json, and last the healthy one: `normal`, or, where the classes
 * have no such, explanation.background.
 */
export function labelOrder(classes: readonly string[], background?: string | null): LabelOrder {
  const healthy = !classes.includes('normal') && background && classes.includes(background) ? background : 'normal';
  return { first: [...BY_PATHOLOGY, ...classes.filter((name) => name !== healthy)], healthy };
}

const USUAL = labelOrder([]);

/** The finding's own class, or that of its pathology: `malignant`, `unproven` or `benign` (with or without callback). */
export function findingLabel({ className, pathology }: Named): string {
  return className ?? classOfPathology(pathology);
}

/** The view's own class, or that of its findings which counts. Need not be among the classes of deepminer.json. */
export function viewLabel({ className, findings }: Labelled, order: LabelOrder = USUAL): string {
  return className ?? decisive(findings.map(findingLabel), order);
}

/** The class that counts among those of a case's views. */
export function caseLabel(views: readonly Labelled[], order: LabelOrder = USUAL): string {
  return decisive(
    views.map((view) => viewLabel(view, order)),
    order,
  );
}

/** Labels in no order stand between the known ones and the healthy one: what is not known may be worse than healthy. */
function decisive(labels: readonly string[], { first, healthy }: LabelOrder): string {
  const others = labels.filter((label) => label !== healthy).sort();
  return first.find((label) => labels.includes(label)) ?? others[0] ?? healthy;
}

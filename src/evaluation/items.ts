/** What is scored at a level: patches as they are, views and cases by the largest probability of each class among their patches. */
import type { View } from '../dataset/model';
import { AMBIGUOUS } from '../patches/patch';
import type { Level, LevelEvaluation } from '../protocol/evaluation';
import type { Finding } from '../protocol/finding';
import { findingsOfClass, type KnownCase, type KnownPatch, type KnownView, labelOf } from './parts';

/** Class probabilities of patches, [rows, classes]. */
export interface Scores {
  classes: readonly string[];
  probabilities: Float64Array;
  /** Index of the class that a view or case is decided for only when no other leads in any patch; -1: none. */
  background: number;
}

export interface Item {
  /** Number of its case. */
  caseNumber: number;
  /** Index of the true class. */
  truth: number;
  decided: number;
  /** [classes] */
  scores: ArrayLike<number>;
  /** The findings that stand for its true class. */
  findings: readonly Finding[];
}

export interface Items {
  level: Level;
  items: Item[];
  leftOut: LevelEvaluation['leftOut'];
}

/**
 * The items of a level with a true class. With `keep`, a case is what its views of that kind are: their truth, their patches.
 * The truth of a view or case is its own class or the worst of its findings', findings of views that could not be scored included.
 */
export function itemsAt(level: Level, cases: readonly KnownCase[], scores: Scores, keep: (view: View) => boolean = () => true): Items {
  const found: Item[] = [];
  const left = new Map<string, number>();
  const leave = (reason: string) => left.set(reason, (left.get(reason) ?? 0) + 1);
  const add = (caseNumber: number, views: readonly KnownView[]) => {
    const patches = views.flatMap((v) => v.patches);
    const shown = views.map((v) => v.view);
    const label = labelOf(shown, scores);
    const truth = scores.classes.indexOf(label);
    if (patches.length === 0) leave('no patch could be scored');
    else if (truth < 0) leave('its worst finding is of no class');
    else found.push({ caseNumber, truth, ...largest(patches, scores), findings: findingsOfClass(shown, label) });
  };
  for (const [caseNumber, { views }] of cases.entries()) {
    const kept = views.filter((v) => keep(v.view));
    if (kept.length === 0) continue;
    if (level === 'case') add(caseNumber, kept);
    else if (level === 'view') for (const view of kept) add(caseNumber, [view]);
    else
      for (const { patch, row, findings } of kept.flatMap((v) => v.patches)) {
        if (patch.label === AMBIGUOUS) leave('ambiguous: it touches a finding and shows too little of it');
        else found.push({ caseNumber, truth: patch.label, ...ofPatch(row, scores), findings });
      }
  }
  return { level, items: found, leftOut: [...left].map(([reason, count]) => ({ count, reason })) };
}

function ofPatch(row: number, { probabilities, classes }: Scores): Pick<Item, 'scores' | 'decided'> {
  const own = probabilities.subarray(row * classes.length, (row + 1) * classes.length);
  let decided = 0;
  for (let k = 1; k < own.length; k++) if (own[k] > own[decided]) decided = k;
  return { scores: own, decided };
}

/**
 * Largest probability of each class. Decided as an explanation decides a view by its largest probabilities: almost every view holds normal
 * tissue, so the background class is decided only when no other class leads in any patch.
 */
export function largest(patches: readonly Pick<KnownPatch, 'row'>[], scores: Scores): Pick<Item, 'scores' | 'decided'> {
  const { classes, background } = scores;
  const top = new Float64Array(classes.length);
  let othersLead = false;
  for (const { row } of patches) {
    const { scores: own, decided } = ofPatch(row, scores);
    if (decided !== background) othersLead = true;
    for (let k = 0; k < top.length; k++) top[k] = Math.max(top[k], own[k]);
  }
  if (background >= 0 && !othersLead) return { scores: top, decided: background };
  let decided = -1;
  for (let k = 0; k < top.length; k++) if (k !== background && (decided < 0 || top[k] > top[decided])) decided = k;
  return { scores: top, decided };
}

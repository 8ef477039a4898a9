/** What an evaluation knows of the part: its cases and views with what they are told apart by, and which findings a patch shows. */
import type { Case, View } from '../dataset/model';
import { caseLabel, findingLabel, type Labelled, labelOrder } from '../dataset/viewLabel';
import { type LabelRule, labelPatch, viewTruth } from '../patches/label';
import { AMBIGUOUS, type Patch } from '../patches/patch';
import type { Finding } from '../protocol/finding';

/** A patch with its scores' row and the findings that make it what it is. */
export interface KnownPatch {
  patch: Patch;
  /** Row of its probabilities. */
  row: number;
  /** Those of its class' findings that claim it by themselves; where none does (together they do), those that it touches. */
  findings: readonly Finding[];
}

/** A view with its patches; `patches` is empty where the view could not be read or has no tissue. */
export interface KnownView {
  view: View;
  /** Of the case, 1-4. */
  density?: number;
  patches: KnownPatch[];
}

export interface KnownCase {
  id: string;
  views: KnownView[];
}

/**
 * The cases of a part with the patches that were scored, in the order of their first patches, those without any at the end. Throws
 * RangeError for a patch of a view that no case has.
 */
export function knownCases(
  cases: readonly Case[],
  patches: readonly Patch[],
  { classes, rule }: { classes: readonly string[]; rule: LabelRule },
): KnownCase[] {
  const views = new Map<string, KnownView>();
  const known = cases.map(({ id, density, views: own }) => ({
    id,
    views: own.map((view) => {
      const entry: KnownView = { view, density, patches: [] };
      views.set(view.id, entry);
      return entry;
    }),
  }));
  const claimed = claims(classes, rule);
  for (const [row, patch] of patches.entries()) {
    const entry = views.get(patch.viewId);
    if (!entry) throw new RangeError(`Patch ${row} is of ${patch.viewId}, which no case of the part has.`);
    entry.patches.push({ patch, row, findings: claimed(patch, entry.view) });
  }
  const first = (c: KnownCase) => Math.min(...c.views.flatMap((v) => (v.patches.length > 0 ? [v.patches[0].row] : [])), Infinity);
  const places = new Map(known.map((c) => [c, first(c)]));
  return known.sort((a, b) => (places.get(a) === places.get(b) ? 0 : places.get(a)! - places.get(b)!));
}

/** Name of the class that views together stand for; need not be among the classes (unproven). `background` is the index of the class that others outweigh; -1: none. */
export function labelOf(views: readonly Labelled[], { classes, background }: { classes: readonly string[]; background: number }): string {
  return caseLabel(views, labelOrder(classes, classes[background]));
}

/** The findings that stand for a class. */
export function findingsOfClass(views: readonly View[], label: string): Finding[] {
  return views.flatMap((view) => view.findings).filter((f) => findingLabel(f) === label);
}

function claims(classes: readonly string[], rule: LabelRule): (patch: Patch, view: View) => readonly Finding[] {
  const prepared = new Map<Finding, ReturnType<typeof viewTruth>>();
  const truthOf = (finding: Finding, { width, height }: View) => {
    const truth = prepared.get(finding) ?? viewTruth({ findings: [finding] }, width, height, classes);
    prepared.set(finding, truth);
    return truth;
  };
  return (patch, view) => {
    if (patch.label === AMBIGUOUS || view.findings.length === 0) return [];
    const own = view.findings.filter((f) => findingLabel(f) === classes[patch.label]);
    const meeting = (keepAmbiguous: boolean) =>
      own.filter((f) => labelPatch(patch, truthOf(f, view), { ...rule, keepAmbiguous }) === patch.label);
    const claiming = meeting(false);
    return claiming.length > 0 ? claiming : meeting(true);
  };
}

/** Similar views in words. */
import { phenomenonWords } from '../annotation/named';
import type { SimilarViews } from '../protocol/similar';

/** What was compared: `A.LEFT_CC (benign), decided malignant: the nearest of 64 hold-out views by the influence of all units`. */
export function similarHead({ query, className, decided, compared }: SimilarViews): string {
  const label = query.label ? ` (${query.label})` : '';
  return `${query.viewId}${label}, ${decided ? 'decided' : 'for the class'} ${className}: the nearest of ${compared} hold-out views by the influence of all units`;
}

/** A line a named unit among the shared: `unit_0126: irregular mass with spiculated margins`. */
export function sharedNames({ names }: SimilarViews): string[] {
  return Object.entries(names).flatMap(([unit, annotations]) => {
    const said = [...new Set(annotations.flatMap((a) => a.phenomena.map(phenomenonWords)))];
    return said.length > 0 ? [`${unit}: ${said.join('; ')}`] : [];
  });
}

export function similarText(similar: SimilarViews): string {
  const lines = similar.views.map(
    (v) =>
      `${v.viewId} (${v.label ?? 'unknown'}): distance ${v.distance.toFixed(3)}, cosine ${v.cosine.toFixed(3)}; shared ${v.shared.map(({ unit }) => unit).join(' ') || 'none'}`,
  );
  return [similarHead(similar), ...lines, ...sharedNames(similar), similar.notice].join('\n');
}

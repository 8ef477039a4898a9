/** What a view's id says: `<case id>.LEFT_CC`. */

/** The case of a view id; the id itself where it names no view of a case. */
export function caseOfView(viewId: string): string {
  const dot = viewId.lastIndexOf('.');
  return dot > 0 ? viewId.slice(0, dot) : viewId;
}

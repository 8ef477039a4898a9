/** The class of a whole view: its worst finding's. */
import type { Finding } from '../protocol/finding';
import { severity } from './model';

/** Class name of a view with these findings: `malignant`, `unproven`, `benign` (with or without callback) or `normal`. */
export function viewLabel(findings: readonly Pick<Finding, 'pathology'>[]): 'malignant' | 'unproven' | 'benign' | 'normal' {
  const worst = severity.find((s) => (s === 'normal' ? findings.length === 0 : findings.some((f) => f.pathology === s)))!;
  return worst === 'benign_without_callback' ? 'benign' : worst;
}

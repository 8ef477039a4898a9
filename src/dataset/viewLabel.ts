/** What a view or case is filed under: its worst finding. */
import type { Finding, Pathology } from '../protocol/finding';
import { severity } from './model';

/** The worst pathology among findings, `normal` where there is none. */
export function worstPathology(findings: readonly Pick<Finding, 'pathology'>[]): Pathology | 'normal' {
  return severity.find((s) => findings.some((f) => f.pathology === s)) ?? 'normal';
}

/** Class name of a view with these findings: `malignant`, `unproven`, `benign` (with or without callback) or `normal`. */
export function viewLabel(findings: readonly Pick<Finding, 'pathology'>[]): 'malignant' | 'unproven' | 'benign' | 'normal' {
  const worst = worstPathology(findings);
  return worst === 'benign_without_callback' ? 'benign' : worst;
}

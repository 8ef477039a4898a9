/** The link of the page of an evaluation to the extension host. */
import type { EvaluatedPart } from '../../src/protocol/evaluation';
import type { EvaluationToHost, HostToEvaluation } from '../../src/protocol/evaluationPage';
import { type EvaluationLooks, readEvaluationLooks } from '../shared/evaluation/looks';
import { type PageLink, vscodeLink } from '../shared/vscodeLink';

/** Kept by VS Code with the panel: which evaluation it is, and what of it is looked at. */
export interface Keepsake {
  project: string;
  run?: string;
  part: EvaluatedPart;
  looks: EvaluationLooks;
}

export type HostLink = PageLink<EvaluationToHost, HostToEvaluation, Keepsake, EvaluationLooks>;

export const hostLink = (): HostLink => vscodeLink((state) => readEvaluationLooks((state as Partial<Keepsake> | null | undefined)?.looks));

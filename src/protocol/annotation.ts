/** What an expert says of a unit (SPEC: the survey, Figure 2), and how it is logged. */
import type { UnitId } from './unit';

export type Association = 'benign' | 'malignant' | 'normal' | 'unsure';
export type BiradsCategory = 'mass' | 'calcification' | 'other' | 'normal tissue';

/** One recognizable phenomenon of a unit. */
export interface Phenomenon {
  /** Free words, e.g. `edge of mass with circumscribed margins`. */
  description: string;
  association: Association;
  category?: BiradsCategory;
  /** Lexicon terms, e.g. `SPICULATED`. */
  terms: string[];
}

/** One answer: the latest answer of an expert to a unit of a network counts. */
export interface Answer {
  unit: UnitId;
  expert: string;
  /** ISO 8601, UTC. */
  at: string;
  /** Seconds the unit was looked at, idle time not counted. */
  seconds: number;
  /** Content hash of the network and of the mining result that was seen. */
  network: string;
  mining: string;
  recognizable: boolean;
  /** Answer to `one or several`; meaningless when not recognizable. */
  several: boolean;
  phenomena: Phenomenon[];
}

/** The lexicon, sent to the page with its questions: category -> group (SHAPE, MARGINS, …) -> terms. */
export interface Lexicon {
  categories: { category: BiradsCategory; groups: { name: string; terms: string[] }[] }[];
}

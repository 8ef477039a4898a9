/** What an expert says of a unit (SPEC: the survey, Figure 2), and how it is logged. */
import type { UnitId } from './unit';

export type Association = 'benign' | 'malignant' | 'normal' | 'unsure';
export type BiradsCategory = 'mass' | 'calcification' | 'other' | 'normal tissue';

/** How sure an expert is of what a unit shows. */
export type Confidence = 'low' | 'medium' | 'high';

/** One recognizable phenomenon of a unit. */
export interface Phenomenon {
  /** Free words, e.g. `edge of mass with circumscribed margins`. */
  description: string;
  association: Association;
  category?: BiradsCategory;
  /** Lexicon terms, e.g. `SPICULATED`. */
  terms: string[];
  /** Absent in answers that were given before it was asked. */
  confidence?: Confidence;
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
  /** What the answer is known by in its log: the checksum of its line. Given when it is kept. */
  id?: string;
  /**
   * Ids of the answers of the same expert (of a decision: of everybody who decides) to the same unit that were in sight when this one was given; it
   * takes their place. Two answers neither of which has seen the other (two machines, merged) both stand, and are shown as a conflict. Absent in older
   * logs: all before it.
   */
  replaces?: string[];
}

/** One phenomenon while it is being described. */
export type PhenomenonDraft = Omit<Phenomenon, 'association'> & { association?: Association };

/** An answer while it is being given. */
export interface AnswerDraft {
  recognizable?: boolean;
  several?: boolean;
  phenomena: PhenomenonDraft[];
}

/** A draft as it is kept, beside the page and on the disk: the one with the larger revision is the later one. */
export interface KeptDraft {
  draft: AnswerDraft;
  /** Looked at so far, idle time left out. */
  seconds: number;
  /** Counts the changes of this draft. */
  revision: number;
  /** It was handed in, and the acknowledgement had not come. */
  submitted: boolean;
}

/** The lexicon, sent to the page with its questions: category -> group (SHAPE, MARGINS, …) -> terms. */
export interface Lexicon {
  categories: { category: BiradsCategory; groups: { name: string; terms: string[] }[] }[];
}

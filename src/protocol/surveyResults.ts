/** What a survey came to: how much was named, how far experts agree, and how long it took (docs/survey.md says what each number is). */
import type { Association, BiradsCategory } from './annotation';
import type { Kappa } from './kappa';
import type { UnitId } from './unit';

/** An answer in a word: the BI-RADS category of its first phenomenon; `uncategorised` where the expert gave none. */
export type AnswerKind = BiradsCategory | 'uncategorised' | 'not recognizable';

/** An expert's answer as a cell of the matrix. */
export interface ResultAnswer {
  expert: string;
  kind: AnswerKind;
  /** What was said of all phenomena; empty where nothing was recognized, or nothing said. */
  words: string;
  /** Of the first phenomenon. */
  association?: Association;
  /** Recognized, with words. */
  named: boolean;
  at: string;
  /** 0: not timed. */
  seconds: number;
}

export interface ResultUnit {
  unit: UnitId;
  /** Class and rank of its first place. */
  className: string;
  rank: number;
  /** Experts who named it. */
  namedBy: string[];
  /** The latest answer of every expert who answered it. */
  answers: ResultAnswer[];
  /** The standing decisions on it, by who took them. */
  decisions: ResultAnswer[];
}

export interface ResultExpert {
  expert: string;
  /** The reference annotator measures; it is no person, and no part of the agreement of all. */
  person: boolean;
  /** Of the mined units. */
  answered: number;
  named: number;
  unrecognized: number;
  /** Answers whose time was taken, their minutes, and the median of their seconds; null where none was. */
  timed: number;
  minutes: number;
  medianSeconds: number | null;
}

export interface ResultClass {
  className: string;
  /** Units chosen for the class, and how many of them at least one expert named. A unit can be chosen for several classes. */
  chosen: number;
  named: number;
  /** Share of the class' top places that its chosen units took, 0..1: coverage as mining gives it. */
  coverage: number;
  /** Share that its named ones took. */
  namedCoverage: number;
  /** Share that all named units took, those chosen for other classes too; absent in results of mining that did not keep it. */
  allNamedCoverage?: number;
}

export type AgreementQuestion = 'recognizable' | 'category' | 'association';

export interface QuestionAgreement {
  question: AgreementQuestion;
  /** Fleiss' kappa of all persons; null where fewer than two answered. */
  all: (Kappa & { experts: number }) | null;
  /** Cohen's kappa of every two experts, the reference annotator included. */
  pairs: (Kappa & { experts: [string, string] })[];
}

/** Two or more standing answers of one expert to one unit, neither given in sight of the other; the latest counts, last in the list. */
export interface AnswerConflict {
  unit: UnitId;
  /** `consensus`: decisions, which several people may have taken. */
  expert: string;
  answers: (ResultAnswer & { id: string })[];
}

export interface SurveyResults {
  run: string;
  network: string;
  mining: string;
  checkpoint: string;
  named: {
    /** Units that at least one expert named, of all mined ones (paper: 46 of 60). */
    units: number;
    of: number;
    /** The same by persons alone, where the reference annotator answered too. */
    byPersons?: number;
    /** [experts] units named by at least 1, 2, … of them. */
    atLeast: number[];
  };
  /** Units decided, and how many of those are called something by it. */
  decided: { units: number; named: number };
  classes: ResultClass[];
  /** In survey order. */
  units: ResultUnit[];
  /** Persons by name, then the reference annotator. */
  experts: ResultExpert[];
  agreement: QuestionAgreement[];
  time: {
    /** Of all experts together. */
    minutes: number;
    timed: number;
    medianSeconds: number | null;
    /** Hold-out views, and the minutes that outlining them would take at one minute an image. */
    images: number;
    outliningMinutes: number;
  };
  conflicts: AnswerConflict[];
  /** Answers to units of this network that were not mined: they count nowhere here. */
  notMined: number;
  /** Damage in the logs, in words. */
  problems: string[];
}

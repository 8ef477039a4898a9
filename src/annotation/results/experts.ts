/** What each expert answered, and the time it took. */
import type { Answer } from '../../protocol/annotation';
import type { ResultExpert } from '../../protocol/surveyResults';
import { quantile } from '../../statistics/bootstrap';
import { REFERENCE_EXPERT } from '../reference';
import { isNamed } from './answerKind';

/** Persons by name, then the reference annotator. @param latest one answer of an expert to a unit */
export function expertResults(latest: readonly Answer[]): ResultExpert[] {
  const names = [...new Set(latest.map((a) => a.expert))].sort();
  const experts = names.map((expert) => {
    const own = latest.filter((a) => a.expert === expert);
    return {
      expert,
      person: expert !== REFERENCE_EXPERT,
      answered: own.length,
      named: own.filter(isNamed).length,
      unrecognized: own.filter((a) => !a.recognizable).length,
      ...timeOf(own),
    };
  });
  return experts.toSorted((a, b) => Number(b.person) - Number(a.person));
}

/** Answers that were measured, typed at a terminal or imported from bare words took 0 seconds, which is no time: they are not timed. */
export function timeOf(answers: readonly Answer[]): Pick<ResultExpert, 'timed' | 'minutes' | 'medianSeconds'> {
  const seconds = answers.map((a) => a.seconds).filter((s) => s > 0);
  seconds.sort((a, b) => a - b);
  return {
    timed: seconds.length,
    minutes: seconds.reduce((sum, s) => sum + s, 0) / 60,
    medianSeconds: seconds.length > 0 ? quantile(seconds, 0.5) : null,
  };
}

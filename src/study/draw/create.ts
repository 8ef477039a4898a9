/** Makes a study: draws the cases, asks of each what its units are called, and parts what readers may see from what they may not. */
import { namedUnits, type UnitName } from '../../annotation/named';
import type { Case, View } from '../../dataset/model';
import { concernsAllViews } from '../../explanation/report/failure';
import { namesOf } from '../../explanation/unitWords';
import type { Answer } from '../../protocol/annotation';
import { type Explanation, RESEARCH_NOTICE } from '../../protocol/explanation';
import { ProblemError } from '../../protocol/problem';
import { STUDY_VERSION, type StudyChoices, type StudyKey, type StudyPicture, type StudyPlan, type StudySource } from '../../protocol/study';
import { paced, type Task } from '../../protocol/task';
import { pictureName } from '../folder';
import { keyHash, planHash } from '../hash';
import { candidatesOf } from './candidates';
import { type AskedChoices, askedChoices } from './choices';
import { type Drawn, drawCases, type Look } from './draw';
import { type Told, toldOf } from './told';

export interface StudyRequest {
  name: string;
  choices?: Partial<StudyChoices>;
  /** Of the test part. */
  cases: readonly Case[];
  /** The network's. */
  classes: readonly string[];
  source: Omit<StudySource, 'experts'>;
  /** Experts' latest answers to this network. */
  answers: readonly Answer[];
  /** Explains a view by at most `units` named units, the most influential of all, for a class or for the decided one. */
  explain(view: View, options: { units: number; className?: string; answers: readonly Answer[] }): Promise<Explanation>;
  /** ISO 8601, UTC. */
  created: string;
  task: Task;
}

export interface MadeStudy {
  plan: StudyPlan;
  /** The key's file, as it is to be written. */
  key: string;
  /** By case id; empty where words alone are shown. */
  pictures: Map<string, StudyPicture>;
}

/**
 * The plan, the key and the pictures; nothing is written. Views that cannot be read, or in which too few named units speak for the class,
 * are left out and counted. Throws ProblemError `study.choices`, `study.noClass`, `study.noWords`, `study.tooFew`, and what concerns every
 * view; stops between views on abort.
 */
export async function makeStudy(request: StudyRequest): Promise<MadeStudy> {
  const { name, source, classes, task, cases, created } = request;
  const asked = askedChoices(request.choices);
  if (asked.explained === 'malignant' && !classes.includes('malignant')) throw noClass(classes);
  const answers = request.answers.filter(hasWords);
  const named = namedUnits(answers).size;
  if (named < asked.units) throw noWords(named, asked);

  const candidates = candidatesOf(cases, asked.draw);
  const total = asked.cases ?? 2 * Math.min(candidates.of.benign.length, candidates.of.malignant.length);
  const { drawn, eligible, leftOut } = await drawCases(candidates, asked, looking({ ...request, answers }, asked, total));
  task.progress({ stage: 'study', done: total, total, message: `${drawn.length} cases` });

  const numbered = drawn.map((one, i) => ({ id: `case_${String(i + 1).padStart(3, '0')}`, ...one }));
  const key = keyText(name, numbered);
  const pictures = new Map(numbered.flatMap(({ id, seen }) => (seen.picture ? [[id, seen.picture] as const] : [])));
  const plan: Omit<StudyPlan, 'hash'> = {
    version: STUDY_VERSION,
    name,
    created,
    choices: { ...asked, cases: drawn.length },
    source: { ...source, experts: [...new Set(drawn.flatMap(({ seen }) => seen.experts))].sort() },
    eligible,
    leftOut: [...leftOut].map(([reason, count]) => ({ reason, count })),
    key: keyHash(key),
    cases: numbered.map(({ id, seen }) => ({ id, units: seen.units, ...(seen.picture && { picture: pictureName(id) }) })),
    notice: RESEARCH_NOTICE,
  };
  return { plan: { ...plan, hash: planHash(plan) }, key, pictures };
}

/** Looks at one view after another, telling how far it is. */
function looking({ task, explain, answers }: StudyRequest, { explained, units, conditions }: AskedChoices, total: number): Look<Told> {
  const report = paced('study', total, task);
  let done = 0;
  return async (view, truth) => {
    task.signal.throwIfAborted();
    const looked = Math.min(done++, total);
    report(looked, `${looked} of ${total} cases`);
    try {
      const explanation = await explain(view, { units, answers, className: explained === 'malignant' ? 'malignant' : undefined });
      const told = toldOf(explanation, view, truth, { units, picture: conditions.includes('picture') });
      return told ? { seen: told } : { reason: `views in which fewer than ${units} named units speak for the class` };
    } catch (error) {
      if (!(error instanceof ProblemError) || concernsAllViews(error.problem)) throw error;
      task.log('warn', `${view.id}: ${error.message}`);
      return { reason: 'views that could not be read' };
    }
  };
}

function keyText(study: string, numbered: readonly ({ id: string } & Drawn<Told>)[]): string {
  const key: StudyKey = { version: STUDY_VERSION, study, cases: Object.fromEntries(numbered.map(({ id, seen }) => [id, seen.truth])) };
  return `${JSON.stringify(key, null, 2)}\n`;
}

/** Whether an answer names its unit in words that a reader can read. */
function hasWords({ expert, phenomena }: Answer): boolean {
  const annotations: UnitName[] = [{ expert, phenomena }];
  return namesOf({ annotations }).length > 0;
}

function noClass(classes: readonly string[]): ProblemError {
  return new ProblemError({
    code: 'study.noClass',
    found: `a network for ${classes.join(', ')}`,
    expected: 'one with the class malignant, whose units are to be told',
    remedy: 'Leave "explained" out: the units are then those of the class that the network decides for.',
  });
}

function noWords(named: number, { units }: AskedChoices): ProblemError {
  return new ProblemError({
    code: 'study.noWords',
    found: named === 0 ? 'no unit of this network with a name' : `${named} units of this network with a name`,
    expected: `at least ${units}, of which each case is told by ${units}`,
    remedy: `Name units in the survey (command DeepMiner: Annotate Units)${named > 0 ? `, or ask for fewer a case (--units ${named})` : ''}.`,
  });
}

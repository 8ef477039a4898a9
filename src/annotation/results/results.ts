/** The results of a survey on the mined units of one network: what is named, by how many, for which class, how far experts agree, at what cost. */
import type { Answer } from '../../protocol/annotation';
import type { MinedUnit, MiningManifest } from '../../protocol/mining';
import type { ResultUnit, SurveyResults } from '../../protocol/surveyResults';
import { parseUnitId, type UnitId, unitId } from '../../protocol/unit';
import { REFERENCE_EXPERT } from '../reference';
import { agreementOf } from './agreement';
import { resultAnswer } from './answerKind';
import { conflictsOf } from './conflicts';
import { classResults } from './coverage';
import { expertResults, timeOf } from './experts';

/** Outlining findings by hand, which naming units does away with (paper, section 2.4). */
const OUTLINING_MINUTES_AN_IMAGE = 1;

export interface SurveyedMining {
  run: string;
  manifest: Pick<MiningManifest, 'network' | 'hash' | 'checkpoint' | 'classes' | 'coverage' | 'views' | 'units'>;
  mined: Readonly<Record<UnitId, MinedUnit>>;
  /** Standing answers of all experts, and standing decisions, each one's to a unit with the latest last; those to other networks are passed over. */
  standing: readonly Answer[];
  decisions: readonly Answer[];
}

/** Of an expert with two standing answers to a unit the latest counts. `problems` is left to whoever read the logs. */
export function surveyResults({ run, manifest, mined, standing, decisions }: SurveyedMining): SurveyResults {
  const own = (answers: readonly Answer[]) => answers.filter((a) => a.network === manifest.network);
  const isMined = new Set(manifest.units);
  const about = own(standing).map(spelt);
  const asked = about.filter((a) => isMined.has(a.unit));
  const decided = own(decisions)
    .map(spelt)
    .filter((a) => isMined.has(a.unit));
  const latest = [...new Map(asked.map((a) => [JSON.stringify([a.expert, a.unit]), a])).values()];
  const experts = expertResults(latest);
  const order = new Map(experts.map(({ expert }, i) => [expert, i]));
  const units = manifest.units.map((unit): ResultUnit => {
    const answers = latest.filter((a) => a.unit === unit).map(resultAnswer);
    answers.sort((a, b) => order.get(a.expert)! - order.get(b.expert)!);
    const { className, rank } = mined[unit].ranks[0];
    return {
      unit,
      className,
      rank,
      namedBy: answers.filter((a) => a.named).map((a) => a.expert),
      answers,
      decisions: decided.filter((a) => a.unit === unit).map(resultAnswer),
    };
  });
  const named = units.filter(({ namedBy }) => namedBy.length > 0);
  const withDecision = units.filter((u) => u.decisions.length > 0);
  return {
    run,
    network: manifest.network,
    mining: manifest.hash,
    checkpoint: manifest.checkpoint,
    named: {
      units: named.length,
      of: units.length,
      ...(experts.some(({ person }) => !person) && {
        byPersons: named.filter(({ namedBy }) => namedBy.some((expert) => expert !== REFERENCE_EXPERT)).length,
      }),
      atLeast: experts.map((_, i) => units.filter(({ namedBy }) => namedBy.length > i).length),
    },
    decided: { units: withDecision.length, named: withDecision.filter((u) => u.decisions.some((d) => d.named)).length },
    classes: classResults(
      manifest,
      manifest.units.map((unit) => mined[unit]),
      new Set(named.map(({ unit }) => unit)),
    ),
    units,
    experts,
    agreement: agreementOf(manifest.units, experts, latest),
    time: { ...timeOf(latest), images: manifest.views, outliningMinutes: manifest.views * OUTLINING_MINUTES_AN_IMAGE },
    conflicts: conflictsOf(asked, decided),
    notMined: new Set(about.filter((a) => !isMined.has(a.unit)).map((a) => JSON.stringify([a.expert, a.unit]))).size,
    problems: [],
  };
}

/** `unit_4` and `unit_0004` are one unit. */
const spelt = (answer: Answer): Answer => ({ ...answer, unit: unitId(parseUnitId(answer.unit)) });

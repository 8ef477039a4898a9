/** All figures of a study that was read, with what has to be known to read them rightly. */
import { RESEARCH_NOTICE } from '../../protocol/explanation';
import { STUDY_VERSION, type StudyCondition, type StudyScore } from '../../protocol/study';
import { studyPower } from '../power';
import { agreementOf } from './agreement';
import { figuresOf } from './figures';
import { pairedFigures } from './paired';
import { type ReadStudy, readersOf } from './reading';

const CONDITION_WORDS: Record<StudyCondition, string> = { words: 'with words alone', picture: 'with the picture' };

/** Figures of every reader under every condition, pooled ones where there are several, and warnings of what limits them after those given. */
export function scoreOf(study: ReadStudy, about: Pick<StudyScore, 'name' | 'study' | 'choices' | 'source' | 'warnings'>): StudyScore {
  const readers = readersOf(study);
  const each = readers.flatMap((reader) => study.conditions.map((condition) => figuresOf(study, reader, condition, 1)));
  const pooled = readers.length > 1 ? study.conditions.map((condition) => figuresOf(study, null, condition, readers.length)) : [];
  const figures = [...each, ...pooled];
  const sizes = new Set([study.cases.length, ...figures.map((f) => f.answered)].filter((n) => n > 0));
  return {
    version: STUDY_VERSION,
    ...about,
    figures,
    paired: pairedFigures(study),
    agreement: agreementOf(study),
    cases: study.cases.map(({ caseId: _, ...shown }) => ({
      ...shown,
      answers: study.readings
        .filter((r) => r.case === shown.id)
        .map(({ reader, condition, call, confidence }) => ({ reader, condition, call, confidence, right: call === shown.truth }))
        .sort(
          (a, b) =>
            readers.indexOf(a.reader) - readers.indexOf(b.reader) ||
            study.conditions.indexOf(a.condition) - study.conditions.indexOf(b.condition),
        ),
    })),
    power: studyPower(...sizes),
    warnings: [
      ...about.warnings,
      ...each
        .filter((f) => f.answered < f.asked)
        .map(
          (f) =>
            `${f.reader} answered ${f.answered} of ${f.asked} cases ${CONDITION_WORDS[f.condition]}. The others count nowhere, least of all as wrong.`,
        ),
      ...figures
        .filter(({ roc }) => roc && roc.low === roc.high)
        .map(
          ({ reader, roc }) =>
            `The area under the curve of ${reader ?? 'all readers'} is ${roc!.auc}: DeLong's interval has no width there, and does not say how far few answers can be trusted.`,
        ),
      ...(readers.length === 0 ? ['Nobody has answered yet: there is nothing to score.'] : []),
      ...dependence(study, readers.length),
    ],
    notice: RESEARCH_NOTICE,
  };
}

/** What p-values and intervals take for independent and is not. */
function dependence({ cases }: ReadStudy, readers: number): string[] {
  const patients = new Set(cases.flatMap((c) => c.caseId ?? [])).size;
  return [
    ...(readers > 1
      ? [
          'Pooled p-values and intervals take all answers for independent. Answers of several readers to one case are not: the pooled p is too small and the interval too narrow. Judge by each reader.',
        ]
      : []),
    ...(patients > 0 && patients < cases.length
      ? [
          `The ${cases.length} cases are views of ${patients} patients. Views of one patient are not independent: p-values are too small and intervals too narrow.`,
        ]
      : []),
  ];
}

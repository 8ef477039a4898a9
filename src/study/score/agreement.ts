/** How far readers agree on the same cases, beyond chance, whatever the truth is. */
import type { StudyScore } from '../../protocol/study';
import { cohenKappa, fleissKappa } from '../../statistics/kappa';
import { type ReadStudy, readersOf } from './reading';

/** Per condition: Fleiss' kappa of all readers who answered under it, null of fewer than two, and Cohen's of every two. Intervals resample cases. */
export function agreementOf(study: ReadStudy): StudyScore['agreement'] {
  return study.conditions.map((condition) => {
    const readings = study.readings.filter((r) => r.condition === condition);
    const columns = readersOf({ ...study, readings }).map((reader) => {
      const calls = new Map(readings.filter((r) => r.reader === reader).map((r) => [r.case, r.call]));
      return { reader, said: study.cases.map((c) => calls.get(c.id)) };
    });
    return {
      condition,
      all:
        columns.length < 2
          ? null
          : { ...fleissKappa(study.cases.map((_, i) => columns.map(({ said }) => said[i]))), readers: columns.length },
      pairs: columns.flatMap((first, i) =>
        columns.slice(i + 1).map((second) => ({
          ...cohenKappa(first.said, second.said),
          readers: [first.reader, second.reader] as [string, string],
        })),
      ),
    };
  });
}

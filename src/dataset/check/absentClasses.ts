/** Classes that cannot be learned or measured, because a part of the split has no case of them. */
import type { CheckedProblem, DataCounts } from '../../protocol/dataCheck';

const WORDS = { train: 'training', holdout: 'hold-out', test: 'test' } as const;

/** `healthy`: the class of tissue without a finding, which every view has; `file`: deepminer.json, which names the classes. */
export function absentClasses(counts: DataCounts, classes: readonly string[], healthy: string, file: string): CheckedProblem[] {
  const warning = (code: string, found: string, expected: string, remedy: string): CheckedProblem => ({
    severity: 'warning',
    code,
    file,
    found,
    expected,
    remedy,
    kind: 'missing',
    views: [],
  });
  return counts.classes.flatMap(({ className, views, findings, parts }) => {
    if (!classes.includes(className) || className === healthy) return [];
    if (views + findings === 0)
      return [
        warning(
          'class.absent',
          `no view of the class ${className}`,
          'views of every class of deepminer.json',
          'Add some, or leave the class out of "classes".',
        ),
      ];
    return (['train', 'holdout', 'test'] as const)
      .filter((part) => counts.parts[part].cases > 0 && parts[part].views + parts[part].findings === 0)
      .map((part) =>
        warning(
          `class.absent.${part}`,
          `no ${className} view in the ${WORDS[part]} part`,
          'every class in every part',
          part === 'train'
            ? 'It cannot be learned: add cases.'
            : 'It cannot be measured there: add cases, or give the part a larger share.',
        ),
      );
  });
}

/** The choices of a study: what is asked for, checked, with defaults where nothing is. */
import { ProblemError } from '../../protocol/problem';
import type { StudyChoices } from '../../protocol/study';
import { choicesSchema } from '../schema';

/** Choices before the draw; without `cases`: as many as there are, in equal numbers. */
export type AskedChoices = Omit<StudyChoices, 'cases'> & { cases?: number };

/** The paper's three units, of the class that the network decides for; one view a patient, so that answers are independent; the words alone. */
const DEFAULTS: Omit<StudyChoices, 'cases'> = {
  seed: 1,
  units: 3,
  explained: 'decided',
  draw: 'case',
  conditions: ['words'],
  goBack: false,
};

const asked = choicesSchema.partial().strict();

/** Defaults filled in. Both conditions are read with words alone first, whatever their order here. Throws ProblemError `study.choices` naming the wrong one. */
export function askedChoices(given: Partial<StudyChoices> = {}): AskedChoices {
  const result = asked.safeParse(given);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new ProblemError({
      code: 'study.choices',
      found: `${issue.path.join('.') || 'the choices'}: ${issue.message}`,
      expected: 'seed and units as whole numbers, an even number of cases, explained decided or malignant, draw case or view, conditions',
      remedy: 'Correct this choice, or leave it out for its default.',
    });
  }
  const known = Object.fromEntries(Object.entries(result.data).filter(([, value]) => value !== undefined));
  const choices: AskedChoices = { ...DEFAULTS, ...known };
  return { ...choices, conditions: (['words', 'picture'] as const).filter((c) => choices.conditions.includes(c)) };
}

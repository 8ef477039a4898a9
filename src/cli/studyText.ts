/** Reader studies as text for the terminal. */
import type { CreatedStudy } from '../protocol/compute';
import type { StudyChoices, StudyListing, StudyPower } from '../protocol/study';
import { table } from './terminal';

const CONDITION = { words: 'words alone', picture: 'words with the picture' } as const;

export function createdText({ plan, dir, keyFile, power }: CreatedStudy): string {
  const { name, choices, eligible, leftOut, source, cases } = plan;
  const half = cases.length / 2;
  return [
    `${name}: ${cases.length} cases, ${half} benign and ${half} malignant, of ${eligible.benign} benign and ${eligible.malignant} malignant ${choices.draw}s of the test part`,
    ...leftOut.map(({ reason, count }) => `Left out: ${reason} (${count})`),
    '',
    ...choiceRows(choices).map(([choice, value]) => `${choice.padEnd(16)}${value}`),
    `named by        ${source.experts.join(', ')} (${source.run}, ${source.checkpoint})`,
    '',
    `What a reader of all ${cases.length} can show:`,
    powerText(power),
    '',
    `Plan, for the readers: ${dir}`,
    `Key, for scoring:      ${keyFile}`,
    'Do not give the key to a reader, nor the whole project: the key says which cases are malignant.',
    '',
    plan.notice,
  ].join('\n');
}

function choiceRows({ seed, units, explained, draw, conditions, goBack }: StudyChoices): string[][] {
  return [
    ['seed', String(seed)],
    ['told of a case', `the ${units} most influential named ${units === 1 ? 'unit' : 'units'}`],
    ['influence on', explained === 'malignant' ? 'malignant, for every case' : 'the class that the network decides for'],
    ['drawn', draw === 'case' ? 'patients, one view each' : 'views, several of a patient where it falls so: answers are not independent'],
    ['shown', conditions.map((c) => CONDITION[c]).join(', then ')],
    ['going back', goBack ? 'allowed' : 'not allowed'],
  ];
}

export function studiesText(studies: StudyListing[]): string {
  if (studies.length === 0) return 'No study yet: make one with "deepminer study create".';
  return studies
    .map(({ name, created, cases, conditions, run, readers, key }) =>
      [
        `${name}: ${cases} cases of ${run}, ${conditions.map((c) => CONDITION[c]).join(', then ')}, made ${created.slice(0, 10)}${key ? '' : '; its key is not here, so it cannot be scored'}`,
        ...(readers.length > 0 ? readers.map((r) => `  ${r.reader}: ${r.answered} of ${r.of} answered`) : ['  no reader yet']),
      ].join('\n'),
    )
    .join('\n');
}

export function powerText({ rows, accuracies }: StudyPower): string {
  const header = ['answers', 'right needed', ...accuracies.map((a) => `found at ${Math.round(100 * a)} %`)];
  const body = rows.map(({ n, needed, power }) => [String(n), needed === null ? '-' : String(needed), ...power.map(powerWords)]);
  return [
    table(header, body),
    'Right needed: fewest for p <= 0.05, exact one-sided binomial test against guessing.',
    'Found at 60 %: how often a study finds a true share of 60 % right, rounded down; answers taken for independent.',
    ...(rows.some(({ needed }) => needed === null) ? ['-: not even all right would do.'] : []),
  ].join('\n');
}

/** Whole percent; what is not certain never reads so. */
function powerWords(power: number): string {
  return `${Math.min(99, Math.floor(100 * power))} %`;
}

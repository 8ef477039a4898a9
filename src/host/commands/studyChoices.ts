/** The choices of a reader study, asked one after the other; Escape at any of them makes none. */
import * as vscode from 'vscode';
import type { StudyChoices, StudyPower } from '../../protocol/study';
import type { Services } from '../services';

type Choice<V> = vscode.QuickPickItem & { value: V };

const STEPS = 4;
const title = (step: number, what: string): string => `DeepMiner: reader study (${step} of ${STEPS}): ${what}`;

export async function askChoices({ compute }: Services): Promise<Partial<StudyChoices> | undefined> {
  const cases = await askCases(compute.studyPower);
  if (!cases) return undefined;
  const units = await pick(title(2, 'units told of a case'), [
    { label: '3', description: 'as in the paper', value: 3 },
    { label: '1', description: 'the most influential alone', value: 1 },
    { label: '2', value: 2 },
    { label: '5', value: 5 },
  ]);
  if (!units) return undefined;
  const shown = await pick<StudyChoices['conditions']>(title(3, 'what readers see'), [
    { label: 'Words alone', description: 'as in the paper', value: ['words'] },
    { label: 'Words with picture', description: 'and where each unit responds in the view', value: ['picture'] },
    {
      label: 'Both',
      description: 'words alone first',
      detail: 'Each reader calls every case twice; the comparison is made case by case.',
      value: ['words', 'picture'],
    },
  ]);
  if (!shown) return undefined;
  const explained = await pick<StudyChoices['explained']>(title(4, 'class that units are influential for'), [
    { label: 'The class the network decides for', description: 'what the explanation of the case says', value: 'decided' },
    { label: 'Malignant, for every case', description: 'as the published code did', value: 'malignant' },
  ]);
  return explained && { cases: cases.value, units: units.value, conditions: shown.value, explained: explained.value };
}

function pick<V>(title: string, items: Choice<V>[]): Thenable<Choice<V> | undefined> {
  return vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
}

/** With what each number of cases could show; `value` undefined: as many as there are. */
async function askCases(power: Services['compute']['studyPower']): Promise<{ value: number | undefined } | undefined> {
  const table = await power({ answers: [] });
  const usual = table.rows
    .filter(({ n }) => n % 2 === 0)
    .map(({ n }): Choice<number | 'all' | 'other'> => {
      return { label: `${n} cases`, description: powerWords(table, n), value: n };
    });
  const picked = await pick<number | 'all' | 'other'>(title(1, 'cases, half of them benign, half malignant'), [
    { label: 'As many as there are', description: 'in equal numbers, of the test part', value: 'all' },
    ...usual,
    { label: 'Another number…', value: 'other' },
  ]);
  if (!picked) return undefined;
  if (picked.value === 'all') return { value: undefined };
  if (picked.value !== 'other') return { value: picked.value };
  const typed = await vscode.window.showInputBox({
    title: title(1, 'cases'),
    prompt: 'An even number: half of the cases are benign, half malignant',
    ignoreFocusOut: true,
    validateInput: async (text) => {
      const cases = evenNumber(text);
      if (cases === undefined) return 'Enter an even number from 2.';
      return { message: powerWords(await power({ answers: [cases] }), cases), severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  return typed === undefined ? undefined : { value: evenNumber(typed) };
}

function evenNumber(text: string): number | undefined {
  const number = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 2 && number % 2 === 0 ? number : undefined;
}

/** `p ≤ 0.05 from 59 right; finds 60 % right in 62 of 100 studies` */
function powerWords({ rows, accuracies }: StudyPower, n: number): string {
  const row = rows.find((r) => r.n === n);
  if (!row || row.needed === null) return 'too few to show anything: not even all right would do';
  const of = (accuracy: number): string => `${Math.floor(100 * row.power[accuracies.indexOf(accuracy)])} %`;
  const told = [0.6, 0.7].filter((accuracy) => accuracies.includes(accuracy));
  return `p ≤ 0.05 from ${row.needed} right; power ${told.map((accuracy) => `${of(accuracy)} if ${Math.round(100 * accuracy)} % are right`).join(', ')}`;
}

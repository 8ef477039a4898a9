/** `deepminer study`: reader studies, from the draw to what they came to. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { STUDY_CALLS, type StudyChoices } from '../protocol/study';
import { studyPower } from '../study/power';
import { at, atDevice, type Call, type ProjectOptions } from './call';
import { onDevice } from './devices';
import type { Interruption } from './interruption';
import { count, onProject, projectOption, whole } from './options';
import { studyScoreCommands } from './studyScore';
import { studyServeCommand } from './studyServe';
import { studySheetCommands } from './studySheet';
import { createdText, powerText, studiesText } from './studyText';

type CreateOptions = ProjectOptions & { name?: string; conditions?: string } & Partial<Omit<StudyChoices, 'conditions'>>;

export function studyCommand(program: Command, call: Call, interruption: Interruption): void {
  const study = program.command('study').description('a reader study: do the words for the units alone tell malignant from benign?');
  createCommand(study, call);
  listCommand(study, call);
  powerCommand(study);
  studyScoreCommands(study, call);
  studySheetCommands(study, call);
  studyServeCommand(study, interruption);
}

function createCommand(study: Command, call: Call): void {
  onDevice(
    onProject(
      study.command('create').description('draw benign and malignant cases of the test part and write what readers are to be shown'),
    ),
  )
    .option('--name <name>', 'name of the study (default: study-001 and on)')
    .option('--cases <n>', 'cases, half of each class (default: as many as there are, in equal numbers)', even)
    .option('--seed <n>', 'same seed, same cases (default: 1)', whole)
    .option('--units <n>', 'annotated units told of a case, the most influential (default: 3, as in the paper)', count)
    .addOption(
      new Option('--explained <class>', 'whose units: those of the class decided for (default), or always of malignant').choices([
        'decided',
        'malignant',
      ]),
    )
    .addOption(
      new Option('--draw <what>', 'patients with one view each, so that answers are independent (default), or any views').choices([
        'case',
        'view',
      ]),
    )
    .addOption(
      new Option('--conditions <which>', 'the words alone (default), with the picture, or both, words alone first').choices([
        'words',
        'picture',
        'both',
      ]),
    )
    .option('--go-back', 'readers may change a call')
    .action((o: CreateOptions, self: Command) => {
      const { name, cases, seed, units, explained, draw, goBack } = o;
      const choices = { cases, seed, units, explained, draw, goBack, conditions: conditionsOf(o.conditions) };
      return call(self, 'createStudy', { ...atDevice(o), name, choices }, createdText);
    });
}

function listCommand(study: Command, call: Call): void {
  projectOption(study.command('list').description('the studies of the project, and how far their readers are')).action(
    (o: ProjectOptions, self: Command) => call(self, 'listStudies', { project: at(o).project }, studiesText),
  );
}

function powerCommand(study: Command): void {
  study
    .command('power')
    .description('how many right answers a number of answers needs, and how likely a study is to find what is there')
    .argument('[answers...]', 'numbers of answers to add to the table', (text: string, before: number[] = []) => [...before, count(text)])
    .action((numbers: number[] | undefined, _: object, self: Command) => {
      const power = studyPower(...(numbers ?? []));
      const { json } = self.optsWithGlobals<{ json?: boolean }>();
      process.stdout.write(`${json ? JSON.stringify(power, null, 2) : powerText(power)}\n`);
    });
}

function conditionsOf(which: string | undefined): StudyChoices['conditions'] | undefined {
  if (which === undefined) return undefined;
  return which === 'both' ? ['words', 'picture'] : [which as 'words' | 'picture'];
}

function even(text: string): number {
  const n = count(text);
  if (n % STUDY_CALLS.length !== 0)
    throw new InvalidArgumentError('expected an even number: half of the cases are benign, half malignant.');
  return n;
}

/** The commands, their options and their help. */
import path from 'node:path';
import { Command } from 'commander';
import type { MethodContext } from '../compute/method';
import { methods } from '../compute/methods';
import type { Result } from '../protocol/compute';
import type { DeviceChoice } from '../protocol/device';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import { annotateCommand } from './annotate';
import { at, type Call, type ProjectOptions } from './call';
import { checkCommand } from './check';
import { demo } from './demo';
import { devicesCommand, onDevice } from './devices';
import { dissectCommand } from './dissect';
import { evaluateCommand } from './evaluate';
import { explainCommand } from './explain';
import { faithfulnessCommand } from './faithfulness';
import { inspectCommand } from './inspect';
import type { Interruption } from './interruption';
import { mineCommand } from './mine';
import { count, onProject, part, projectOption, whole } from './options';
import { pythonHelperCommand } from './pythonHelper';
import { referenceText, runsText, sampleText, viewsText } from './report';
import { similarCommand } from './similar';
import { studyCommand } from './study';
import { surveyCommand } from './survey';
import { openTerminal } from './terminal';
import { trainCommands } from './train';
import { unitsCommand } from './units';
import { exportCommand, weightsCommand } from './weights';

interface DemoCommandOptions {
  cases: number;
  seed: number;
  features?: boolean;
  summary?: string;
  device?: DeviceChoice;
}

export function buildProgram(interruption: Interruption): Command {
  const { signal } = interruption;
  const call: Call = async (command, method, params, text, after) => {
    const { json, quiet } = command.optsWithGlobals<{ json?: boolean; quiet?: boolean }>();
    const terminal = openTerminal({ quiet: quiet ?? false, signal });
    const context: MethodContext = { ...terminal.task, cellOutput: () => undefined };
    try {
      const result = await (methods[method] as (p: typeof params, c: MethodContext) => Promise<Result<typeof method>>)(params, context);
      terminal.close();
      process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : `${text(result)}\n`);
      after?.(result);
    } finally {
      terminal.close();
    }
  };

  const program = new Command('deepminer')
    .description(
      'Open up an image classifier: train it on coarse labels, find the units of its last layer that decide most often,\nlet experts name them, and explain every prediction by named units.',
    )
    .option('--json', 'print the result as JSON on standard output')
    .option('-q, --quiet', 'no progress; warnings and errors only')
    .exitOverride()
    .showHelpAfterError('(deepminer --help lists the commands)')
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 failed (the message says what to do), 2 wrong usage, 130 cancelled.
PROJECT is the folder that holds deepminer.json (default: this folder). RUN is a name below runs/ (default: the newest).
One long job at a time works on a device; another waits for its turn (DEEPMINER_QUEUE=off: it does not).

A first walk through the method:
  deepminer sample walk --cases 40
  cd walk
  deepminer check
  deepminer devices
  deepminer train && deepminer evaluate && deepminer mine
  deepminer annotate --reference
  deepminer views --part test
  deepminer explain VIEW --png explanation.png

${RESEARCH_NOTICE}`,
    );

  program
    .command('sample')
    .description('write a synthetic data set in DDSM form with concept masks, and its deepminer.json')
    .argument('<dir>', 'folder to write; new or empty')
    .option('--cases <n>', 'number of cases (four views each)', count, 40)
    .option('--seed <n>', 'same seed, same bytes', whole, 1)
    .option('--features', 'let training take in features.csv: a risk score and others beside the images')
    .action((dir: string, options: { cases: number; seed: number; features?: boolean }, command: Command) =>
      call(command, 'createSample', { dir: path.resolve(dir), ...options }, sampleText),
    );

  checkCommand(projectOption(program.command('check')), call);
  trainCommands(program, call, interruption);
  inspectCommand(program, call);
  devicesCommand(program, call);
  unitsCommand(program, call);
  similarCommand(program, call);
  surveyCommand(program, call, interruption);
  studyCommand(program, call, interruption);

  evaluateCommand(onDevice(onProject(program.command('evaluate'))), call);

  mineCommand(onDevice(onProject(program.command('mine'))), call);

  dissectCommand(onDevice(onProject(program.command('dissect'))), call);
  annotateCommand(onDevice(onProject(program.command('annotate'))), call, referenceText);

  explainCommand(onDevice(onProject(program.command('explain'))), call);
  pythonHelperCommand(program.command('python-helper'), call);
  faithfulnessCommand(onDevice(onProject(program.command('faithfulness'))), call);
  exportCommand(onProject(program.command('export')), call);
  weightsCommand(program.command('weights'), call);

  onProject(program.command('runs').description('list the runs')).action((o: ProjectOptions, command: Command) =>
    call(command, 'listRuns', { project: at(o).project }, runsText),
  );

  onProject(program.command('views').description('list the views of the data set'))
    .option('--part <part>', 'train, holdout or test', part)
    .action((o: ProjectOptions & { part?: 'train' | 'holdout' | 'test' }, command: Command) =>
      call(command, 'listViews', { project: at(o).project, part: o.part }, viewsText),
    );

  onDevice(program.command('demo'))
    .description('the whole method once on synthetic mammograms, with its figures (about three minutes)')
    .argument('<dir>', 'folder to write; new or empty')
    .option('--cases <n>', 'number of cases', count, 120)
    .option('--seed <n>', 'seed of the sample', whole, 1)
    .option('--features', 'with features beside the images, e.g. a risk score')
    .option('--summary <file>', 'also write the figures here as JSON')
    .action(async (dir: string, o: DemoCommandOptions, command: Command) => {
      const terminal = openTerminal({ quiet: command.optsWithGlobals<{ quiet?: boolean }>().quiet ?? false, signal });
      const summary = o.summary ? path.resolve(o.summary) : undefined;
      const text = await demo({ ...o, dir: path.resolve(dir), summary }, { ...terminal.task, cellOutput: () => undefined }).finally(
        terminal.close,
      );
      process.stdout.write(`${text}\n`);
    });

  return program;
}

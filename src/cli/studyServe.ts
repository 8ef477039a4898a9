/** `deepminer study serve`: a reader study in a browser on this machine, for a reader without VS Code. */
import path from 'node:path';
import type { Command } from 'commander';
import type { MethodContext } from '../compute/method';
import { listStudies, saveStudyAnswer, studyPicture, studyState } from '../compute/methods/study';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import { ProblemError } from '../protocol/problem';
import { openStudyServer } from '../serve/studyServer';
import type { StudyMethods } from '../study/conversation';
import type { Interruption } from './interruption';
import { projectOption } from './options';
import { PORT, pagesFolder, port, servePage } from './servePage';
import { openTerminal } from './terminal';

interface ServeOptions {
  project: string;
  study?: string;
  reader?: string;
  port: number;
}

export function studyServeCommand(study: Command, interruption: Interruption): void {
  projectOption(study.command('serve'))
    .description('open a study in a browser on this machine, for a reader without VS Code; Ctrl-C ends it')
    .option('--study <name>', 'study to read (default: the only one)')
    .option('--reader <name>', 'under which name the calls are kept (default: the page asks)')
    .option('--port <n>', 'port of 127.0.0.1; 0: any that is free', port, PORT)
    .action(async (o: ServeOptions, command: Command) => {
      const terminal = openTerminal({ quiet: command.optsWithGlobals<{ quiet?: boolean }>().quiet ?? false, signal: interruption.signal });
      // Ctrl-C ends the server, not a call that is being saved.
      const context: MethodContext = { ...terminal.task, signal: new AbortController().signal, cellOutput: () => undefined };
      const project = path.resolve(o.project);
      const name = o.study ?? (await onlyStudy(project, context));
      const methods: StudyMethods = {
        studyState: (p) => studyState(p, context),
        studyPicture: (p) => studyPicture(p, context),
        saveStudyAnswer: (p) => saveStudyAnswer(p, context),
      };
      // Before anybody is invited: a study that is not there, or was edited, is told of here.
      const { items } = await studyState({ project, study: name, reader: o.reader ?? 'nobody' }, context);
      await servePage(
        {
          what: 'the study',
          greeting: `${items.length} cases of ${name} to read. ${RESEARCH_NOTICE}`,
          farewell: 'The study is closed. Every call that was shown as saved is on the disk.',
        },
        interruption,
        (entered) =>
          openStudyServer({
            project,
            study: name,
            reader: o.reader,
            methods,
            pages: pagesFolder(),
            port: o.port,
            entered,
            logError: (message) => context.log('error', message),
          }),
      );
    });
}

/** The study to read where none is named. Throws ProblemError `study.unnamed` unless there is exactly one. */
async function onlyStudy(project: string, context: MethodContext): Promise<string> {
  const names = (await listStudies({ project }, context)).map((s) => s.name);
  if (names.length === 1) return names[0];
  throw new ProblemError({
    code: 'study.unnamed',
    found: names.length === 0 ? 'no study in this project' : `${names.length} studies: ${names.join(', ')}`,
    expected: 'the name of a study, or one alone',
    remedy: names.length === 0 ? 'Make one with "deepminer study create".' : 'Name it with --study.',
  });
}

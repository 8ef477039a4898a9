/** `deepminer survey serve`: the survey in a browser on this machine, for an expert without VS Code. */
import { type Command, Option } from 'commander';
import type { MethodContext } from '../compute/method';
import { saveAnswer, saveDraft, surveyState, surveyUnit } from '../compute/methods/survey';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import type { SurveyMode } from '../protocol/survey';
import { openSurveyServer } from '../serve/surveyServer';
import type { SurveyMethods } from '../survey/conversation';
import { at, type ProjectOptions } from './call';
import type { Interruption } from './interruption';
import { onProject } from './options';
import { PORT, pagesFolder, port, servePage } from './servePage';
import { openTerminal } from './terminal';

interface ServeOptions extends ProjectOptions {
  expert?: string;
  port: number;
  mode: SurveyMode;
}

export function surveyServeCommand(survey: Command, interruption: Interruption): void {
  onProject(survey.command('serve'))
    .description('open the survey in a browser on this machine, for an expert without VS Code; Ctrl-C ends it')
    .option('--expert <name>', 'under which name the answers are kept (default: the page asks)')
    .option('--port <n>', 'port of 127.0.0.1; 0: any that is free', port, PORT)
    .addOption(
      new Option('--mode <mode>', 'blind: an expert answers alone; consensus: decide from all answers')
        .choices(['blind', 'consensus'])
        .default('blind'),
    )
    .action(async (o: ServeOptions, command: Command) => {
      const terminal = openTerminal({ quiet: command.optsWithGlobals<{ quiet?: boolean }>().quiet ?? false, signal: interruption.signal });
      // Ctrl-C ends the server, not an answer that is being saved.
      const context: MethodContext = { ...terminal.task, signal: new AbortController().signal, cellOutput: () => undefined };
      const methods: SurveyMethods = {
        surveyState: (p) => surveyState(p, context),
        surveyUnit: (p) => surveyUnit(p, context),
        saveAnswer: (p) => saveAnswer(p, context),
        saveDraft: (p) => saveDraft(p, context),
      };
      const offer = { ...at(o), mode: o.mode, expert: o.expert, methods };
      // Before anybody is invited: a run without mined units is told of here.
      const { units } = await surveyState({ ...at(o), expert: o.expert ?? 'nobody', mode: o.mode }, context);
      await servePage(
        {
          what: 'the survey',
          greeting: `${units.length} units to annotate. ${RESEARCH_NOTICE}`,
          farewell: 'The survey has ended. Every answer that was shown as saved is on the disk.',
        },
        interruption,
        (entered) =>
          openSurveyServer({
            ...offer,
            pages: pagesFolder(),
            port: o.port,
            entered,
            logError: (message) => context.log('error', message),
          }),
      );
    });
}

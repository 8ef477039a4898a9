/** `deepminer survey serve`: the survey in a browser on this machine, for an expert without VS Code. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { MethodContext } from '../compute/method';
import { saveAnswer, saveDraft, surveyState, surveyUnit } from '../compute/methods/survey';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import type { SurveyMode } from '../protocol/survey';
import { openSurveyServer } from '../serve/surveyServer';
import type { SurveyMethods } from '../survey/conversation';
import { at, type ProjectOptions } from './call';
import type { Interruption } from './interruption';
import { onProject, whole } from './options';
import { openTerminal } from './terminal';

/** The same at every start: a browser keeps drafts by address and port. */
const PORT = 4747;

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
      interruption.asked = 'Ending when the answers under way are saved; press Ctrl-C again to stop at once.';
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
      const say = (text: string) => void process.stdout.write(`${text}\n`);
      const server = await openSurveyServer({
        ...offer,
        pages: pagesFolder(),
        port: o.port,
        entered: () => say('Opened in a browser. Press Enter for an address for another one.'),
        logError: (message) => context.log('error', message),
      });
      const invite = () =>
        say(`\n  ${server.address()}\n\nIt opens the survey once, in one browser on this machine. Press Enter for another, Ctrl-C to end.`);
      say(`${units.length} units to annotate. ${RESEARCH_NOTICE} Open this address:`);
      invite();
      process.stdin.on('data', invite);
      await aborted(interruption.signal);
      process.stdin.off('data', invite).pause();
      await server.close();
      say('The survey has ended. Every answer that was shown as saved is on the disk.');
    });
}

/** Bundled beside this module's bundle, or built from beside the source. */
function pagesFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  return import.meta.url.endsWith('.ts') ? path.resolve(here, '../../dist/webview') : path.join(here, 'webview');
}

function port(text: string): number {
  const number = whole(text);
  if (number < 0 || number > 65_535) throw new InvalidArgumentError('expected a port, 0 to 65535.');
  return number;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

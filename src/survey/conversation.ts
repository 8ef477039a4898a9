/** What a survey page is answered, whoever serves it: the extension host or a server on this machine. Failures are messages, since the page is where the expert looks. */
import type { ComputeMethods } from '../protocol/compute';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import type { HostToSurvey, SurveyMode, SurveySource, SurveyToHost } from '../protocol/survey';

/** Which survey: of a run (default: the newest mined), for whom, and what kind. */
export interface SurveyRequest {
  project: string;
  run?: string;
  expert: string;
  mode?: SurveyMode;
}

type Promised<M> = M extends (p: infer P) => Promise<infer R> ? (p: P) => Promise<R> : never;
/** The methods that a survey needs. */
export type SurveyMethods = { [M in 'surveyState' | 'surveyUnit' | 'saveAnswer' | 'saveDraft']: Promised<ComputeMethods[M]> };

export interface SurveyConversation {
  survey: SurveyRequest;
  /** As the page was given it last: its pictures and drafts are of that one. */
  source: SurveySource;
  /** Where the page finds the pictures of a mining folder. */
  baseOf(miningDir: string): string;
  methods: SurveyMethods;
  /** Told of what the page is told too. */
  logError(message: string): void;
  /** What the page is to keep for the host: it names folders, so only a page inside VS Code is given it. */
  restore?: unknown;
  /** The drafts under way: they are kept in the order they were posted. */
  drafts?: Promise<unknown>;
}

/** The reply to a message of the page; undefined where none is due. Rejects never. */
export async function replyTo(message: SurveyToHost, talk: SurveyConversation): Promise<HostToSurvey | undefined> {
  const { survey, methods } = talk;
  const { project, run, expert, mode } = survey;
  const failed = (error: unknown): string => {
    const text = error instanceof Error ? error.message : String(error);
    talk.logError(text);
    return text;
  };
  switch (message.type) {
    case 'ready': {
      // Asked for anew: the page may have been reloaded since the first answers, and the units mined again.
      talk.source = await methods.surveyState(survey).catch((error: unknown) => {
        failed(error);
        return talk.source;
      });
      const { miningDir, ...source } = talk.source;
      const base = talk.baseOf(miningDir);
      if (source.units.length === 0)
        return { type: 'empty', message: 'No units have been mined from this run yet. Mine them, then open the survey again.' };
      return { type: 'state', state: { ...source, expert, base, notice: RESEARCH_NOTICE, restore: talk.restore } };
    }
    case 'unit':
      return methods.surveyUnit({ project, run, unit: message.unit }).then(
        ({ mining, ...pictured }): HostToSurvey =>
          mining === message.mining ? { type: 'unit', ...pictured } : { type: 'minedAgain', unit: message.unit, mining },
        (error: unknown) => ({ type: 'unitFailed', unit: message.unit, message: failed(error) }),
      );
    case 'draft': {
      const { unit, kept } = message;
      const before = talk.drafts ?? Promise.resolve();
      const saved = before.then(() => methods.saveDraft({ project, expert, mode, mining: talk.source.mining, unit, kept }));
      talk.drafts = saved.catch(() => undefined);
      return saved.then(
        () => undefined,
        (error: unknown): HostToSurvey => ({ type: 'draftFailed', unit, message: failed(error) }),
      );
    }
    case 'answer':
      return methods.saveAnswer({ project, run, mode, answer: { ...message.answer, expert } }).then(
        (saved): HostToSurvey => ({ type: 'saved', id: message.id, ...saved }),
        (error: unknown) => ({ type: 'failed', id: message.id, message: failed(error) }),
      );
    case 'position':
    // A command of VS Code: the panel there runs it, and no other page has it.
    case 'explain':
      return undefined;
  }
}

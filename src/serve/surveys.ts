/** The conversations of a server, one an expert: what the page asks is answered as VS Code would, and what is being answered is known. */
import { createHash } from 'node:crypto';
import type { HostToSurvey, SurveyMode } from '../protocol/survey';
import { replyTo, type SurveyConversation, type SurveyMethods, type SurveyRequest } from '../survey/conversation';
import type { Posted } from './message';
import { Refusal } from './refusal';

/** Which survey is offered. */
export interface SurveyOffer {
  project: string;
  run?: string;
  mode?: SurveyMode;
  /** Everybody answers under this name; absent: each is asked. */
  expert?: string;
  methods: SurveyMethods;
  logError(message: string): void;
}

export class Surveys {
  readonly #talks = new Map<string, Promise<SurveyConversation>>();
  readonly #replies = new Set<Promise<unknown>>();

  constructor(private readonly offer: SurveyOffer) {}

  /** Rejects with a Refusal 409 where the page shows another survey than the expert's here. */
  async reply(expert: string, { shown, message }: Posted): Promise<HostToSurvey | undefined> {
    if (shown !== this.markOf(expert))
      throw new Refusal(
        409,
        `The server now offers ${expert} another survey than this page shows (of another expert, project or kind). Start it as it was for this page, open its address in another tab, then try again.`,
      );
    const reply = this.#talk(expert).then((talk) => replyTo(message, talk));
    this.#replies.add(reply);
    return reply.finally(() => this.#replies.delete(reply));
  }

  /** What tells the survey of an expert from any other that may be offered at this address: of another expert, project or kind. */
  markOf(expert: string): string {
    const { project, mode = 'blind' } = this.offer;
    return createHash('sha256')
      .update(JSON.stringify([project, mode, expert]))
      .digest('hex')
      .slice(0, 32);
  }

  /** The mining folder whose pictures the expert's page shows. */
  async miningDir(expert: string): Promise<string> {
    return (await this.#talk(expert)).source.miningDir;
  }

  /** Resolves when everything asked so far is answered, and every answer is on the disk or refused. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#replies]);
  }

  #talk(expert: string): Promise<SurveyConversation> {
    const known = this.#talks.get(expert);
    if (known) return known;
    const { project, run, mode, methods, logError } = this.offer;
    const survey: SurveyRequest = { project, run, mode, expert };
    const opened = methods
      .surveyState(survey)
      .then((source): SurveyConversation => ({ survey, source, baseOf: () => '/mining', logError, methods }));
    this.#talks.set(expert, opened);
    // One that could not be opened is tried anew.
    opened.catch(() => this.#talks.delete(expert));
    return opened;
  }
}

/** The survey page as it is served: a conversation an expert, answered as VS Code would, and the pictures of what was mined. */
import { createHash } from 'node:crypto';
import type { HostToSurvey, SurveyMode } from '../protocol/survey';
import { replyTo, type SurveyConversation, type SurveyMethods, type SurveyRequest } from '../survey/conversation';
import { picture, type ServedFile } from './pictures';
import { readPosted } from './posted';
import { Refusal } from './refusal';
import { type ServedPage, UnderWay } from './servedPage';
import { surveyMessage } from './surveyMessage';

/** Which survey is offered. */
export interface SurveyOffer {
  project: string;
  run?: string;
  mode?: SurveyMode;
  methods: SurveyMethods;
  logError(message: string): void;
}

export class Surveys implements ServedPage {
  readonly name = 'survey';
  readonly what = 'the survey';
  readonly title = 'Annotate units';
  readonly command = 'deepminer survey serve';
  readonly nameHint = 'Your answers are kept under this name: enter it as you did before, and your answers are here again.';
  readonly #talks = new Map<string, Promise<SurveyConversation>>();
  readonly #underWay = new UnderWay();

  constructor(private readonly offer: SurveyOffer) {}

  async reply(expert: string, body: string): Promise<HostToSurvey | undefined> {
    const { shown, message } = readPosted(body, surveyMessage);
    if (shown !== this.markOf(expert))
      throw new Refusal(
        409,
        `The server now offers ${expert} another survey than this page shows (of another expert, project or kind). Start it as it was for this page, open its address in another tab, then try again.`,
      );
    return this.#underWay.add(this.#talk(expert).then((talk) => replyTo(message, talk)));
  }

  markOf(expert: string): string {
    const { project, mode = 'blind' } = this.offer;
    return createHash('sha256')
      .update(JSON.stringify([project, mode, expert]))
      .digest('hex')
      .slice(0, 32);
  }

  /** Of the mining folder of the expert's survey. */
  async picture(expert: string, address: string): Promise<ServedFile | undefined> {
    return picture((await this.#talk(expert)).source.miningDir, address);
  }

  settled(): Promise<void> {
    return this.#underWay.settled();
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

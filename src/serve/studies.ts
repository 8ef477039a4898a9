/** The page of a reader study as it is served: a conversation a reader. Its pictures come by message, and nothing of a study has an address: its key least of all. */
import { createHash } from 'node:crypto';
import type { HostToStudy } from '../protocol/studyPage';
import { replyTo, type StudyMethods } from '../study/conversation';
import { readPosted } from './posted';
import { Refusal } from './refusal';
import { type ServedPage, UnderWay } from './servedPage';
import { studyMessage } from './studyMessage';

/** Which study is offered. */
export interface StudyOffer {
  project: string;
  study: string;
  methods: StudyMethods;
  logError(message: string): void;
}

export class Studies implements ServedPage {
  readonly name = 'study';
  readonly what = 'the study';
  readonly title = 'Reader study';
  readonly command = 'deepminer study serve';
  readonly nameHint = 'Your calls are kept under this name: enter it as you did before, and you go on where you stopped.';
  readonly #underWay = new UnderWay();

  constructor(private readonly offer: StudyOffer) {}

  async reply(reader: string, body: string): Promise<HostToStudy | undefined> {
    const { shown, message } = readPosted(body, studyMessage);
    if (shown !== this.markOf(reader))
      throw new Refusal(
        409,
        `The server now offers ${reader} another study than this page shows (of another reader or project). Start it as it was for this page, open its address in another tab, then try again.`,
      );
    const { project, study, methods, logError } = this.offer;
    return this.#underWay.add(replyTo(message, { request: { project, study, reader }, methods, logError }));
  }

  markOf(reader: string): string {
    const { project, study } = this.offer;
    return createHash('sha256')
      .update(JSON.stringify([project, study, reader]))
      .digest('hex')
      .slice(0, 32);
  }

  settled(): Promise<void> {
    return this.#underWay.settled();
  }
}

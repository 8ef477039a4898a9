/**
 * The surveys that are open in the workspace, for a window that ends before VS Code has kept what their pages did: a panel that comes back
 * without a state is one of them.
 */
import type { SurveyRequest } from '../survey/conversation';

/** Where VS Code keeps values of a workspace. */
export interface Kept {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'deepminer.openSurveys';

export class OpenSurveys {
  /** Those that this window shows. */
  readonly #shown = new Set<string>();

  constructor(private readonly kept: Kept) {}

  /** A panel shows this survey. */
  async opened(survey: SurveyRequest): Promise<void> {
    this.#shown.add(keyOf(survey));
    await this.kept.update(KEY, [...this.#without(survey), survey]);
  }

  /** Its panel was closed. */
  async closed(survey: SurveyRequest): Promise<void> {
    this.#shown.delete(keyOf(survey));
    await this.kept.update(KEY, this.#without(survey));
  }

  /** The survey of a panel that lost its state: the one opened last that no panel of this window shows. */
  lost(): SurveyRequest | undefined {
    return this.#all().findLast((survey) => !this.#shown.has(keyOf(survey)));
  }

  #all(): SurveyRequest[] {
    return this.kept.get<SurveyRequest[]>(KEY) ?? [];
  }

  #without(survey: SurveyRequest): SurveyRequest[] {
    return this.#all().filter((other) => keyOf(other) !== keyOf(survey));
  }
}

const keyOf = ({ project, run, expert, mode = 'blind' }: SurveyRequest): string => JSON.stringify([project, run ?? null, expert, mode]);

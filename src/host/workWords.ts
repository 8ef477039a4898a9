/** What the status bar says of the work that goes on: how far it is, what it waits for, how much more there is. */

import { percent, timeLeft } from '../protocol/progressWords';
import type { Progress } from '../protocol/task';

/** One piece of work as a person knows it. */
export interface WorkState {
  /** `Mining units` */
  title: string;
  progress?: Progress;
  /** It was asked to stop. */
  stopping: boolean;
}

/** `Mining units 42 %, 3 min left`; `Mining units waits for Training run-001 in sample`; `Mining units is stopping …` */
export function workLine({ title, progress, stopping }: WorkState): string {
  if (stopping) return `${title} is stopping …`;
  if (!progress) return title;
  if (progress.waitingFor !== undefined) return `${title} waits for ${progress.waitingFor}`;
  const left = progress.secondsLeft === undefined ? '' : timeLeft(progress.secondsLeft);
  const pace = [percent(progress), left].filter(Boolean).join(', ');
  return pace ? `${title} ${pace}` : title;
}

/** The text of the status bar item with its icon: the work begun last that does not wait stands for all; undefined where nothing goes on. */
export function statusText(works: readonly WorkState[]): string | undefined {
  const waiting = works.filter((work) => isWaiting(work));
  const working = works.filter((work) => !isWaiting(work));
  const shown = working.at(-1) ?? waiting[0];
  if (!shown) return undefined;
  const others = [count(working.length - 1, ''), count(waiting.length - (working.length > 0 ? 0 : 1), ' waiting')].filter(Boolean);
  return `${working.length > 0 ? '$(sync~spin)' : '$(watch)'} ${workLine(shown)}${others.length > 0 ? ` (${others.join(', ')})` : ''}`;
}

export const isWaiting = ({ progress, stopping }: WorkState): boolean => !stopping && progress?.waitingFor !== undefined;

const count = (n: number, what: string): string => (n > 0 ? `+${n}${what}` : '');

/** How far a call in a running cell is: a bar with words in one output, replaced in place and gone when the call ends. */

import { progressLine } from '../../protocol/progressWords';
import type { Progress } from '../../protocol/task';

/** A call that is done sooner shows nothing: a bar that flashes is no help. */
const PATIENCE_MS = 400;
const INTERVAL_MS = 250;

/** Where the bar stands: `items` by MIME type, undefined to take it away. */
export interface PassingOutput {
  passing(items: Record<string, string> | undefined): void;
}

/** The bar of one run of one cell; the latest report is shown at most four times a second. */
export class CellProgress {
  #latest: Progress | undefined;
  #timer: NodeJS.Timeout | undefined;
  #drawn = false;
  #ended = false;

  constructor(private readonly output: PassingOutput) {}

  /** Undefined: no call runs any more. */
  report(progress: Progress | undefined): void {
    if (this.#ended) return;
    this.#latest = progress;
    if (!progress) this.#clear();
    else this.#timer ??= setTimeout(() => this.#draw(), this.#drawn ? INTERVAL_MS : PATIENCE_MS);
  }

  /** The cell has ended: nothing is shown from here on. */
  end(): void {
    this.#clear();
    this.#ended = true;
  }

  #draw(): void {
    this.#timer = undefined;
    if (!this.#latest) return;
    this.#drawn = true;
    this.output.passing(progressItems(this.#latest));
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#drawn) this.output.passing(undefined);
    this.#drawn = false;
  }
}

/** A bar in HTML, the same in words beside it. */
export function progressItems(progress: Progress): Record<string, string> {
  const line = progress.message ? `${progress.stage}: ${progressLine(progress)}` : progressLine(progress);
  const share = progress.total > 0 ? ` value="${Math.min(1, progress.done / progress.total).toFixed(4)}"` : '';
  const html = `<div class="deepminer-progress"><style>${STYLE}</style><progress aria-label="${escapeHtml(progress.stage)}"${share}></progress><span>${escapeHtml(line)}</span></div>`;
  return { 'text/html': html, 'text/plain': line };
}

const STYLE = `
.deepminer-progress { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; color: var(--vscode-descriptionForeground); font: 12px/1.6 var(--vscode-font-family, system-ui, sans-serif); font-variant-numeric: tabular-nums; }
.deepminer-progress progress { width: 180px; height: 6px; accent-color: var(--vscode-progressBar-background, #0e70c0); }
`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => ENTITIES[c]);

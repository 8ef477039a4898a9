/** The files of a report, and which of its pages an earlier call has finished. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { portableName } from '../../project/fileName';
import type { ReportedView } from '../../protocol/explanationReport';

export const INDEX = 'index.html';

/** Scripts and the style sheet of all pages, by file name. */
export type ReportAssets = Readonly<Record<'report.js' | 'index.js' | 'report.css', Uint8Array>>;

/** Paths of a view's files in the report's folder. */
export function viewFiles(dir: string, viewId: string) {
  const at = (folder: string, ending: string) => path.join(dir, folder, `${portableName(viewId)}${ending}`);
  return { page: at('views', '.html'), still: at('views', '.jpg'), thumbnail: at('thumbnails', '.jpg'), card: at('cards', '.json') };
}

/** cards/<view>.json, written after the view's other files: what was made, and of what. */
export interface KeptCard {
  /** Content hash of all that the page depends on. */
  of: string;
  card: ReportedView;
}

/** The card of a page that is finished and of the same content; undefined where it has to be made. A damaged card counts as none. */
export async function finishedCard(dir: string, viewId: string, of: string): Promise<ReportedView | undefined> {
  const { card, ...others } = viewFiles(dir, viewId);
  const text = await readFile(card, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const kept = parsed(text);
  if (kept?.of !== of) return undefined;
  for (const file of Object.values(others)) if (!(await stat(file).catch(() => undefined))?.isFile()) return undefined;
  return kept.card;
}

function parsed(text: string): KeptCard | undefined {
  try {
    return JSON.parse(text) as KeptCard;
  } catch {
    return undefined;
  }
}

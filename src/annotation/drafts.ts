/** Drafts of answers on the disk: a file each, beside the project's other passing work, so that leaving a page loses no word. */
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { writeJson } from '../project/files';
import type { KeptDraft } from '../protocol/annotation';
import type { SurveyMode } from '../protocol/survey';
import { parseUnitId, type UnitId, unitId } from '../protocol/unit';
import { phenomenon } from './answer';
import { expertFile } from './expertFile';

/** Whose drafts, of which mining result, towards an answer or a decision. */
export interface DraftOwner {
  expert: string;
  mining: string;
  mode: SurveyMode;
}

/** The form of a draft as it is kept. */
export const keptDraft = z.object({
  draft: z.object({
    recognizable: z.boolean().optional(),
    several: z.boolean().optional(),
    phenomena: z.array(phenomenon.partial({ association: true })).max(100),
  }),
  seconds: z.number().min(0),
  revision: z.number().int().min(0),
  submitted: z.boolean(),
});

/** Keeps the draft of a unit below `root`, or does away with it. Throws ProblemError `file.*` when the disk refuses. */
export async function keepDraft(root: string, owner: DraftOwner, unit: UnitId, draft?: KeptDraft): Promise<void> {
  const file = path.join(folderOf(root, owner), `${unitId(parseUnitId(unit))}.json`);
  if (draft) await writeJson(file, keptDraft.parse(draft));
  else await rm(file, { force: true });
}

/** The drafts of an owner, and what holds none: files that are damaged, or the folder where it cannot be read. */
export async function readDrafts(root: string, owner: DraftOwner): Promise<{ drafts: Record<UnitId, KeptDraft>; broken: string[] }> {
  const dir = folderOf(root, owner);
  const drafts: Record<UnitId, KeptDraft> = {};
  const broken: string[] = [];
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') broken.push(dir);
    return [];
  });
  for (const name of names.filter((n) => n.endsWith('.json')).sort())
    try {
      const unit = unitId(parseUnitId(name.slice(0, -'.json'.length)));
      drafts[unit] = keptDraft.parse(JSON.parse(await readFile(path.join(dir, name), 'utf8')));
    } catch {
      broken.push(path.join(dir, name));
    }
  return { drafts, broken };
}

function folderOf(root: string, { expert, mining, mode }: DraftOwner): string {
  if (!/^[\w-]{1,128}$/.test(mining)) throw new RangeError(`"${mining}" names no mining result.`);
  return path.join(root, mode, mining, expertFile(expert).replace(/\.jsonl$/, ''));
}

/** Drafts of answers where they cannot lie beside the project: the browser keeps them, by project, expert and mining result. */
import type { KeptDraft } from '../../protocol/annotation';
import type { UnitId } from '../../protocol/unit';
import type { Kept } from '../openPages';

export interface DraftsOf {
  project: string;
  expert: string;
  mining: string;
}

type Drafts = Record<UnitId, KeptDraft>;

export class BrowserDrafts {
  constructor(private readonly kept: Kept) {}

  of(owner: DraftsOf): Drafts {
    return this.kept.get<Drafts>(placeOf(owner)) ?? {};
  }

  /** Keeps the draft of a unit; without one, does away with it. */
  async keep(owner: DraftsOf, unit: UnitId, draft?: KeptDraft): Promise<void> {
    const { [unit]: _, ...others } = this.of(owner);
    await this.kept.update(placeOf(owner), draft ? { ...others, [unit]: draft } : others);
  }
}

const placeOf = ({ project, expert, mining }: DraftsOf): string => `deepminer.drafts ${JSON.stringify([project, expert, mining])}`;

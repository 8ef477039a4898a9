/** Takes drafts to the disk: a moment after each change, at once when the page is left, and away again when an answer holds them. */
import type { KeptDraft } from '../../src/protocol/annotation';
import type { SurveyToHost } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';

/** Typing is not slowed by a write a letter; this much is lost at most when page and machine end together. */
const PAUSE_MILLISECONDS = 250;

export class DraftCourier {
  /** What the disk holds, by unit: revision, and whether it was handed in. */
  private readonly delivered = new Map<UnitId, string>();
  private drafts: Record<UnitId, KeptDraft> = {};
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly post: (message: SurveyToHost) => void) {}

  /** Told of the drafts that no answer holds, after every change. */
  take(drafts: Record<UnitId, KeptDraft>): void {
    this.drafts = drafts;
    if (this.due().length > 0) this.timer ??= setTimeout(() => this.deliver(), PAUSE_MILLISECONDS);
  }

  /** Everything not delivered yet, now. */
  deliver(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const unit of this.due()) {
      const kept = this.drafts[unit];
      this.post({ type: 'draft', unit, kept });
      if (kept) this.delivered.set(unit, state(kept));
      else this.delivered.delete(unit);
    }
  }

  private due(): UnitId[] {
    const changed = (Object.keys(this.drafts) as UnitId[]).filter((unit) => this.delivered.get(unit) !== state(this.drafts[unit]));
    return [...changed, ...[...this.delivered.keys()].filter((unit) => !this.drafts[unit])];
  }
}

const state = ({ revision, submitted }: KeptDraft): string => `${revision} ${submitted}`;

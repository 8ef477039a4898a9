/** Views of other projections than CC and MLO: used, and told once a data set. */
import type { Problem } from '../protocol/problem';
import { oddity } from './fault';

export class OtherProjections {
  private readonly counts = new Map<string, { views: number; file: string }>();

  /** Counts a view's projection, as its data set writes it. */
  add(projection: string, file: string): void {
    const word = projection.trim().toUpperCase() || 'none stated';
    const before = this.counts.get(word);
    this.counts.set(word, { views: (before?.views ?? 0) + 1, file: before?.file ?? file });
  }

  /** One warning for all of them, at the first; none when there are none. */
  problems(): Problem[] {
    const words = [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
    if (words.length === 0) return [];
    const list = words.map(([word, { views }]) => `${views} ${word}`).join(', ');
    return [
      oddity(
        'dataset.projection',
        words[0][1].file,
        `views of other projections than CC and MLO: ${list}`,
        'CC and MLO, which screening takes',
        'They are used as they are; their ids end in the name of their projection.',
      ),
    ];
  }
}

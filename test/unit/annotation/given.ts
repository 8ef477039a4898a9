/** An answer to keep, with what a test wants to say of it. */
import type { Answer } from '../../../src/protocol/annotation';
import { unitId, unitIndex } from '../../../src/protocol/unit';

export const given = (unit: number, description: string, more: Partial<Answer> = {}): Omit<Answer, 'at'> & { at?: string } => ({
  unit: unitId(unitIndex(unit)),
  expert: 'ada',
  seconds: 12.5,
  network: 'net',
  mining: 'mined',
  recognizable: true,
  several: false,
  phenomena: [{ description, association: 'normal', terms: [] }],
  ...more,
});

export const words = (answers: readonly Answer[]): string[] => answers.map((a) => a.phenomena[0].description);

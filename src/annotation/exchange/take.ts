/** Answers of a file, taken into the experts' logs: once each, about this network alone, and never over a later answer. */
import { contentHash } from '../../project/files';
import type { Answer } from '../../protocol/annotation';
import type { ImportedAnswers } from '../../protocol/exchange';
import { ProblemError } from '../../protocol/problem';
import { parseUnitId, type UnitId } from '../../protocol/unit';
import { expertName } from '../expertFile';
import type { AnnotationStore } from '../store';
import { contentOf, type ReadAnswers, type TravellingAnswer } from './exchanged';

/** Whose published labels are. */
export const PUBLISHED_EXPERT = 'published';

export interface TakeRequest {
  file: string;
  read: ReadAnswers;
  store: AnnotationStore;
  about: { network: string; mining: string /** Of its layer. */; units: number; mined: readonly UnitId[] };
  /** Whose answers are that name no expert; default for labels: `published`. */
  expert?: string;
  /** Take answers to another network for answers to this one. */
  anyNetwork?: boolean;
}

/**
 * Appends what is new. Of an expert's answers to a unit those of the file do not replace each other, so that a conflict stays one; what stood
 * before is replaced. Answers already appended stay when a later one fails; the same import then goes on. Throws ProblemError when the file
 * is about another network, when nothing of it can be used, or when an answer cannot be kept.
 */
export async function takeAnswers({
  file,
  read,
  store,
  about,
  expert,
  anyNetwork,
}: TakeRequest): Promise<Omit<ImportedAnswers, 'run' | 'network'>> {
  if (!anyNetwork) requireNetwork(file, read, about.network);
  const leftOut = [...read.leftOut];
  const before = new Map<string, Answer[]>();
  for (const answer of await store.standing())
    if (answer.network === about.network) before.set(placeOf(answer), [...(before.get(placeOf(answer)) ?? []), answer]);
  const imported = new Map<string, UnitId[]>();
  let unchanged = 0;
  let older = 0;
  for (const { line, answer: given } of read.answers) {
    const answer = filed(given);
    const reason = typeof answer === 'string' ? answer : unitProblem(answer.unit, about.units);
    if (typeof answer === 'string' || reason !== undefined) {
      leftOut.push({ line, entry: given.unit, reason: reason! });
      continue;
    }
    const standing = before.get(placeOf(answer)) ?? [];
    if (standing.some((known) => contentHash(contentOf(known)) === contentHash(contentOf(answer)))) unchanged++;
    else if (answer.at !== undefined && standing.some(({ at }) => at >= answer.at!)) older++;
    else {
      await store.append({ ...answer, replaces: standing.map(({ id }) => id!) });
      imported.set(answer.expert, [...(imported.get(answer.expert) ?? []), answer.unit]);
    }
  }
  const units = [...imported.values()].flat();
  if (units.length + unchanged + older === 0) throw nothing(file, leftOut);
  const mined = new Set(about.mined);
  return {
    file,
    format: read.format,
    found: read.answers.length,
    imported: [...imported].map(([name, taken]) => ({ expert: name, units: taken })),
    unchanged,
    older,
    notMined: [...new Set(units)].filter((unit) => !mined.has(unit)),
    leftOut,
  };

  /** With a name and this network; or why there is none. */
  function filed(given: TravellingAnswer): TravellingAnswer | string {
    const name = given.expert.trim() || expert || (read.format === 'labels' ? PUBLISHED_EXPERT : '');
    if (name === '') return 'no expert is named: import it with the name of one';
    const own = given.network === about.network ? given : { ...given, network: about.network, mining: '' };
    try {
      return { ...own, expert: expertName(name), mining: own.mining || about.mining };
    } catch (error) {
      if (error instanceof ProblemError) return error.problem.found;
      throw error;
    }
  }
}

const placeOf = ({ expert, unit }: Pick<Answer, 'expert' | 'unit'>): string => JSON.stringify([expert, unit]);

function unitProblem(unit: UnitId, units: number): string | undefined {
  return parseUnitId(unit) < units ? undefined : `no unit of this network: its layer has ${units}`;
}

function requireNetwork(file: string, { answers }: ReadAnswers, network: string): void {
  const others = [...new Set(answers.map(({ answer }) => answer.network).filter((n) => n !== '' && n !== network))];
  if (others.length === 0) return;
  throw new ProblemError({
    code: 'exchange.otherNetwork',
    file,
    found: `answers to ${others.length > 1 ? 'other networks' : 'another network'}: ${others.map(short).join(', ')}`,
    expected: `answers to network ${short(network)}`,
    remedy: 'Choose the run they are about, or import with --any-network if the units are the same; nothing was imported.',
  });
}

const short = (network: string): string => network.replace(/^([0-9a-f]{12})[0-9a-f]+/, '$1');

function nothing(file: string, leftOut: ImportedAnswers['leftOut']): ProblemError {
  const first = leftOut[0];
  const counted = leftOut.length === 1 ? '1 row' : `${leftOut.length} rows`;
  const found = first ? `${counted} that cannot be used, the first: ${first.entry}, ${first.reason}` : 'no answer';
  return new ProblemError({
    code: 'exchange.nothing',
    file,
    ...(first?.line !== undefined && { line: first.line }),
    found,
    expected: 'answers to units of this network',
    remedy: 'Choose the run they are about, or correct the file; nothing was imported.',
  });
}

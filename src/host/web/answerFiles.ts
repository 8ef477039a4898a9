/**
 * Answers of a survey where no process can append to a log: each becomes a log of its own in `annotations/`, with one line. A file system of the
 * web writes files whole, and two windows may write at once: what was kept once is never written again here, so that nothing of it can be lost.
 */
import { standingAnswers } from '../../annotation/standing';
import { encodeLine } from '../../log/line';
import type { Answer } from '../../protocol/annotation';
import { ProblemError } from '../../protocol/problem';
import type { ComputeMethodsClient } from '../computeClient';
import { answerForm } from '../looking/answerForm';
import { annotationsOf, lookedAtAnswers } from '../looking/lookedAtAnswers';
import type { LookedAtFiles } from '../looking/lookedAtFiles';

export interface WrittenFiles extends LookedAtFiles {
  /** Writes a file that is not there yet. */
  create(file: string, text: string): Promise<void>;
}

/** Acknowledges an answer when its file, read again, says what was written. Throws ProblemError where it was not kept. */
export function answersInFiles(files: WrittenFiles): ComputeMethodsClient['saveAnswer'] {
  /** Answers of this window follow one another: each takes the place of those before it. */
  let before: Promise<unknown> = Promise.resolve();

  async function keep(project: string, given: Parameters<ComputeMethodsClient['saveAnswer']>[0]['answer']) {
    const folder = annotationsOf(files, project);
    const { logged } = await lookedAtAnswers(files, folder);
    const checked = answerForm({ ...given, expert: given.expert.normalize('NFC').trim(), at: new Date().toISOString() });
    const isOfUnit = ({ expert, network, unit }: Answer) =>
      expert === checked.expert && network === checked.network && unit === checked.unit;
    const inSight = standingAnswers(logged).flat().filter(isOfUnit);
    const answer = { ...checked, replaces: checked.replaces ?? inSight.map((a) => a.id!) };
    // After every answer of every log: older ones without `replaces` give way to larger numbers alone.
    const sequence = logged.reduce((most, entry) => Math.max(most, entry.sequence), 0) + 1;
    const { line, id } = encodeLine({ sequence, answer });
    const file = files.join(folder, fileOf(answer.expert, id));
    await files.create(file, line).catch((error: unknown) => {
      throw notKept(file, error instanceof Error ? error.message : String(error));
    });
    if ((await files.text(file).catch(() => '')) !== line) throw notKept(file, 'a file that does not hold what was written');
    const kept = { ...answer, id };
    const standing = standingAnswers([...logged, { sequence, answer: kept }])
      .flat()
      .filter(isOfUnit);
    return { answer: kept, standing };
  }

  return ({ project, answer }) => {
    const saved = before.then(() => keep(project, answer));
    before = saved.catch(() => undefined);
    return saved;
  };
}

/** Readable, and nobody else's: `dr-wu~web-1a2b3c4d-9f8e7d6c5b4a.jsonl`. The name itself stands in the answer. */
function fileOf(expert: string, id: string): string {
  const readable = expert
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32);
  const random = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${readable || 'expert'}~web-${id}-${random}.jsonl`;
}

const notKept = (file: string, found: string): ProblemError =>
  new ProblemError({
    code: 'annotation.notKept',
    file,
    found,
    expected: 'a folder that can be written to, and a file that holds the answer',
    remedy: 'The answer is kept on this page: try again, or open the folder where it can be written to.',
  });
